import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@flotilla/kernel/viewer';
import { Updater } from 'tuf-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestSupplyChain } from '../../testing/supply-chain.ts';
import { readPublicKey } from '../../verification/trusted-key.ts';

type Offline = { readonly name: string; readonly publicKeyPem: string; readonly privateKey: KeyObject };

const fields = `metadataRoot { version threshold keys { keyId name isHeldHere hasSigned }
  proposal { version toSign missingOfCurrent missingOfOwn keys { name hasSigned } } }`;
const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { version proposal { missingOfCurrent missingOfOwn } } }`;
const documents = {
  propose: mutation('proposeMetadataRoot', 'ProposeMetadataRootInput'),
  sign: mutation('signMetadataRoot', 'SignMetadataRootInput'),
  discard: mutation('discardMetadataRoot', 'DiscardMetadataRootInput'),
};

let chain: TestSupplyChain;
let mirror: Server;
let asked: Viewer;
/** What a mirror gives out instead, by path. */
const lies = new Map<string, string>();
const folders: string[] = [];

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  mirror = createServer((request, response) => {
    const path = request.url ?? '';
    const answer = lies.has(path) ? Promise.resolve(new Response(lies.get(path))) : chain.fetch(asked, path);
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

/** A tenant with an administrator, and a device that was told its first root. */
async function tenant() {
  const admin = person(randomUUID(), 'TENANT_ADMIN');
  asked = admin;
  lies.clear();
  const metadataDir = mkdtempSync(join(tmpdir(), 'flotilla-roots-'));
  folders.push(metadataDir);
  const text = async (path: string) => (await chain.fetch(admin, path)).text();
  await text('/metadata/timestamp.json');
  writeFileSync(join(metadataDir, 'root.json'), await text('/metadata/1.root.json'));
  const metadataBaseUrl = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/metadata`;
  const follow = async () => {
    const updater = new Updater({ metadataDir, metadataBaseUrl, config: { fetchRetry: 0 } });
    return updater.refresh().then(
      () => 'believed',
      (thrown: unknown) => (thrown as Error).constructor.name,
    );
  };
  const run = (document: string, input: object, viewer = admin) => chain.run(viewer, document, { input });
  const standing = async () => (await chain.run(admin, `{ ${fields} }`)).metadataRoot;
  const signAs = async ({ publicKeyPem, privateKey }: Offline) => {
    const { version, toSign } = (await standing()).proposal;
    const keyId = readPublicKey(publicKeyPem)?.keyId;
    const digest = privateKey.asymmetricKeyType === 'ec' ? 'sha256' : null;
    const signature = sign(digest, Buffer.from(toSign), privateKey).toString('base64');
    return run(documents.sign, { version, keyId, signature });
  };
  return { admin, text, follow, run, standing, signAs };
}

