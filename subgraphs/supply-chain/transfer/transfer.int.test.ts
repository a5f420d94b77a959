import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bill, evidence, newKey, simpleSigning, subjectOf, type TestKey } from '../testing/signing.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';
import { identityHeader, signIdentity, streamHash } from '@flotilla/kernel/identity';

let chain: TestSupplyChain;
const tenantId = randomUUID();
const [operator, admin] = [person(tenantId), person(tenantId, 'TENANT_ADMIN')];
const device: Viewer = { ...person(tenantId), kind: 'device', roles: [], certificateFingerprint: 'ff' };
const anybody: Viewer = { ...person(tenantId), kind: 'anonymous', tenantId: null, roles: [] };
const key = newKey('ECDSA_P256');

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  await chain.trust(admin, key);
  await chain.sayOfDevice(device, 'DeviceApproved', 'TRUSTED');
});
afterAll(() => chain.close());

const get = (viewer: Viewer, digest: string, headers = {}) => chain.fetch(viewer, `/artifacts/${digest}`, { headers });
const codeOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string; details: object } }[] };
  return { status: response.status, ...errors[0]?.extensions };
};
const promote = `mutation ($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { state } }`;
const createToken = `mutation ($input: CreatePullTokenInput!) { createPullToken(input: $input) { token path expiresAt } }`;

/** An artifact that is verified, and promoted if a channel is named. */
async function published(channel?: string, by: TestKey = key) {
  const bytes = randomBytes(5_000);
  const { id, digest } = await chain.register(operator, bytes);
  await chain.attach(operator, id, simpleSigning(by, digest));
  await chain.upload(operator, digest, bytes);
  if (channel) await chain.run(operator, promote, { input: { artifactId: id, channel } });
  return { bytes, id, digest };
}

