import { createPublicKey } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identityHeader, streamHash, verifyIdentity } from '@flotilla/kernel/identity';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consoleUrl } from '../testing/test-contract.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const harbour = '7c0f5f3e-0000-4000-8000-000000000001';
const path = `/artifacts/sha256:${'a'.repeat(64)}`;

let test: TestGateway;
let store: Server;
/** What the stand-in for the supply chain does with a request whose token is good. */
let answer: (request: IncomingMessage, response: ServerResponse, viewer: Viewer) => void;

/** Believes the gateway as the kernel's own server does. */
function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const target = (incoming.url ?? '').slice('/supply-chain'.length);
  const expected = {
    audience: 'supply-chain',
    bodyHash: streamHash(incoming.method ?? '', target),
    nowS: Date.now() / 1000,
  };
  const viewer = verifyIdentity(String(incoming.headers[identityHeader]), expected, createPublicKey(test.publicKeyPem));
  answer(incoming, response, viewer);
}

beforeAll(async () => {
  store = createServer(serve);
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const { port } = store.address() as AddressInfo;
  test = await startTestGateway({ env: { FLOTILLA_SUPPLY_CHAIN_URL: `http://127.0.0.1:${port}/supply-chain` } });
  const account = { sub: 'pipeline', tenant: harbour, roles: [], scopes: ['fleet:write'], sid: null };
  test.principals.set('bot', { kind: 'service', ...account });
  test.principals.set('s1', { kind: 'user', ...account, sub: 'u1', roles: ['OPERATOR'], scopes: [], sid: 'sid1' });
});
afterAll(async () => {
  await test.close();
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
});
beforeEach(() => {
  answer = (_request, response, viewer) => response.end(JSON.stringify(viewer));
});

const bot = { authorization: 'Bearer bot' };
const get = (headers = {}) => fetch(`${test.url}${path}`, { headers });

describe('the way to artifacts', () => {
  it('is gone in the name of the session, the service account, or nobody', async () => {
    const viewer = async (headers = {}) => (await (await get(headers)).json()) as Viewer;
    expect(await viewer(bot)).toMatchObject({ kind: 'service', subject: 'pipeline', tenantId: harbour });
    expect(await viewer({ cookie: 'flotilla_session=s1' })).toMatchObject({ kind: 'user', roles: ['OPERATOR'] });
    expect(await viewer()).toMatchObject({ kind: 'anonymous', tenantId: null });
    expect((await get({ authorization: 'Bearer unknown' })).status).toBe(401);
  });

  it('carries a pull token as it is, and no other credential', async () => {
    answer = (incoming, response) =>
      response.end(JSON.stringify([incoming.headers.authorization ?? null, incoming.headers.cookie ?? null]));
    const seen = async (headers = {}) => (await get(headers)).json();
    expect(await seen({ authorization: 'Bearer flpull1.secret' })).toEqual(['Bearer flpull1.secret', null]);
    expect(await seen(bot)).toEqual([null, null]);
    expect(await seen({ cookie: 'flotilla_session=s1' })).toEqual([null, null]);
  });

  it('gives bytes while they still come, and the headers of a range', async () => {
    let finish = () => {};
    answer = (incoming, response) => {
      response.writeHead(206, {
        'content-range': 'bytes 5-14/100',
        'content-length': 10,
        etag: '"x"',
        'x-asked': String(incoming.headers.range),
        'set-cookie': 'flotilla_session=stolen',
      });
      response.write('first');
      finish = () => response.end('later');
    };
    const response = await get({ ...bot, range: 'bytes=5-14' });
    expect([response.status, response.headers.get('content-range'), response.headers.get('etag')]).toEqual([
      206,
      'bytes 5-14/100',
      '"x"',
    ]);
    expect([response.headers.get('set-cookie'), response.headers.get('x-asked')]).toEqual([null, null]);
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('later');
  });

  it('takes bytes while they still come, and breaks off when the sender does', async () => {
    const received: string[] = [];
    let isBroken = false;
    answer = (incoming) => {
      expect(incoming.headers['content-range']).toBe('bytes 0-99/100');
      incoming.on('data', (piece: Buffer) => received.push(piece.toString()));
      incoming.once('error', () => (isBroken = true));
    };
    const headers = { ...bot, 'content-range': 'bytes 0-99/100', 'content-length': 100 };
    const sender = request(`${test.url}${path}`, { method: 'POST', headers });
    sender.on('error', () => undefined);
    sender.write('first');
    await expect.poll(() => received.join('')).toBe('first');
    sender.write('second');
    await expect.poll(() => received.join('')).toBe('firstsecond');
    sender.destroy();
    await expect.poll(() => isBroken).toBe(true);
  });

  it('is open to the console, and to no other page for uploads', async () => {
    const post = (origin: string) =>
      fetch(`${test.url}${path}`, { method: 'POST', body: 'x', headers: { cookie: 'flotilla_session=s1', origin } });
    expect((await post(consoleUrl)).status).toBe(200);
    expect((await post('http://evil.test')).status).toBe(403);
    expect((await fetch(`${test.url}${path}`, { method: 'DELETE', headers: bot })).status).toBe(400);
  });

  it('says UNAVAILABLE when the supply chain breaks off', async () => {
    answer = (incoming) => incoming.socket.destroy();
    const response = await get(bot);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
