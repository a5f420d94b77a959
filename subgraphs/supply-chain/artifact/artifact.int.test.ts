import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bill,
  dsseBundle,
  evidence,
  newKey,
  sbom,
  simpleSigning,
  slsaProvenance,
  subjectOf,
} from '../testing/signing.ts';
import { artifactFields, person, TestSupplyChain } from '../testing/supply-chain.ts';

let chain: TestSupplyChain;
const tenantId = randomUUID();
const as = (role: Role) => person(tenantId, role);
const [operator, admin] = [as('OPERATOR'), as('TENANT_ADMIN')];
const stranger = person(randomUUID(), 'TENANT_ADMIN');
const [release, builder] = [newKey('ECDSA_P256'), newKey('ED25519', 'BUILD')];

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  await chain.trust(admin, release);
  await chain.trust(admin, builder);
});
afterAll(() => chain.close());

const promote = `mutation ($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { ${artifactFields} } }`;
const verify = `mutation ($id: ID!) { verifyArtifact(artifactId: $id) { ${artifactFields} } }`;
const withdraw = `mutation ($input: WithdrawArtifactInput!) { withdrawArtifact(input: $input) { state channel } }`;
const revoke = 'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { state revokeReason } }';

/** An artifact with its bytes and a signature by a key. */
async function published(key = release) {
  const bytes = randomBytes(2_000);
  const { id, digest } = await chain.register(operator, bytes);
  await chain.upload(operator, digest, bytes);
  return { bytes, digest, id, shown: await chain.attach(operator, id, simpleSigning(key, digest)) };
}