describe('an upload', () => {
  test('goes on where it was, and tells where that is', async () => {
    const bytes = randomBytes(10_000);
    const { digest } = await chain.register(operator, bytes);
    const ask = await chain.upload(operator, digest, new Uint8Array(), { 'content-range': 'bytes */10000' });
    expect(await ask.json()).toMatchObject({ received: 0, state: 'REGISTERED' });
    const part = (start: number, end: number) =>
      chain.upload(operator, digest, bytes.subarray(start, end), {
        'content-range': `bytes ${start}-${end - 1}/10000`,
      });
    const first = await part(0, 4_000);
    expect([first.status, first.headers.get('range')]).toEqual([202, 'bytes=0-3999']);
    const gap = await part(5_000, 10_000);
    expect(gap.headers.get('range')).toBe('bytes=0-3999');
    expect(await codeOf(gap)).toMatchObject({ status: 409, details: { received: 4_000 } });
    const last = await part(4_000, 10_000);
    expect(await last.json()).toMatchObject({ received: 10_000, state: 'REJECTED', reason: 'UNSIGNED' });
    expect(Buffer.from(await (await get(operator, digest)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await part(0, 10_000)).status).toBe(200);
  });

  test('that breaks off leaves what came', async () => {
    const bytes = randomBytes(200_000);
    const { digest } = await chain.register(operator, bytes);
    const path = `/artifacts/${digest}`;
    const issuedAtS = Math.floor(Date.now() / 1000);
    const bodyHash = streamHash('POST', path);
    const token = signIdentity({ viewer: operator, audience: 'supply-chain', bodyHash, issuedAtS }, chain.gatewayKey);
    const headers = { [identityHeader]: token, 'content-length': bytes.length };
    const broken = request(`${chain.url}${path}`, { method: 'POST', headers });
    broken.on('error', () => undefined);
    await new Promise((resolve) => broken.write(bytes.subarray(0, 100_000), resolve));
    const progress = async () =>
      (await chain.upload(operator, digest, new Uint8Array(), { 'content-range': 'bytes */200000' })).json();
    await expect.poll(progress).toMatchObject({ received: 100_000 });
    broken.destroy();
    const rest = { 'content-range': 'bytes 100000-199999/200000' };
    const send = async () => (await chain.upload(operator, digest, bytes.subarray(100_000), rest)).status;
    // The server has to notice first that the other sender is gone.
    await expect.poll(send).toBe(200);
  });

  test('is refused for bytes that nobody registered, of another length, or with another digest', async () => {
    const bytes = randomBytes(100);
    const { digest } = subjectOf(bytes);
    expect(await codeOf(await chain.upload(operator, digest, bytes))).toMatchObject({ status: 404 });
    await chain.register(operator, bytes);
    const size = { 'content-range': 'bytes 0-98/99' };
    const reason = (each: string) => ({ details: { reason: each } });
    const refused = async (body: Uint8Array<ArrayBuffer>, headers = {}) =>
      codeOf(await chain.upload(operator, digest, body, headers));
    expect(await refused(bytes.subarray(0, 99), size)).toMatchObject(reason('SIZE_MISMATCH'));
    expect(await refused(randomBytes(100))).toMatchObject(reason('DIGEST_MISMATCH'));
    expect(await refused(randomBytes(101))).toMatchObject(reason('OVERSIZE'));
    expect(await codeOf(await get(operator, digest))).toMatchObject({ status: 503 });
    expect((await chain.upload(operator, digest, bytes)).status).toBe(200);
  });

  test('is for those who publish, by the gateway’s word for this very path', async () => {
    const bytes = randomBytes(10);
    const { digest } = await chain.register(operator, bytes);
    const by = async (viewer: Viewer) => (await chain.upload(viewer, digest, bytes)).status;
    expect([await by(person(tenantId, 'VIEWER')), await by(device), await by(anybody)]).toEqual([403, 401, 401]);
    const path = `/artifacts/${digest}`;
    const issuedAtS = Math.floor(Date.now() / 1000);
    const tokenFor = (method: string, named: string) =>
      signIdentity(
        { viewer: operator, audience: 'supply-chain', bodyHash: streamHash(method, named), issuedAtS },
        chain.gatewayKey,
      );
    for (const token of [tokenFor('GET', path), tokenFor('POST', `${path}/evidence`), 'none']) {
      const headers = { [identityHeader]: token };
      expect((await fetch(`${chain.url}${path}`, { method: 'POST', body: bytes, headers })).status).toBe(401);
    }
  });

  test('of a bill of materials that is too large for GraphQL is evidence', async () => {
    const { id, digest } = await published();
    const parts = Array.from({ length: 1_200 }, (_, at) => ({
      type: 'library',
      name: `component-with-a-long-name-${at}`,
      description: 'x'.repeat(900),
      version: '1.0.0',
      purl: `pkg:npm/component-with-a-long-name-${at}@1.0.0`,
    }));
    const { content, mediaType } = evidence('application/vnd.cyclonedx+json', bill(digest, parts));
    expect(content.length).toBeGreaterThan(1_000_000);
    const response = await chain.fetch(operator, `/artifacts/${digest}/evidence`, {
      method: 'POST',
      body: Buffer.from(content),
      headers: { 'content-type': mediaType },
    });
    expect(await response.json()).toMatchObject({ artifactId: id, state: 'VERIFIED' });
    expect((await chain.artifact(operator, id)).sboms).toEqual([{ specVersion: '1.6', components: 1_200 }]);
  });
});

describe('a download', () => {
  test('gives all of it, a part of it, or 416', async () => {
    const { bytes, digest } = await published();
    const whole = await get(operator, digest);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-length': '5000',
      'accept-ranges': 'bytes',
      etag: `"${digest}"`,
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    const part = await get(operator, digest, { range: 'bytes=4990-' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 4990-4999/5000']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(4_990));
    expect((await get(operator, digest, { range: 'bytes=5000-' })).status).toBe(416);
    expect((await get(operator, digest, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });

  test('gives devices what is verified and promoted, until its key is revoked', async () => {
    const leaked = newKey('ED25519');
    await chain.trust(admin, leaked);
    const [inside, outside] = [await published('dev', leaked), await published(undefined, leaked)];
    expect((await get(device, inside.digest)).status).toBe(200);
    expect(await codeOf(await get(device, outside.digest))).toMatchObject({ code: 'NOT_FOUND' });
    const foreign = { ...device, tenantId: randomUUID(), subject: randomUUID() };
    await chain.sayOfDevice(foreign, 'DeviceApproved', 'TRUSTED');
    expect((await get(foreign, inside.digest)).status).toBe(404);
    const revoke = 'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { state } }';
    await chain.run(admin, revoke, { input: { keyId: leaked.trusted.keyId, reason: 'it leaked' } });
    expect((await get(device, inside.digest)).status).toBe(404);
  });

  test('is refused to a device that is not trusted any more, or shows a certificate that was replaced', async () => {
    const { digest } = await published('dev');
    const other: Viewer = { ...device, subject: randomUUID() };
    expect(await codeOf(await get(other, digest))).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'UNKNOWN' } });
    await chain.sayOfDevice(other, 'DeviceApproved', 'TRUSTED');
    expect((await get(other, digest)).status).toBe(200);
    expect((await get({ ...other, certificateFingerprint: 'ee' }, digest)).status).toBe(403);
    await chain.sayOfDevice(other, 'DeviceRevoked', 'REVOKED');
    expect(await codeOf(await get(other, digest))).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'REVOKED' } });
  });

  test('gives the holder of a pull token that one artifact, until the token is over', async () => {
    const [one, other] = [await published('dev'), await published('dev')];
    const input = { artifactId: one.id, ttlMinutes: 5 };
    const { token, path } = (await chain.run(operator, createToken, { input })).createPullToken;
    expect(path).toBe(`/artifacts/${one.digest}`);
    const pull = (digest: string, bearer = token) => get(anybody, digest, { authorization: `Bearer ${bearer}` });
    expect(Buffer.from(await (await pull(one.digest)).arrayBuffer())).toEqual(one.bytes);
    expect((await pull(other.digest)).status).toBe(401);
    expect((await pull(one.digest, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(401);
    expect((await get(anybody, one.digest)).status).toBe(401);
    await chain.sql("update pull_tokens set expires_at = clock_timestamp() - interval '1 second'");
    expect((await pull(one.digest)).status).toBe(401);
  });

  test('of a pull token is not to be had for what may not be used, nor for long; and its secret is in no fact', async () => {
    const { id } = await published();
    const refusal = (input: object) => chain.refusal(operator, createToken, { input });
    expect(await refusal({ artifactId: id })).toMatchObject({ code: 'CONFLICT' });
    const inside = await published('dev');
    expect(await refusal({ artifactId: inside.id, ttlMinutes: 61 })).toMatchObject({ code: 'INVALID_INPUT' });
    const { token } = (await chain.run(operator, createToken, { input: { artifactId: inside.id } })).createPullToken;
    const facts = JSON.stringify(await chain.sql('select data from log.events'));
    expect(facts).toContain('tokenId');
    expect(facts).not.toContain(token.slice(8));
  });

  test.each([
    '/artifacts/..%2f..%2fetc%2fpasswd',
    '/artifacts/sha256:xyz',
    '/artifacts/',
    `/artifacts/sha256:${'A'.repeat(64)}`,
  ])('finds no bytes at %s', async (path) => {
    expect(await codeOf(await chain.fetch(operator, path))).toMatchObject({ details: { reason: 'PATH_TRAVERSAL' } });
  });
});