function offline(name: string, type: 'ed25519' | 'ec' = 'ed25519'): Offline {
  const { publicKey, privateKey } =
    type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { name, privateKey, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

const told = ({ name, publicKeyPem }: Offline) => ({ name, publicKeyPem });
const asText = (thrown: unknown) => String((thrown as Error).message);

describe('the root of update metadata', () => {
  test('passes from the control plane to two of three people, and devices follow it all the way', async () => {
    const { text, follow, run, standing, signAs } = await tenant();
    const [ann, bo, cy] = [offline('ann'), offline('bo', 'ec'), offline('cy')];
    const keys = [ann, bo, cy].map(told);
    await run(documents.propose, { keys, threshold: 2, keepsOwnKey: false });
    // The root that counts is the control plane's, which has signed; the people have not.
    expect((await standing()).proposal).toMatchObject({ version: 2, missingOfCurrent: 0, missingOfOwn: 2 });
    await signAs(bo);
    expect(await standing()).toMatchObject({ version: 1, proposal: { missingOfOwn: 1 } });
    expect((await chain.fetch(asked, '/metadata/2.root.json')).status).toBe(404);
    await signAs(ann);
    expect(await standing()).toMatchObject({
      version: 2,
      threshold: 2,
      proposal: null,
      keys: [{ name: 'ann' }, { name: 'bo' }, { name: 'cy', isHeldHere: false, hasSigned: false }],
    });
    expect(await follow()).toBe('believed');
    // From now on nothing changes without two of them: the control plane alone cannot take the root back.
    await run(documents.propose, {
      keys: [told(cy)],
      threshold: 1,
      keepsOwnKey: true,
      newKeysFor: ['TARGETS', 'TIMESTAMP'],
    });
    expect((await standing()).proposal).toMatchObject({ version: 3, missingOfCurrent: 2, missingOfOwn: 0 });
    await signAs(cy);
    expect((await standing()).version).toBe(2);
    await signAs(ann);
    expect((await standing()).version).toBe(3);
    const before = JSON.parse(await text('/metadata/2.root.json')).signed.roles;
    const after = JSON.parse(await text('/metadata/3.root.json')).signed.roles;
    expect(after.targets.keyids).not.toEqual(before.targets.keyids);
    expect(after.snapshot.keyids).toEqual(before.snapshot.keyids);
    expect(await follow()).toBe('believed');
  });

  test('is followed by devices only when enough of the root they know have signed it', async () => {
    const { admin, text, follow, run, signAs } = await tenant();
    const [ann, bo, eve] = [offline('ann'), offline('bo'), offline('eve')];
    await run(documents.propose, { keys: [ann, bo].map(told), threshold: 2, keepsOwnKey: false });
    await signAs(ann);
    await signAs(bo);
    expect(await follow()).toBe('believed');
    // Whoever holds the database can write a next root, and sign it with keys of theirs.
    const other = await tenant();
    await other.run(documents.propose, { keys: [told(eve)], threshold: 1, keepsOwnKey: false });
    await other.signAs(eve);
    const forged = JSON.parse(await other.text('/metadata/2.root.json'));
    asked = admin;
    lies.set('/metadata/3.root.json', JSON.stringify({ ...forged, signed: { ...forged.signed, version: 3 } }));
    expect(await follow()).toBe('UnsignedMetadataError');
    lies.clear();
    expect(JSON.parse(await text('/metadata/2.root.json')).signatures).toHaveLength(3);
  });

  test('takes a signature only of its own text, by a key that is asked', async () => {
    const { run, standing } = await tenant();
    const [ann, eve] = [offline('ann'), offline('eve')];
    await run(documents.propose, { keys: [told(ann)], threshold: 2 });
    const keyId = readPublicKey(ann.publicKeyPem)?.keyId;
    const wrong = sign(null, Buffer.from('something else'), ann.privateKey).toString('base64');
    expect(await run(documents.sign, { version: 2, keyId, signature: wrong }).catch(asText)).toMatch(/did not sign/);
    const stranger = readPublicKey(eve.publicKeyPem)?.keyId;
    const told2 = await run(documents.sign, { version: 2, keyId: stranger, signature: wrong }).catch(asText);
    expect(told2).toMatch(/neither of the root/);
    expect(await run(documents.sign, { version: 7, keyId, signature: wrong }).catch(asText)).toMatch(/does not wait/);
    await run(documents.discard, { version: 2, reason: 'ann left' });
    expect(await standing()).toMatchObject({ version: 1, proposal: null });
  });

  test('is renewed by new keys of the control plane at once, as long as it takes nobody else', async () => {
    const { text, follow, run, standing } = await tenant();
    expect(await follow()).toBe('believed');
    const newKeysFor = ['ROOT', 'TARGETS', 'SNAPSHOT', 'TIMESTAMP'];
    await run(documents.propose, { keys: [], threshold: 1, newKeysFor });
    expect(await standing()).toMatchObject({
      version: 2,
      proposal: null,
      keys: [{ isHeldHere: true, hasSigned: true }],
    });
    expect(await follow()).toBe('believed');
    const [first, second] = [await text('/metadata/1.root.json'), await text('/metadata/2.root.json')];
    const ids = (root: string) => Object.keys(JSON.parse(root).signed.keys);
    expect(ids(second).some((keyId) => ids(first).includes(keyId))).toBe(false);
  });

  test('is changed by those who may hold keys, and by nobody else', async () => {
    const { admin, run } = await tenant();
    for (const role of ['OPERATOR', 'SECURITY_ANALYST'] as const) {
      const other = person(admin.tenantId ?? '', role);
      const refused = await run(documents.propose, { keys: [], threshold: 1 }, other).catch(asText);
      expect(refused).toMatch(/role|may/i);
    }
  });
});

test('all rows are what the log says', async () => {
  for (const name of ['metadata_roots']) {
    const tables = await chain.rebuilt(name);
    for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
    expect(tables.some(({ rows }) => rows > 0)).toBe(true);
  }
});
