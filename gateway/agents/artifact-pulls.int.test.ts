import { createPublicKey, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { identityHeader, streamHash, verifyIdentity } from '@flotilla/kernel/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestAuthority, type Issued } from '../testing/test-authority.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const tenantId = '7c0f5f3e-0000-4000-8000-000000000001';
const deviceId = randomUUID();
const path = `/artifacts/sha256:${'a'.repeat(64)}`;
let test: TestGateway;
let store: Server;
let device: Issued;

/** Believes the gateway as the kernel's own server does, and answers who it was told of. */
function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const target = (incoming.url ?? '').slice('/supply-chain'.length);
  const bodyHash = streamHash(incoming.method ?? '', target);
  const expected = { audience: 'supply-chain', bodyHash, nowS: Date.now() / 1000 };
  const viewer = verifyIdentity(String(incoming.headers[identityHeader]), expected, createPublicKey(test.publicKeyPem));
  const { range = null, authorization = null } = incoming.headers;
  response.writeHead(206, { 'content-range': 'bytes 0-9/100' }).end(JSON.stringify({ viewer, range, authorization }));
}

beforeAll(async () => {
  store = createServer(serve);
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const { port } = store.address() as AddressInfo;
  test = await startTestGateway({ env: { FLOTILLA_SUPPLY_CHAIN_URL: `http://127.0.0.1:${port}/supply-chain` } });
  device = await test.authority.issueDevice({ tenantId, deviceId });
});
afterAll(async () => {
  await test.close();
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
});

async function pull(as: Issued | null, headers: Record<string, string> = {}, method = 'GET', at = path) {
  const certificate = as && { cert: as.certificatePem, key: as.privateKeyPem };
  const options = { method, ca: test.authority.caPem, ...certificate, headers, agent: false };
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${test.agentsUrl}${at}`, options, resolve).once('error', reject).end();
  });
  return { status: incoming.statusCode, headers: incoming.headers, json: JSON.parse(await text(incoming)) as object };
}

it('gives bytes to a device in its own name, as proved by its certificate', async () => {
  const { status, headers, json } = await pull(device, { range: 'bytes=0-9', authorization: 'Bearer flpull1.x' });
  expect([status, headers['content-range']]).toEqual([206, 'bytes 0-9/100']);
  expect(json).toMatchObject({
    viewer: { kind: 'device', subject: deviceId, tenantId, certificateFingerprint: expect.any(String) },
    range: 'bytes=0-9',
    authorization: null,
  });
});

it('passes a pull token on for whoever has no certificate, and lets nobody in with neither', async () => {
  expect(await pull(null, { authorization: 'Bearer flpull1.secret' })).toMatchObject({
    json: { viewer: { kind: 'claimant', tenantId: null }, authorization: 'Bearer flpull1.secret' },
  });
  expect((await pull(null)).status).toBe(401);
  expect((await pull(null, { authorization: 'Bearer bot' })).status).toBe(401);
  const foreign = await TestAuthority.create('CN=Another authority');
  expect((await pull(await foreign.issueDevice({ tenantId, deviceId }))).status).toBe(401);
});

it('leads to update metadata as well', async () => {
  const { status, json } = await pull(device, {}, 'GET', '/metadata/timestamp.json');
  expect([status, json]).toMatchObject([206, { viewer: { kind: 'device', subject: deviceId } }]);
});

it('takes no bytes: devices download', async () => {
  expect((await pull(device, {}, 'POST')).status).toBe(400);
});
