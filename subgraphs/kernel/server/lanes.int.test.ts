import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bodyHash, identityHeader, signIdentity } from '../identity.ts';
import { FrameReader, FrameWriter } from '../lane/frames.ts';
import { callFrame, readReply, type LaneCall, type NumberedReply } from '../lane/message.ts';
import { LaneKey, laneKeyHeader, laneProtocol, type Seal } from '../lane/seal.ts';
import { createLogger } from '../logger.ts';
import { systemViewer, type Viewer } from '../viewer.ts';
import { Lanes } from './lanes.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;
const gateway: Viewer = { ...systemViewer(null), kind: 'gateway', subject: 'gateway' };
const device: Viewer = { ...systemViewer('7c0f5f3e-0000-4000-8000-000000000001'), kind: 'device', subject: 'd1' };
const call: LaneCall = { viewer: device, query: '{ x }', body: Buffer.from('{"variables":{}}'), trace: {} };

const answered: LaneCall[] = [];
let held: Promise<void> = Promise.resolve();
let server: Server;
let lanes: Lanes;

beforeAll(async () => {
  lanes = new Lanes({
    audience: 'fleet',
    publicKey,
    logger: createLogger({ name: 'test', level: 'silent' }),
    async answer(each) {
      await held;
      answered.push(each);
      return { status: 200, body: Buffer.from(`${each.viewer.kind} ${each.viewer.subject}`) };
    },
  });
  server = createServer().on('upgrade', (incoming, socket) => lanes.accept(incoming, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  vi.restoreAllMocks();
  answered.length = 0;
  held = Promise.resolve();
});

afterAll(async () => {
  await lanes.close(0);
  server.close();
});

type Opening = {
  readonly key?: KeyObject;
  readonly audience?: string;
  readonly as?: Viewer;
  readonly signed?: string;
  readonly issuedAtS?: number;
  readonly token?: string;
};

async function opened(opening: Opening = {}) {
  const half = new LaneKey();
  const { audience = 'fleet', as = gateway, signed = half.publicText, key = privateKey } = opening;
  const issuedAtS = opening.issuedAtS ?? Math.floor(Date.now() / 1000);
  const token = opening.token ?? signIdentity({ viewer: as, audience, bodyHash: bodyHash(signed), issuedAtS }, key);
  const { port } = server.address() as AddressInfo;
  const headers = { connection: 'upgrade', upgrade: laneProtocol, [identityHeader]: token };
  const outgoing = request({ port, path: '/fleet/lane', headers: { ...headers, [laneKeyHeader]: half.publicText } });
  return new Promise<{ status: number; lane?: Client }>((resolve, reject) => {
    outgoing.once('response', (reply) => resolve({ status: reply.statusCode ?? 0 }));
    outgoing.once('error', reject);
    outgoing.once('upgrade', (reply: IncomingMessage, socket: Socket) => {
      const subgraphKey = String(reply.headers[laneKeyHeader]);
      const seal = half.agree({ audience: 'fleet', gatewayKey: half.publicText, subgraphKey });
      resolve({ status: 101, lane: new Client(socket, seal) });
    });
    outgoing.end();
  });
}

class Client {
  readonly socket: Socket;
  readonly seal: Seal;
  readonly replies: NumberedReply[] = [];
  readonly #writer: FrameWriter;

  constructor(socket: Socket, seal: Seal) {
    this.socket = socket;
    this.seal = seal;
    this.#writer = new FrameWriter(socket);
    const reader = new FrameReader();
    socket.on('data', (chunk: Buffer) => this.replies.push(...reader.read(chunk).map((frame) => readReply(frame))));
    socket.on('error', () => undefined);
    socket.once('end', () => socket.end());
  }

  send(frame: readonly Buffer[]): void {
    this.#writer.write(frame);
  }

  statusOf(number: number): Promise<number> {
    const status = (): number => {
      const reply = this.replies.find((each) => each.number === number);
      if (!reply) throw new Error(`call ${number} has no reply`);
      return reply.status;
    };
    return vi.waitFor(status, { timeout: 30_000 });
  }
}

async function openLane(): Promise<Client> {
  const { lane } = await opened();
  if (!lane) throw new Error('no lane');
  return lane;
}

describe('a lane', () => {
  it('carries calls in the names they are sealed with', async () => {
    const lane = await openLane();
    lane.send(callFrame(1, call, lane.seal));
    lane.send(callFrame(2, { ...call, viewer: { ...device, subject: 'd2' } }, lane.seal));
    expect([await lane.statusOf(1), await lane.statusOf(2)]).toEqual([200, 200]);
    expect(lane.replies.map(({ body }) => body.toString())).toEqual(['device d1', 'device d2']);
    expect(answered[0]).toMatchObject({ viewer: { tenantId: device.tenantId, kind: 'device' }, query: '{ x }' });
    lane.socket.destroy();
  });

  it('is opened by the gateway only, for this subgraph, with the key that was signed, and within half a minute', async () => {
    const wrong: Opening[] = [
      { token: 'nothing' },
      { key: stranger },
      { audience: 'telemetry' },
      { as: device },
      { signed: new LaneKey().publicText },
      { issuedAtS: Math.floor(Date.now() / 1000) - 60 },
    ];
    for (const opening of wrong) expect(await opened(opening)).toEqual({ status: 401 });
  });

  it('gives nobody a word who repeats an opening that was overheard', async () => {
    const { publicText } = new LaneKey();
    const issuedAtS = Math.floor(Date.now() / 1000);
    const claims = { viewer: gateway, audience: 'fleet', bodyHash: bodyHash(publicText), issuedAtS };
    const { port } = server.address() as AddressInfo;
    const eavesdropper = new LaneKey();
    const overheard = { [identityHeader]: signIdentity(claims, privateKey), [laneKeyHeader]: publicText };
    const headers = { connection: 'upgrade', upgrade: laneProtocol, ...overheard };
    const lane = await new Promise<Client>((resolve, reject) => {
      const outgoing = request({ port, path: '/fleet/lane', headers });
      outgoing.once('error', reject);
      outgoing.once('upgrade', (reply: IncomingMessage, socket: Socket) => {
        const subgraphKey = String(reply.headers[laneKeyHeader]);
        const halves = { gatewayKey: eavesdropper.publicText, subgraphKey };
        resolve(new Client(socket, eavesdropper.agree({ audience: 'fleet', ...halves })));
      });
      outgoing.end();
    });
    lane.send(callFrame(1, call, lane.seal));
    expect(await lane.statusOf(1)).toBe(401);
    expect(answered).toEqual([]);
  });

  it('answers 401 and ends for another name, another document, another body and a seal of another lane', async () => {
    const changes: ((frame: Buffer[]) => void)[] = [
      ([, , head]) => head?.write('D1', head.indexOf('d1')),
      ([, , head]) => head?.write('y', head.indexOf('x }')),
      ([, , , body]) => body?.write('[', 0),
      ([seal]) => seal?.writeUInt8((seal.readUInt8(0) + 1) % 256, 0),
    ];
    for (const change of changes) {
      const lane = await openLane();
      const frame = callFrame(1, { ...call, body: Buffer.from(call.body) }, lane.seal);
      change(frame);
      lane.send(frame);
      expect(await lane.statusOf(1)).toBe(401);
      await expect.poll(() => lane.socket.destroyed).toBe(true);
    }
    const [one, other] = [await openLane(), await openLane()];
    one.send(callFrame(1, call, other.seal));
    expect(await one.statusOf(1)).toBe(401);
    expect(answered).toEqual([]);
    other.socket.destroy();
  });

  it('answers 401 to a call that is said once more', async () => {
    const lane = await openLane();
    const frame = callFrame(1, call, lane.seal);
    lane.send(frame);
    expect(await lane.statusOf(1)).toBe(200);
    lane.replies.length = 0;
    lane.send(frame);
    expect(await lane.statusOf(1)).toBe(401);
    expect(answered).toHaveLength(1);
  });

  it('is not believed any longer than a signed token would be', async () => {
    const lane = await openLane();
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 36_000);
    lane.send(callFrame(1, call, lane.seal));
    expect(await lane.statusOf(1)).toBe(401);
    expect(answered).toEqual([]);
  });

  it('is closed when it carries what is no call', async () => {
    const lane = await openLane();
    lane.send([Buffer.from('GET / HTTP/1.1')]);
    await expect.poll(() => lane.socket.destroyed).toBe(true);
  });

  it('says goodbye when the process drains, and answers what is in flight first', async () => {
    const lane = await openLane();
    let release = (): void => undefined;
    held = new Promise((resolve) => (release = resolve));
    lane.send(callFrame(1, call, lane.seal));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closed = lanes.close(2_000);
    expect(await lane.statusOf(0)).toBe(0);
    release();
    expect(await lane.statusOf(1)).toBe(200);
    lane.socket.end();
    await closed;
  });
});
