import { spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyHash, identityHeader, verifyIdentity } from '@flotilla/kernel/identity';
import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { writeContract } from './testing/test-contract.ts';
import { measurements, testGraph } from './testing/test-graph.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from './testing/test-gateway.ts';

const tenant = '7c0f5f3e-0000-4000-8000-000000000001';
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const test = await startTestGateway(options);
  closing.push(() => test.close());
  const user = { kind: 'user' as const, sub: 'u1', tenant, roles: ['OPERATOR'], scopes: [], sid: 'sid-1' };
  test.principals.set('s1', user);
  return test;
}

type Answer = { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };

async function ask(test: TestGateway, query: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'flotilla_session=s1' },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });
  return (await response.json()) as Answer;
}

/** The program itself, as it is started in production. */
function spawnMain(env: Record<string, string>) {
  const main = new URL('main.ts', import.meta.url).pathname;
  return spawn(process.execPath, ['--conditions=flotilla-source', main], { env });
}

/** A subgraph that is ready, and answers nothing else in time. */
async function slowSubgraph(): Promise<{ url: string; open: Set<IncomingMessage>; asked: number }> {
  const state = { url: '', open: new Set<IncomingMessage>(), asked: 0 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/readyz') return void response.end();
    state.asked += 1;
    state.open.add(request);
    response.once('close', () => state.open.delete(request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fleet`;
  return state;
}

describe('a slow subgraph', () => {
  it('is aborted when the operation takes too long, and what others know is still answered', async () => {
    const slow = await slowSubgraph();
    const env = {
      FLOTILLA_FLEET_URL: slow.url,
      FLOTILLA_GATEWAY_DOORS: 'operators',
      FLOTILLA_OPERATION_TIMEOUT_MS: '1500',
    };
    const test = await start({ env });
    // Who is asking and how to answer is known from here on: the time that runs out is the subgraph's.
    await expect.poll(async () => (await ask(test, '{ asker { who } }')).data).toEqual({ asker: { who: 'user u1' } });
    const startedAt = performance.now();
    const { data, errors } = await ask(test, '{ asker { who } device(id: "d1") { name } }');
    // By the limit of this test, that is, and not by that of an installation, which is 15 s.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(data).toEqual({ asker: { who: 'user u1' }, device: null });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(['UNAVAILABLE']);
    expect(slow.asked).toBe(1);
    await expect.poll(() => slow.open.size).toBe(0);
  });

  it('is aborted when the caller goes away', async () => {
    const slow = await slowSubgraph();
    const test = await start({ env: { FLOTILLA_FLEET_URL: slow.url, FLOTILLA_GATEWAY_DOORS: 'operators' } });
    const caller = new AbortController();
    const asked = ask(test, '{ device(id: "d1") { name } }', caller.signal).catch(() => 'gone');
    await expect.poll(() => slow.open.size).toBe(1);
    caller.abort();
    expect(await asked).toBe('gone');
    await expect.poll(() => slow.open.size).toBe(0);
  });
});

describe('a dead subgraph', () => {
  it('answers UNAVAILABLE without internals, and a live subscription comes back by itself', async () => {
    const test = await start();
    const received: number[] = [];
    class Socket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie: 'flotilla_session=s1' } });
      }
    }
    const client = createClient({
      url: `${test.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Socket,
      retryAttempts: 0,
    });
    closing.push(() => client.dispose());
    const failures: unknown[] = [];
    client.subscribe<{ measured: { value: number } }>(
      { query: 'subscription { measured(deviceId: "d1") { value } }' },
      {
        next: ({ data }) => data && received.push(data.measured.value),
        error: (cause) => failures.push(cause),
        complete: () => failures.push('completed'),
      },
    );
    await expect.poll(() => measurements.listeners).toBe(1);
    measurements.publish({ tenantId: tenant, deviceId: 'd1', value: 1 });
    await expect.poll(() => received).toEqual([1]);
    await test.stopSubgraphs();
    const { errors } = await ask(test, '{ device(id: "d1") { name } }');
    expect(errors?.[0]?.extensions['code']).toBe('UNAVAILABLE');
    expect(JSON.stringify(errors)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
    await expect.poll(async () => (await fetch(`${test.url}/readyz`)).status).toBe(503);
    await test.startSubgraphs();
    await expect.poll(() => measurements.listeners).toBe(1);
    measurements.publish({ tenantId: tenant, deviceId: 'd1', value: 2 });
    await expect.poll(() => received).toEqual([1, 2]);
    expect(failures).toEqual([]);
  });
});

