/**
 * The subgraph's end of lanes. A lane is opened by the gateway's signed word, lives as long as an identity token would
 * and carries numbered, sealed calls; whatever is not in order gets UNAUTHENTICATED, and the lane ends.
 */
import type { KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { gatewayOnly } from '../authorize.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import { bodyHash, identityHeader, identityTtlS, skewS, untrusted, verifyIdentity } from '../identity.ts';
import { FrameReader, FrameWriter } from '../lane/frames.ts';
import { numberOf, readCall, replyFrame, type LaneCall, type LaneReply } from '../lane/message.ts';
import { LaneKey, laneKeyHeader, laneProtocol, type Seal } from '../lane/seal.ts';
import type { Logger } from '../logger.ts';
import { refused } from './trusted-calls.ts';

/** What lanes of one subgraph lead to. */
export type LanesParts = {
  readonly audience: string;
  readonly publicKey: KeyObject;
  readonly logger: Logger;
  /** Answers one call; never rejects. */
  readonly answer: (call: LaneCall) => Promise<LaneReply>;
};

const goodbye = { number: 0, status: 0, body: Buffer.alloc(0) };

/** The open lanes of one subgraph. */
export class Lanes {
  readonly #parts: LanesParts;
  readonly #open = new Set<Lane>();

  constructor(parts: LanesParts) {
    this.#parts = parts;
  }

  /** Makes a connection a lane, if the gateway asks for it; closes it otherwise. */
  accept(request: IncomingMessage, socket: Duplex): void {
    try {
      const { seal, publicText } = this.#agree(request);
      const head = ['HTTP/1.1 101 Switching Protocols', 'connection: upgrade', `upgrade: ${laneProtocol}`];
      socket.write([...head, `${laneKeyHeader}: ${publicText}`, '', ''].join('\r\n'));
      const lane = new Lane(socket, seal, this.#parts);
      this.#open.add(lane);
      socket.once('close', () => this.#open.delete(lane));
    } catch (thrown) {
      this.#parts.logger.warn({ err: thrown }, 'a lane is refused');
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    }
  }

  /** Takes no further call; each lane closes when its last one is answered, or is closed after a while. */
  async close(withinMs: number): Promise<void> {
    const closed = [...this.#open].map((lane) => lane.leave());
    const force = setTimeout(() => this.#open.forEach((lane) => lane.destroy()), withinMs);
    await Promise.all(closed);
    clearTimeout(force);
  }

  #agree({ headers }: IncomingMessage): { seal: Seal; publicText: string } {
    const { audience, publicKey } = this.#parts;
    const [token, gatewayKey] = [headers[identityHeader], headers[laneKeyHeader]];
    if (typeof token !== 'string' || typeof gatewayKey !== 'string') throw untrusted('no token or no key');
    const expected = { audience, bodyHash: bodyHash(gatewayKey), nowS: Date.now() / 1000 };
    gatewayOnly.check(verifyIdentity(token, expected, publicKey));
    const key = new LaneKey();
    const seal = key.agree({ audience, gatewayKey, subgraphKey: key.publicText });
    return { seal, publicText: key.publicText };
  }
}

class Lane {
  readonly #socket: Duplex;
  readonly #seal: Seal;
  readonly #parts: LanesParts;
  readonly #reader = new FrameReader();
  readonly #writer: FrameWriter;
  readonly #openedAt = performance.now();
  #lastNumber = 0;

  constructor(socket: Duplex, seal: Seal, parts: LanesParts) {
    this.#socket = socket;
    this.#seal = seal;
    this.#parts = parts;
    this.#writer = new FrameWriter(socket);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.once('end', () => socket.end());
  }

  /** Asks the gateway to end the lane when it has its answers; resolves when it is closed. */
  leave(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#socket.once('close', resolve));
    this.#writer.write(replyFrame(goodbye));
    return closed;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) this.#take(frame);
    } catch (thrown) {
      this.#parts.logger.warn({ err: thrown }, 'a lane carries what is no call and is closed');
      this.#socket.destroy();
    }
  }

  #take(frame: Buffer): void {
    const number = numberOf(frame);
    try {
      const call = this.#believed(number, frame);
      void this.#parts.answer(call).then((reply) => this.#writer.write(replyFrame({ number, ...reply })));
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      this.#turnAway(number, thrown);
    }
  }

  #believed(number: number, frame: Buffer): LaneCall {
    if (performance.now() - this.#openedAt > (identityTtlS + skewS) * 1000) throw untrusted('the lane is too old');
    const call = readCall(frame, this.#seal);
    if (!call) throw untrusted('bad seal');
    // A call that is said once more has an old number.
    if (number <= this.#lastNumber) throw untrusted('out of order');
    this.#lastNumber = number;
    return call;
  }

  #turnAway(number: number, refusal: Refusal): void {
    this.#parts.logger.warn({ err: refusal }, 'a call over a lane is not believed, and the lane is closed');
    this.#writer.write(replyFrame({ number, ...refused(refusal) }));
    this.#writer.flush();
    this.#socket.end();
  }
}
