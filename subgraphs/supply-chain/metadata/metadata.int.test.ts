import { randomBytes, randomUUID, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import type { Viewer } from '@flotilla/kernel/viewer';
import { Updater } from 'tuf-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newKey, simpleSigning, type TestKey } from '../testing/signing.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';
import { timestampOf } from './documents.ts';
import { holdKeys, keysThatCount, type MetadataRole } from './keys/role-keys.ts';

let chain: TestSupplyChain;
let mirror: Server;
const tenantId = randomUUID();
const operator = person(tenantId);
const key = newKey('ED25519');
/** What a mirror that cannot be trusted gives out instead, by path. */
const lies = new Map<string, string>();
const folders: string[] = [];

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  await chain.trust(person(tenantId, 'TENANT_ADMIN'), key);
  mirror = createServer((request, response) => {
    const path = request.url ?? '';
    const answer = lies.has(path) ? Promise.resolve(new Response(lies.get(path))) : chain.fetch(operator, path);
    void answer.then(async (found) => response.writeHead(found.status).end(await found.text()));
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  mirror.closeAllConnections();
  await new Promise((resolve) => mirror.close(resolve));
  await chain.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});
afterEach(() => lies.clear());

const text = async (path: string, viewer = operator) => (await chain.fetch(viewer, path)).text();

/** A device that was told the root once, and believes nothing that does not follow from it. */
async function device(): Promise<() => Updater> {
  const metadataDir = mkdtempSync(join(tmpdir(), 'flotilla-tuf-'));
  folders.push(metadataDir);
  await text('/metadata/timestamp.json');
  writeFileSync(join(metadataDir, 'root.json'), await text('/metadata/1.root.json'));
  const metadataBaseUrl = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/metadata`;
  return () => new Updater({ metadataDir, metadataBaseUrl, config: { fetchRetry: 0 } });
}

async function promoted(version: string) {
  const bytes = randomBytes(500);
  const { id, digest } = await chain.register(operator, bytes, { version });
  await chain.attach(operator, id, simpleSigning(key, digest));
  await chain.upload(operator, digest, bytes);
  const promote = `mutation ($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { id } }`;
  await chain.run(operator, promote, { input: { artifactId: id, channel: 'dev' } });
  return { id, digest };
}

const refused = (updater: Updater) =>
  updater.refresh().then(
    () => 'believed',
    (thrown: unknown) => (thrown as Error).constructor.name,
  );

describe('update metadata, as an updater of The Update Framework checks it', () => {
  test('names what is promoted with its digest and length, and nothing that is not or not any more', async () => {
    const updater = await device();
    const { id, digest } = await promoted('1.0.0');
    await chain.register(operator, randomBytes(9), { version: '1.0.1' });
    const found = await updater().getTargetInfo('till/1.0.0');
    expect(found).toMatchObject({ length: 500, hashes: { sha256: digest.slice(7) }, custom: { channel: 'dev' } });
    expect(await updater().getTargetInfo('till/1.0.1')).toBeUndefined();
    const [voucher] = (found?.custom['signatures'] ?? []) as { payload: string; signature: string; keyId: string }[];
    expect(voucher?.keyId).toBe(key.trusted.keyId);
    const payload = Buffer.from(voucher?.payload ?? '', 'base64');
    expect(JSON.parse(payload.toString()).critical.image['docker-manifest-digest']).toBe(digest);
    expect(verify(null, payload, key.trusted.publicKeyPem, Buffer.from(voucher?.signature ?? '', 'base64'))).toBe(true);
    const withdraw = 'mutation ($input: WithdrawArtifactInput!) { withdrawArtifact(input: $input) { state } }';
    await chain.run(operator, withdraw, { input: { artifactId: id, reason: 'it crashes' } });
    expect(await updater().getTargetInfo('till/1.0.0')).toBeUndefined();
  });

  test('loses what only a revoked key vouched for at once, and names of two keys the one that stands', async () => {
    const [lost, kept] = [newKey('ED25519'), newKey('ECDSA_P256')];
    const admin = person(tenantId, 'TENANT_ADMIN');
    for (const each of [lost, kept]) await chain.trust(admin, each);
    const publish = async (version: string, keys: readonly TestKey[]) => {
      const bytes = randomBytes(64);
      const { id, digest } = await chain.register(operator, bytes, { version });
      for (const each of keys) await chain.attach(operator, id, simpleSigning(each, digest));
      await chain.upload(operator, digest, bytes);
      const promote = `mutation ($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { id } }`;
      await chain.run(operator, promote, { input: { artifactId: id, channel: 'dev' } });
    };
    await publish('1.1.0', [lost]);
    await publish('1.2.0', [lost, kept]);
    const updater = await device();
    const vouchersOf = async (target: string) => {
      const found = await updater().getTargetInfo(target);
      return (found?.custom['signatures'] as { keyId: string }[] | undefined)?.map(({ keyId }) => keyId).toSorted();
    };
    expect(await vouchersOf('till/1.1.0')).toEqual([lost.trusted.keyId]);
    expect(await vouchersOf('till/1.2.0')).toEqual([lost.trusted.keyId, kept.trusted.keyId].toSorted());
    const revoke = 'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { state } }';
    await chain.run(admin, revoke, { input: { keyId: lost.trusted.keyId, reason: 'a laptop is gone' } });
    expect(await vouchersOf('till/1.1.0')).toBeUndefined();
    expect(await vouchersOf('till/1.2.0')).toEqual([kept.trusted.keyId]);
  });

  test('stays the same while nothing changes, and rises with every change', async () => {
    const versions = async () =>
      Promise.all(
        ['root', 'targets', 'snapshot', 'timestamp'].map(
          async (role) => JSON.parse(await text(`/metadata/${role}.json`)).signed.version,
        ),
      );
    const before = await versions();
    expect(await versions()).toEqual(before);
    await promoted('2.0.0');
    expect(await versions()).toEqual(before.map((version: number, at) => (at === 0 ? version : version + 1)));
  });

  test('is one whoever publishes it at the same moment', async () => {
    const other = person(randomUUID());
    const answers = await Promise.all(Array.from({ length: 6 }, () => text('/metadata/timestamp.json', other)));
    expect(new Set(answers).size).toBe(1);
  });

  test('is not believed when it goes back: a rollback', async () => {
    const updater = await device();
    const old = await text('/metadata/timestamp.json');
    await promoted('3.0.0');
    await updater().refresh();
    lies.set('/metadata/timestamp.json', old);
    expect(await refused(updater())).toBe('BadVersionError');
  });

  test('is not believed when it is over: a freeze', async () => {
    const updater = await device();
    const newest = async (role: MetadataRole) => {
      const content = await text(`/metadata/${role}.json`);
      return { role, version: JSON.parse(content).signed.version as number, content, expiresAt: '' };
    };
    const [snapshot, timestamp] = [await newest('snapshot'), await newest('timestamp')];
    const keyStore = new MasterKeyStore(readFileSync(join(chain.directory, 'master.key'), 'utf8'));
    const held = await chain.subgraph.database.inTenant(tenantId, (em) => holdKeys(em, { tenantId, keyStore }));
    const keys = keysThatCount(held, await text('/metadata/root.json'));
    const ground = { keys, version: timestamp.version + 1, expiresAt: '2026-01-01T00:00:00Z' };
    lies.set('/metadata/timestamp.json', timestampOf(ground, snapshot).content);
    expect(await refused(updater())).toBe('ExpiredMetadataError');
  });

  test('is not believed when its parts are of different times: a mix-and-match', async () => {
    const updater = await device();
    const before = JSON.parse(await text('/metadata/snapshot.json')).signed.version;
    const old = await text(`/metadata/${before}.snapshot.json`);
    await promoted('4.0.0');
    lies.set(`/metadata/${before + 1}.snapshot.json`, old);
    await text('/metadata/timestamp.json');
    await expect(updater().refresh()).rejects.toThrow(/snapshot/i);
  });

  test('is not believed without its signature, or with that of another tenant', async () => {
    const updater = await device();
    const good = JSON.parse(await text('/metadata/timestamp.json'));
    lies.set('/metadata/timestamp.json', JSON.stringify({ ...good, signatures: [] }));
    expect(await refused(updater())).toBe('UnsignedMetadataError');
    lies.set('/metadata/timestamp.json', await text('/metadata/timestamp.json', person(randomUUID())));
    expect(await refused(updater())).toBe('UnsignedMetadataError');
  });
});

describe('the way to update metadata', () => {
  test('is open to readers of the tenant and its trusted devices', async () => {
    const path = '/metadata/timestamp.json';
    const machine: Viewer = { ...operator, kind: 'device', roles: [], certificateFingerprint: 'ff' };
    expect((await chain.fetch(machine, path)).status).toBe(403);
    await chain.sayOfDevice(machine, 'DeviceApproved', 'TRUSTED');
    expect((await chain.fetch(machine, path)).status).toBe(200);
    expect((await chain.fetch({ ...operator, kind: 'anonymous' }, path)).status).toBe(401);
    for (const nowhere of ['/metadata/keys.json', '/metadata/99.root.json', '/metadata/../root.json']) {
      expect((await chain.fetch(operator, nowhere)).status).toBe(404);
    }
  });

  test('keeps the private keys sealed', async () => {
    const rows = await chain.sql<{ sealed_key: string }>('select sealed_key from metadata_keys');
    expect(rows.length).toBeGreaterThan(3);
    const master = Buffer.from(readFileSync(join(chain.directory, 'master.key'), 'utf8'), 'base64');
    expect(master.length).toBe(32);
    for (const { sealed_key: sealed } of rows) expect(Buffer.from(sealed, 'base64').includes('Ed25519')).toBe(false);
  });
});