describe('the identity a subgraph is told', () => {
  it('is of one audience, one body and half a minute', async () => {
    const seen: { token: string; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (request.method === 'POST') seen.push({ token: String(request.headers[identityHeader]), body });
        response.end(JSON.stringify({ data: { device: { name: 'captured' } } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fleet`;
    const test = await start({ env: { FLOTILLA_FLEET_URL: url, FLOTILLA_GATEWAY_DOORS: 'operators' } });
    expect((await ask(test, '{ device(id: "d1") { name } }')).data).toEqual({ device: { name: 'captured' } });
    const { token, body } = seen[0] ?? { token: '', body: '' };
    const nowS = Date.now() / 1000;
    const genuine = { audience: 'fleet', bodyHash: bodyHash(body), nowS };
    const key = createPublicKey(test.publicKeyPem);
    expect(verifyIdentity(token, genuine, key)).toMatchObject({ kind: 'user', subject: 'u1', tenantId: tenant });
    for (const other of [{ audience: 'access' }, { bodyHash: bodyHash(`${body} `) }, { nowS: nowS + 36 }]) {
      expect(() => verifyIdentity(token, { ...genuine, ...other }, key)).toThrow('does not come through the gateway');
    }
    const replayed = { method: 'POST', headers: { [identityHeader]: token }, body };
    expect((await fetch(`${test.subgraphsUrl}/telemetry/graphql`, replayed)).status).toBe(401);
  });
});

describe('the JavaScript planner', () => {
  it('answers the same where the native one is not wanted', async () => {
    const test = await start({ env: { FLOTILLA_GATEWAY_PLANNER: 'js' } });
    const { data } = await ask(test, '{ asker { who } device(id: "d1") { name load } }');
    expect(data).toEqual({ asker: { who: 'user u1' }, device: { name: 'device d1', load: 0.5 } });
  });
});

describe('stopping', () => {
  it('answers what is in flight, sends live clients away with 1001, and takes under 5 s', async () => {
    const slow = await slowSubgraph();
    const env = {
      FLOTILLA_FLEET_URL: slow.url,
      FLOTILLA_GATEWAY_DOORS: 'operators',
      FLOTILLA_OPERATION_TIMEOUT_MS: '1000',
    };
    const test = await startTestGateway({ env });
    test.principals.set('s1', { kind: 'user', sub: 'u1', tenant, roles: ['OPERATOR'], scopes: [], sid: 'sid-1' });
    const socket = new WebSocket(`${test.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const inFlight = ask(test, '{ asker { who } device(id: "d1") { name } }');
    await expect.poll(() => slow.open.size).toBe(1);
    const startedAt = performance.now();
    await test.close();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(await closed).toBe(1001);
    expect((await inFlight).errors?.[0]?.extensions['code']).toBe('UNAVAILABLE');
  });

  it('ends the process with 0 at the first SIGTERM', async () => {
    const contract = writeContract(testGraph(), {});
    closing.push(() => contract.remove());
    const child = spawnMain({ ...contract.env, FLOTILLA_SUBGRAPHS_PORT: '1' });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('is serving') && resolve());
    });
    const startedAt = performance.now();
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('says in one line what is wrong with the configuration and exits', async () => {
    const child = spawnMain({ FLOTILLA_API_PORT: 'many' });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(1);
    expect(words).toContain('FLOTILLA_API_PORT: must be a port number');
    expect(words).not.toContain('    at ');
  });
});