describe('an artifact', () => {
  test('is registered, uploaded, signed, explained, and promoted channel by channel', async () => {
    const bytes = randomBytes(3_000);
    const { digest, size } = subjectOf(bytes);
    const registered = await chain.register(operator, bytes);
    expect(registered).toMatchObject({ digest, size, state: 'REGISTERED', channel: null, evidence: [] });
    const uploaded = await chain.upload(operator, digest, bytes);
    expect(await uploaded.json()).toMatchObject({ state: 'REJECTED', reason: 'UNSIGNED', received: size });
    const { id } = registered;
    expect(await chain.attach(operator, id, simpleSigning(release, digest))).toMatchObject({
      state: 'VERIFIED',
      reason: null,
      faults: [],
      signers: [{ keyId: release.trusted.keyId, role: 'RELEASE', key: { state: 'ACTIVE' } }],
    });
    await chain.attach(operator, id, dsseBundle(builder, slsaProvenance(digest)));
    const parts = [{ type: 'library', name: 'left-pad', version: '1.3.0' }];
    expect(await chain.attach(operator, id, sbom(bill(digest, parts)))).toMatchObject({
      state: 'VERIFIED',
      provenance: [{ builder: 'https://ci.harbour.test' }],
      sboms: [{ specVersion: '1.6', components: 1 }],
    });
    for (const channel of ['dev', 'canary', 'prod']) {
      const { promoteArtifact } = await chain.run(operator, promote, { input: { artifactId: id, channel } });
      expect(promoteArtifact).toMatchObject({ state: 'VERIFIED', channel });
    }
    expect(
      (await chain.run(operator, withdraw, { input: { artifactId: id, reason: 'too old' } })).withdrawArtifact,
    ).toEqual({ state: 'WITHDRAWN', channel: null });
  });

  test('that is registered twice alike is one; other bytes of the same version are refused', async () => {
    const bytes = randomBytes(10);
    const first = await chain.register(operator, bytes, { version: '7.0.0' });
    expect(await chain.register(operator, bytes, { version: '7.0.0' })).toEqual(first);
    await expect(chain.register(operator, randomBytes(10), { version: '7.0.0' })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { element: 'version' },
    });
    await expect(chain.register(operator, bytes, { version: '7.0.1' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('whose bytes are swapped in the store is not promoted, and says DIGEST_MISMATCH', async () => {
    const { id, digest, shown } = await published();
    expect(shown.state).toBe('VERIFIED');
    const hex = digest.slice(7);
    await writeFile(join(chain.directory, tenantId, 'sha256', hex.slice(0, 2), hex), randomBytes(2_000));
    const refusal = await chain.refusal(operator, promote, { input: { artifactId: id, channel: 'dev' } });
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { reason: 'DIGEST_MISMATCH' } });
    expect(await chain.artifact(operator, id)).toMatchObject({ state: 'REJECTED', signers: [] });
  });

  test('loses its verdict and its channel when the key that vouched is revoked', async () => {
    const leaked = newKey('ED25519');
    await chain.trust(admin, leaked);
    const { id } = await published(leaked);
    await chain.run(operator, promote, { input: { artifactId: id, channel: 'dev' } });
    const input = { keyId: leaked.trusted.keyId, reason: 'it was in a repository' };
    const { revokeSigningKey } = await chain.run(as('SECURITY_ANALYST'), revoke, { input });
    expect(revokeSigningKey).toEqual({ state: 'REVOKED', revokeReason: 'it was in a repository' });
    expect(await chain.artifact(operator, id)).toMatchObject({
      state: 'REJECTED',
      reason: 'REVOKED_KEY',
      channel: null,
    });
  });

  test('stays verified when a revoked key was not needed, and is as it would be if it were judged anew', async () => {
    const [leaked, other] = [newKey('ED25519'), newKey('ECDSA_P256')];
    await chain.trust(admin, leaked);
    await chain.trust(admin, other);
    const { id, digest } = await published(leaked);
    await chain.attach(operator, id, simpleSigning(other, digest, 'again'));
    await chain.run(admin, revoke, { input: { keyId: leaked.trusted.keyId, reason: 'it leaked' } });
    const counted = await chain.artifact(operator, id);
    expect(counted).toMatchObject({ state: 'VERIFIED', signers: [{ keyId: other.trusted.keyId }] });
    expect(counted.faults).toMatchObject([{ reason: 'REVOKED_KEY' }]);
    expect((await chain.run(operator, verify, { id })).verifyArtifact).toEqual(counted);
  });

  test('loses what a revoked key said of its build', async () => {
    const mason = newKey('ED25519', 'BUILD');
    await chain.trust(admin, mason);
    const { id, digest } = await published();
    const shown = await chain.attach(operator, id, dsseBundle(mason, slsaProvenance(digest)));
    expect(shown.provenance).toHaveLength(1);
    await chain.run(admin, revoke, { input: { keyId: mason.trusted.keyId, reason: 'it leaked' } });
    expect(await chain.artifact(operator, id)).toMatchObject({ state: 'VERIFIED', provenance: [] });
  });

  test('is verified later, when its key is added later', async () => {
    const late = newKey('ECDSA_P256');
    const { id, shown } = await published(late);
    expect(shown).toMatchObject({ state: 'REJECTED', reason: 'WRONG_KEY' });
    await chain.trust(admin, late);
    expect((await chain.run(operator, verify, { id })).verifyArtifact).toMatchObject({ state: 'VERIFIED' });
  });

  test('takes no evidence of a sort that nobody understands, nor none at all, nor too much', async () => {
    const { id } = await published();
    const attach = (type: string, content: Uint8Array) => chain.attach(operator, id, evidence(type, content));
    const dsse = 'application/vnd.dsse.envelope.v1+json';
    const details = (reason: string) => ({ details: { reason } });
    await expect(attach('text/html', randomBytes(3))).rejects.toMatchObject(details('UNKNOWN_MEDIA_TYPE'));
    await expect(attach(dsse, randomBytes(1_100_000))).rejects.toMatchObject(details('OVERSIZE'));
    await expect(attach(dsse, Buffer.alloc(0))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await chain.artifact(operator, id)).toMatchObject({ state: 'VERIFIED', evidence: [{}] });
  });

  test('attached to while it is judged is judged with what was attached', async () => {
    const { id, digest } = await published();
    const more = Array.from({ length: 4 }, () => sbom({ ...bill(digest), serialNumber: `urn:uuid:${randomUUID()}` }));
    const outcomes = await Promise.allSettled(more.map((each) => chain.attach(operator, id, each)));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
    }
    const shown = (await chain.run(operator, verify, { id })).verifyArtifact;
    expect(shown.sboms).toHaveLength(shown.evidence.length - 1);
  });
});

describe('of an artifact or a key', () => {
  const input = { name: 'k', role: 'RELEASE', publicKeyPem: 'x' };
  const add = 'mutation ($input: AddSigningKeyInput!) { addSigningKey(input: $input) { keyId } }';

  test('another tenant sees and does nothing', async () => {
    const { id, digest } = await published();
    expect(await chain.artifact(stranger, id)).toBeNull();
    expect(
      (await chain.run(stranger, '{ artifacts { edges { node { id } } } signingKeys { keyId } }')).artifacts,
    ).toEqual({ edges: [] });
    for (const refused of [
      chain.refusal(stranger, verify, { id }),
      chain.refusal(stranger, promote, { input: { artifactId: id, channel: 'dev' } }),
      chain.refusal(stranger, revoke, { input: { keyId: release.trusted.keyId, reason: 'because' } }),
    ]) {
      expect(await refused).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await chain.fetch(stranger, `/artifacts/${digest}`)).status).toBe(404);
    // The same bytes in another tenant are another artifact, which starts from nothing.
    expect(await chain.register(stranger, randomBytes(5))).toMatchObject({ state: 'REGISTERED' });
  });

  test('each role does what it may', async () => {
    await expect(chain.register(as('VIEWER'), randomBytes(5))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await chain.refusal(operator, add, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await chain.refusal(as('SECURITY_ANALYST'), add, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await chain.refusal(admin, add, { input })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await chain.refusal(operator, revoke, { input: { keyId: 'x', reason: 'because' } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const nobody = { ...person(tenantId), kind: 'anonymous' as const };
    expect(await chain.refusal(nobody, '{ signingKeys { keyId } }')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a private key is refused wherever a public one is asked for', async () => {
    const pem = release.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const refusal = await chain.refusal(admin, add, { input: { ...input, publicKeyPem: pem } });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'publicKeyPem' } });
    expect(JSON.stringify(refusal)).not.toContain('PRIVATE');
  });

  test('a rotated key says what takes its place, and a threshold what is asked for', async () => {
    const [old, successor] = [newKey('ED25519'), newKey('ED25519')];
    await chain.trust(admin, old);
    const rotate = `mutation ($input: RotateSigningKeyInput!) { rotateSigningKey(input: $input) { keyId role state } }`;
    const { publicKeyPem, keyId } = successor.trusted;
    const rotation = { keyId: old.trusted.keyId, successor: { name: 'next', publicKeyPem }, overlapDays: 7 };
    expect((await chain.run(admin, rotate, { input: rotation })).rotateSigningKey).toEqual({
      keyId,
      role: 'RELEASE',
      state: 'ACTIVE',
    });
    const { signingKeys, signingThresholds } = await chain.run(
      operator,
      '{ signingKeys { keyId successorId validUntil } signingThresholds { role threshold } }',
    );
    expect(signingKeys.find((each: { keyId: string }) => each.keyId === old.trusted.keyId)).toMatchObject({
      successorId: keyId,
      validUntil: expect.any(Date),
    });
    expect(signingThresholds).toEqual([
      { role: 'RELEASE', threshold: 1 },
      { role: 'BUILD', threshold: 0 },
    ]);
  });
});

test('all rows are what the log says', async () => {
  for (const name of ['artifacts', 'signing_keys']) {
    const tables = await chain.rebuilt(name);
    for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
    expect(tables[0]?.rows).toBeGreaterThan(0);
  }
});

test('artifacts are listed newest first, by pages, and by who signed them', async () => {
  const signer = newKey('ED25519');
  await chain.trust(admin, signer);
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.unshift((await published(signer)).id);
  const list = `query ($after: String, $key: ID, $state: ArtifactState) {
    artifacts(first: 2, after: $after, signedBy: $key, state: $state) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
  const key = signer.trusted.keyId;
  const first = (await chain.run(operator, list, { key })).artifacts;
  const second = (await chain.run(operator, list, { key, after: first.pageInfo.endCursor })).artifacts;
  const listed = [...first.edges, ...second.edges].map((edge: { node: { id: string } }) => edge.node.id);
  expect(listed).toEqual(ids);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect((await chain.run(operator, list, { key, state: 'REJECTED' })).artifacts.edges).toEqual([]);
  // Whoever revokes a key asks what it vouched for, and then it vouches for nothing any more.
  const revoke = 'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { state } }';
  await chain.run(admin, revoke, { input: { keyId: key, reason: 'a laptop is gone' } });
  expect((await chain.run(operator, list, { key, state: 'REJECTED' })).artifacts.edges).toHaveLength(2);
});
