import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';

/** A server that says everything back, and writes down what it heard. */
const server = createServer({ allowHalfOpen: true });
let heard = '';
let ended = 0;
server.on('connection', (socket) => {
  socket.on('data', (bytes) => {
    heard += bytes.toString();
    socket.write(bytes);
  });
  socket.on('end', () => {
    ended += 1;
    socket.end();
  });
  socket.on('error', () => (ended += 1));
});

let proxy: FaultProxy;
const clients: Socket[] = [];
beforeEach(async () => {
  [heard, ended] = ['', 0];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await FaultProxy.open((server.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  // Nothing of one story may be heard in the next.
  server.close();
  await once(server, 'close');
});

/** A client, and what it has been answered and how it ended. */
async function client() {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' });
  clients.push(socket);
  const seen = { answered: '', fault: '', hasEnded: false };
  socket.on('data', (bytes) => (seen.answered += bytes.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.fault = error.code ?? ''));
  socket.on('end', () => (seen.hasEnded = true));
  await once(socket, 'connect');
  return { socket, seen };
}

const soon = (isTrue: () => unknown) => expect.poll(() => Boolean(isTrue()), { interval: 5 }).toBe(true);

describe('the fault proxy', () => {
  test('in clear weather passes bytes and ends both ways, in order', async () => {
    const { socket, seen } = await client();
    const text = 'abcdefgh'.repeat(40_000);
    socket.end(text);
    await soon(() => seen.hasEnded);
    expect(seen.answered).toBe(text);
    expect([heard.length, ended, proxy.connections]).toEqual([text.length, 1, 1]);
  });

  test('delays each way by the latency', async () => {
    const { socket, seen } = await client();
    proxy.become({ latencyMs: 60 });
    const sentAt = performance.now();
    socket.write('ping');
    await soon(() => seen.answered === 'ping');
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(118);
  });

  test('as a black hole passes nothing, and delivers late what was sent into it', async () => {
    const { socket, seen } = await client();
    proxy.become({ flow: 'DROPPED' });
    socket.end('lost?');
    const late = await client();
    late.socket.write('!');
    await delay(80);
    expect([heard, seen.answered, ended]).toEqual(['', '', 0]);
    proxy.become({});
    await soon(() => seen.hasEnded && late.seen.answered === '!');
    expect(seen.answered).toBe('lost?');
  });

  test('half open lets calls through, and neither answers nor ends', async () => {
    const { socket, seen } = await client();
    proxy.become({ flow: 'HALF_OPEN' });
    socket.end('done');
    await soon(() => heard === 'done' && ended === 1);
    await delay(50);
    expect(seen).toEqual({ answered: '', fault: '', hasEnded: false });
  });

  test('resets both sides at once', async () => {
    const { socket, seen } = await client();
    socket.write('x');
    await soon(() => seen.answered === 'x');
    expect(proxy.reset()).toBe(1);
    await soon(() => seen.fault === 'ECONNRESET' && ended === 1);
  });

  test('tells a client that its server was cut off', async () => {
    const { socket, seen } = await client();
    socket.write('x');
    await soon(() => seen.answered === 'x');
    socket.resetAndDestroy();
    await soon(() => ended === 1);
  });

  test('keeps to a rate of bytes', async () => {
    const { socket, seen } = await client();
    proxy.become({ bytesPerS: 200_000 });
    const sentAt = performance.now();
    const piece = Buffer.alloc(10_000, 'y');
    for (let n = 0; n < 4; n += 1) {
      socket.write(piece);
      await delay(5);
    }
    await soon(() => seen.answered.length === 40_000);
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(120);
  });
});
