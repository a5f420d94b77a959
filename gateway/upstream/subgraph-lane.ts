/**
 * The hot way to one subgraph: calls of trusted documents over one kept connection, sealed instead of signed. It is an
 * optimisation and nothing else. When there is no lane just now the caller goes by HTTP, which is always there.
 */
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { identityHeader, identityTtlS } from '@flotilla/kernel/identity';
import { FrameReader, FrameWriter, frameMaxBytes } from '@flotilla/kernel/lane/frames';
import { callFrame, readReply, type LaneCall } from '@flotilla/kernel/lane/message';
import { LaneKey, laneKeyHeader, laneProtocol, type Seal } from '@flotilla/kernel/lane/seal';
import { outgoingTraceHeaders } from '@flotilla/kernel/tracing';
import { gatewayItself, viewerOf } from '../caller.ts';
import type { SubgraphClient, SubgraphReply } from './subgraph-client.ts';

/** A call of a trusted document. */
export type TrustedCall = Omit<LaneCall, 'trace'> & { readonly signal: AbortSignal };

/** The next lane is opened early, so that one is always there; the old one ends when it has its answers. */
const renewAfterMs = 20_000;
/** A lane is left some seconds before the subgraph would stop believing it. */
const usedForMs = (identityTtlS - 5) * 1000;
const openTimeoutMs = 2_000;
/** A subgraph that opens no lane is not asked with every call. */
const againAfterMs = 1_000;
/** Larger bodies go by HTTP, where they hold up nobody. */
const bodyMaxBytes = Math.min(256 * 1024, frameMaxBytes / 2);

/** The lane to one subgraph, opened when it is first wanted and renewed while it is used. */
export class SubgraphLane {
  readonly #http: SubgraphClient;
  #lane: OpenLane | undefined;
  #askedAt = -Infinity;
  #isClosed = false;

  constructor(http: SubgraphClient) {
    this.#http = http;
  }

  /** Sends a call. Null when there is no lane just now, or the call is too large for one. */
  send(call: TrustedCall): Promise<SubgraphReply> | null {
    const ageMs = this.#lane?.isUsable ? this.#lane.ageMs : Infinity;
    if (ageMs > renewAfterMs) this.#renew();
    if (!this.#lane || ageMs > usedForMs || call.body.length > bodyMaxBytes) return null;
    return this.#lane.send(call);
  }

  /** Ends the lane. */
  close(): void {
    this.#isClosed = true;
    this.#lane?.destroy();
  }

  #renew(): void {
    const now = performance.now();
    if (this.#isClosed || now - this.#askedAt < againAfterMs) return;
    this.#askedAt = now;
    this.#open().then(
      (lane) => {
        this.#lane?.retire();
        this.#lane = lane;
        if (this.#isClosed) lane.destroy();
      },
      // The next call asks again, and meanwhile goes by HTTP, which tells what is wrong.
      () => undefined,
    );
  }

  #open(): Promise<OpenLane> {
    const { name, url } = this.#http;
    const key = new LaneKey();
    const token = this.#http.token(viewerOf(gatewayItself, 'gateway-lane'), key.publicText);
    return new Promise((resolve, reject) => {
      const headers = { connection: 'upgrade', upgrade: laneProtocol, [identityHeader]: token };
      const outgoing = request(new URL(`${url.pathname}/lane`, url), {
        agent: false,
        timeout: openTimeoutMs,
        headers: { ...headers, [laneKeyHeader]: key.publicText },
      });
      outgoing.once('upgrade', (reply: IncomingMessage, socket: Socket, head: Buffer) => {
        try {
          const subgraphKey = String(reply.headers[laneKeyHeader]);
          const seal = key.agree({ audience: name, gatewayKey: key.publicText, subgraphKey });
          resolve(new OpenLane({ socket, head, seal, failure: (cause) => this.#http.doesNotAnswer(cause) }));
        } catch (cause) {
          socket.destroy();
          reject(cause);
        }
      });
      outgoing.once('response', () => outgoing.destroy(new Error('no lane here')));
      outgoing.once('timeout', () => outgoing.destroy(new Error('no lane in time')));
      outgoing.once('error', reject);
      outgoing.end();
    });
  }
}

type Waiting = { resolve(reply: SubgraphReply): void; reject(cause: unknown): void };

type OpenParts = {
  readonly socket: Socket;
  readonly head: Buffer;
  readonly seal: Seal;
  readonly failure: (cause: unknown) => Error;
};

class OpenLane {
  readonly #parts: OpenParts;
  readonly #reader = new FrameReader();
  readonly #writer: FrameWriter;
  readonly #waiting = new Map<number, Waiting>();
  readonly #openedAt = performance.now();
  #number = 0;
  #isRetired = false;

  constructor(parts: OpenParts) {
    this.#parts = parts;
    const { socket, head } = parts;
    this.#writer = new FrameWriter(socket);
    socket.setNoDelay(true).setTimeout(0);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.once('error', () => socket.destroy());
    socket.once('end', () => socket.end());
    socket.once('close', () => this.#lose(new Error('the lane has ended')));
    if (head.length > 0) this.#read(head);
  }

  get ageMs(): number {
    return performance.now() - this.#openedAt;
  }

  get isUsable(): boolean {
    return !this.#isRetired && this.#parts.socket.writable;
  }

  send({ viewer, query, body, signal }: TrustedCall): Promise<SubgraphReply> {
    const number = (this.#number += 1);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const abort = () => this.#settle(number)?.reject(signal.reason);
      signal.addEventListener('abort', abort);
      const done = () => signal.removeEventListener('abort', abort);
      this.#waiting.set(number, {
        resolve: (reply) => (done(), resolve(reply)),
        reject: (cause) => (done(), reject(cause)),
      });
      const call = { viewer, query, body, trace: outgoingTraceHeaders() };
      this.#writer.write(callFrame(number, call, this.#parts.seal));
    });
  }

  /** Takes no further call and ends with the last answer. */
  retire(): void {
    this.#isRetired = true;
    if (this.#waiting.size > 0) return;
    this.#writer.flush();
    this.#parts.socket.end();
  }

  destroy(): void {
    this.#parts.socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) {
        const { number, status, body } = readReply(frame);
        if (number === 0) this.retire();
        else this.#settle(number)?.resolve({ status, contentType: 'application/json', body });
      }
    } catch (cause) {
      this.#lose(cause);
      this.destroy();
    }
  }

  #settle(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (this.#isRetired) this.retire();
    return waiting;
  }

  #lose(cause: unknown): void {
    this.#isRetired = true;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of lost) waiting.reject(this.#parts.failure(cause));
  }
}
