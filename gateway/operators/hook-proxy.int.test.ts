import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identityHeader, streamHash, verifyIdentity } from '@flotilla/kernel/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const path = '/hooks/rollouts/7c0f5f3e-0000-4000-8000-000000000001';

let test: TestGateway;
let rollouts: Server;
let seen: object[] = [];

/** Believes the gateway as the kernel's own server does. */
function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const target = (incoming.url ?? '').slice('/rollouts'.length);
  const bodyHash = streamHash(incoming.method ?? '', target);
  const expected = { audience: 'rollouts', bodyHash, nowS: Date.now() / 1000 };
  const viewer = verifyIdentity(String(incoming.headers[identityHeader]), expected, createPublicKey(test.publicKeyPem));
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { cookie = null, authorization = null } = incoming.headers;
    const signed = [incoming.headers['x-flotilla-signature-256'], incoming.headers['x-flotilla-timestamp']];
    seen.push({ kind: viewer.kind, target, signed, cookie, authorization, body: Buffer.concat(chunks).toString() });
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"state":"DRAFT"}');
  });
}

beforeAll(async () => {
  rollouts = createServer(serve);
  await new Promise<void>((resolve) => rollouts.listen(0, '127.0.0.1', resolve));
  const { port } = rollouts.address() as AddressInfo;
  test = await startTestGateway({ env: { FLOTILLA_ROLLOUTS_URL: `http://127.0.0.1:${port}/rollouts` } });
});
afterAll(async () => {
  await test.close();
  rollouts.closeAllConnections();
  await new Promise((resolve) => rollouts.close(resolve));
});

const headers = {
  'x-flotilla-signature-256': 'sha256=ab',
  'x-flotilla-timestamp': '1',
  'content-type': 'application/json',
};

describe('the way of deliveries', () => {
  it('passes the raw body and its signature on, in nobody’s name and without credentials', async () => {
    seen = [];
    const body = ' { "template" :"web"}\n';
    const credentials = { cookie: 'flotilla_session=s1', authorization: 'Bearer bot' };
    const response = await fetch(`${test.url}${path}?x=1`, {
      method: 'POST',
      headers: { ...headers, ...credentials },
      body,
    });
    expect([response.status, await response.json()]).toEqual([201, { state: 'DRAFT' }]);
    const words = {
      kind: 'anonymous',
      target: path,
      signed: ['sha256=ab', '1'],
      cookie: null,
      authorization: null,
      body,
    };
    expect(seen).toEqual([words]);
  });

  it('takes nothing that is not posted, or is large', async () => {
    seen = [];
    expect((await fetch(`${test.url}${path}`)).status).toBe(400);
    const body = Buffer.alloc(64 * 1_024 + 1);
    expect((await fetch(`${test.url}${path}`, { method: 'POST', headers, body })).status).toBe(429);
    expect(seen).toEqual([]);
  });
});
