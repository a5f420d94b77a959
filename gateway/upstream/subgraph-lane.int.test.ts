import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { LaneCall } from '@flotilla/kernel/lane/message';
import { createLogger } from '@flotilla/kernel/logger';
import { Lanes } from '@flotilla/kernel/server/lanes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anonymous, viewerOf } from '../caller.ts';
import { SubgraphClient } from './subgraph-client.ts';
import { SubgraphLane } from './subgraph-lane.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const viewer = viewerOf({ ...anonymous, kind: 'claimant' }, 'request-1');

let sockets: Socket[];
let pending: (() => void)[];
let isHeld: boolean;
let server: Server;
let lanes: Lanes;
let http: SubgraphClient;
let lane: SubgraphLane;

beforeEach(async () => {
  [sockets, pending, isHeld] = [[], [], false];
  lanes = new Lanes({
    audience: 'fleet',
    publicKey,
    logger: createLogger({ name: 'test', level: 'silent' }),
    async answer({ body }: LaneCall) {
      if (isHeld) await new Promise<void>((resolve) => pending.push(resolve));
      return { status: 200, body };
    },
  });
  server = createServer((_, response) => response.end());
  server.on('upgrade', (request, socket: Socket) => {
    sockets.push(socket);
    lanes.accept(request, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = new SubgraphClient('fleet', `http://127.0.0.1:${(server.address() as AddressInfo).port}/fleet`, privateKey);
  lane = new SubgraphLane(http);
});

afterEach(async () => {
  vi.restoreAllMocks();
  lane.close();
  http.close();
  await lanes.close(0);
  server.close();
});

function send(text = 'hello', signal = new AbortController().signal) {
  return lane.send({ viewer, query: '{ x }', body: Buffer.from(text), signal });
}

async function answer(text: string): Promise<readonly [number, string] | null> {
  const reply = await send(text);
  return reply && [reply.status, reply.body.toString()];
}

async function opened(): Promise<void> {
  await expect.poll(() => answer('open')).not.toBeNull();
}

const realNow = performance.now.bind(performance);

function later(ms: number): void {
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + ms);
}

describe('the lane to a subgraph', () => {
  it('is not there for the first call, and carries those that come when it is', async () => {
    expect(send()).toBeNull();
    await opened();
    expect(await Promise.all(['a', 'b', 'c'].map((text) => answer(text)))).toEqual([
      [200, 'a'],
      [200, 'b'],
      [200, 'c'],
    ]);
  });

  it('leaves to HTTP what is large enough to hold up others', async () => {
    await opened();
    expect(send('x'.repeat(300 * 1024))).toBeNull();
  });

  it('is renewed in time, and the former one gives its answers before it ends', async () => {
    await opened();
    isHeld = true;
    const early = send('early');
    await expect.poll(() => pending.length).toBe(1);
    isHeld = false;
    later(21_000);
    await expect.poll(async () => (await answer('late'), sockets.length)).toBe(2);
    pending.forEach((release) => release());
    expect((await early)?.body.toString()).toBe('early');
    await expect.poll(() => sockets[0]?.destroyed).toBe(true);
    expect(await answer('later')).toEqual([200, 'later']);
  });

  it('is left before the subgraph stops believing it', async () => {
    await opened();
    later(26_000);
    expect(send()).toBeNull();
  });

  it('fails what is in flight when it breaks, and leaves the next calls to HTTP until it is back', async () => {
    await opened();
    isHeld = true;
    const call = send();
    await expect.poll(() => pending.length).toBe(1);
    sockets.forEach((socket) => socket.destroy());
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    isHeld = false;
    expect(send()).toBeNull();
    await expect.poll(() => answer('again')).toEqual([200, 'again']);
  });

  it('loses nothing when the subgraph drains', async () => {
    await opened();
    isHeld = true;
    const call = send('last');
    await expect.poll(() => pending.length).toBe(1);
    const closed = lanes.close(2_000);
    await expect.poll(() => send() === null).toBe(true);
    pending.forEach((release) => release());
    expect((await call)?.body.toString()).toBe('last');
    await closed;
  });

  it('forgets a call that is given up, and goes on', async () => {
    await opened();
    isHeld = true;
    const stop = new AbortController();
    const call = send('slow', stop.signal);
    await expect.poll(() => pending.length).toBe(1);
    stop.abort(new Error('too slow'));
    await expect(call).rejects.toThrow('too slow');
    isHeld = false;
    pending.forEach((release) => release());
    expect(await answer('next')).toEqual([200, 'next']);
  });

  it('is done without where a subgraph has none', async () => {
    server.removeAllListeners('upgrade');
    expect(send()).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(send()).toBeNull();
  });
});
