import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FrontDoor } from '../testing/front-door.ts';
import { bill, dsseBundle, newKey, slsaProvenance, subjectOf, type TestKey } from '../testing/signing.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';
import { runCli } from './run.ts';

let chain: TestSupplyChain;
let door: FrontDoor;
let folder: string;
const tenantId = randomUUID();
const [release, builder] = [newKey('ECDSA_P256'), newKey('ED25519', 'BUILD')];

/** Runs the command line with the token of a pipeline. */
async function flotilla(...argv: string[]) {
  const said = { stdout: '', stderr: '' };
  const exitCode = await runCli(argv, {
    environment: { apiUrl: door.url, token: 'pipeline' },
    streams: { stdout: (text) => (said.stdout += text), stderr: (text) => (said.stderr += text) },
  });
  return { exitCode, ...said, json: () => JSON.parse(said.stdout) as Record<string, unknown> };
}

async function fileOf(content: Uint8Array | string, name: string = randomUUID()): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const privateKeyFile = (key: TestKey) => fileOf(key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
let versions = 0;
const named = () => ['--name', 'till', '--version', `2.0.${(versions += 1)}`];

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  door = await FrontDoor.open(chain);
  folder = await mkdtemp(join(tmpdir(), 'flotilla-cli-'));
  door.viewers.set('pipeline', {
    ...person(tenantId),
    kind: 'service',
    roles: [],
    scopes: ['fleet:read', 'fleet:write'],
  });
  await chain.trust(person(tenantId, 'TENANT_ADMIN'), release);
  await chain.trust(person(tenantId, 'TENANT_ADMIN'), builder);
});
afterAll(async () => {
  await door.close();
  await chain.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  door.onUpload = () => {};
});

describe('flotilla artifact', () => {
  test('pushes, signs, explains, verifies and promotes a file, and says what came of it', async () => {
    const bytes = randomBytes(50_000);
    const file = await fileOf(bytes);
    const { digest } = subjectOf(bytes);
    const pushed = await flotilla('artifact', 'push', file, ...named(), '--json');
    expect(pushed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(pushed.json()).toMatchObject({ digest, state: 'REJECTED', reason: 'UNSIGNED' });
    expect((await flotilla('artifact', 'verify', digest)).exitCode).toBe(3);
    const signed = await flotilla('artifact', 'sign', file, '--key', await privateKeyFile(release));
    expect(signed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${digest} is VERIFIED`) });
    const provenance = await fileOf(dsseBundle(builder, slsaProvenance(digest)).content);
    const sbom = await fileOf(JSON.stringify(bill(digest)));
    const attached = await flotilla('artifact', 'attach', digest, '--evidence', provenance, '--sbom', sbom, '--json');
    expect(attached.json()).toMatchObject({ state: 'VERIFIED', signers: [{ role: 'BUILD' }, { role: 'RELEASE' }] });
    const promoted = await flotilla('artifact', 'promote', digest, '--channel', 'dev', '--json');
    expect([promoted.exitCode, promoted.json()]).toMatchObject([0, { channel: 'dev' }]);
    const skipped = await flotilla('artifact', 'promote', digest, '--channel', 'prod', '--json');
    expect([skipped.exitCode, JSON.parse(skipped.stderr)]).toMatchObject([4, { code: 'CONFLICT' }]);
  });

  test('pushes and signs at once, and the same again changes nothing', async () => {
    const file = await fileOf(randomBytes(1_000));
    const argv = ['artifact', 'push', file, ...named(), '--key', await privateKeyFile(release), '--json'];
    const first = await flotilla(...argv);
    expect([first.exitCode, first.json()]).toMatchObject([0, { state: 'VERIFIED' }]);
    expect((await flotilla(...argv)).json()).toMatchObject({ id: first.json()['id'], state: 'VERIFIED' });
  });

  test('goes on where an upload broke off', async () => {
    const file = await fileOf(randomBytes(900_000));
    let uploads = 0;
    door.onUpload = (request) => {
      if (!String(request.headers['content-range']).startsWith('bytes */') && (uploads += 1) === 1) {
        let seen = 0;
        request.on('data', (piece: Buffer) => {
          seen += piece.length;
          if (seen > 300_000) request.destroy();
        });
      }
    };
    const pushed = await flotilla('artifact', 'push', file, ...named());
    expect(pushed).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/broke off[^]*goes on at byte \d+ of 900000/),
    });
    expect(uploads).toBeGreaterThan(1);
  });

  test('exits with 3 for what is not verified, and tells the reason', async () => {
    const file = await fileOf(randomBytes(100));
    const unknown = await privateKeyFile(newKey('ED25519'));
    const pushed = await flotilla('artifact', 'push', file, ...named(), '--key', unknown);
    expect(pushed).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('WRONG_KEY: ') });
    expect((await flotilla('artifact', 'promote', file, '--channel', 'dev')).exitCode).toBe(3);
  });

  test('verifies a file here, by keys at hand, without calling anybody', async () => {
    const bytes = randomBytes(2_000);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const [file, other] = [await fileOf(bytes), await fileOf(randomBytes(2_000))];
    const key = await fileOf(publicKey.export({ type: 'spki', format: 'pem' }));
    // What `cosign sign-blob --key` prints: the signature of the bytes in base64.
    const signature = await fileOf(`${sign('sha256', bytes, privateKey).toString('base64')}\n`);
    await door.close();
    const good = await flotilla('artifact', 'verify', file, '--key', key, '--evidence', signature, '--json');
    expect([good.exitCode, good.json()]).toMatchObject([0, { state: 'VERIFIED' }]);
    const swapped = await flotilla('artifact', 'verify', other, '--key', key, '--evidence', signature, '--json');
    expect([swapped.exitCode, swapped.json()]).toMatchObject([3, { state: 'REJECTED', reason: 'WRONG_KEY' }]);
    expect((await flotilla('artifact', 'verify', file, '--key', key)).exitCode).toBe(3);
    expect((await flotilla('artifact', 'verify', subjectOf(bytes).digest)).exitCode).toBe(75);
    const signed = join(folder, 'signature');
    const privateFile = await fileOf(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect((await flotilla('artifact', 'sign', file, '--key', privateFile, '--output', signed)).exitCode).toBe(0);
    expect(await readFile(signed, 'utf8')).not.toContain('PRIVATE');
    expect((await flotilla('artifact', 'verify', file, '--key', key, '--evidence', signed)).exitCode).toBe(0);
    door = await FrontDoor.open(chain);
  });

  test('signs the next root of update metadata, here or on a machine that calls nobody', async () => {
    const [ann, bo] = [newKey('ED25519'), newKey('ECDSA_P256')];
    const admin = person(tenantId, 'TENANT_ADMIN');
    const scopes = ['fleet:read', 'access:write'];
    door.viewers.set('pipeline', { ...admin, kind: 'service', roles: [], scopes });
    expect((await flotilla('metadata', 'sign', '--key', await privateKeyFile(ann))).exitCode).toBe(4);
    const propose = 'mutation ($input: ProposeMetadataRootInput!) { proposeMetadataRoot(input: $input) { version } }';
    const keys = [ann, bo].map(({ trusted }, at) => ({ name: `person-${at}`, publicKeyPem: trusted.publicKeyPem }));
    await chain.run(admin, propose, { input: { keys, threshold: 2, keepsOwnKey: false } });
    const waiting = (await flotilla('metadata', 'root', '--json')).json();
    expect(waiting).toMatchObject({ version: 1, proposal: { version: 2, missingOfCurrent: 0, missingOfOwn: 2 } });
    const { toSign } = waiting['proposal'] as { toSign: string };
    const offline = await flotilla(
      'metadata',
      'sign',
      await fileOf(`${toSign}\n`),
      '--key',
      await privateKeyFile(bo),
      '--json',
    );
    const sign = 'mutation ($input: SignMetadataRootInput!) { signMetadataRoot(input: $input) { version } }';
    await chain.run(admin, sign, { input: { version: 2, ...offline.json() } });
    const last = await flotilla('metadata', 'sign', '--key', await privateKeyFile(ann));
    expect([last.exitCode, last.stdout]).toEqual([0, expect.stringMatching(/^root 2 until .*2 of person-0, person-1/)]);
    door.viewers.delete('pipeline');
  });

  test('exits with 4 when nobody knows the token, and with 2 for a wrong command line', async () => {
    const refused = await flotilla('artifact', 'verify', `sha256:${'a'.repeat(64)}`, '--json');
    expect([refused.exitCode, JSON.parse(refused.stderr)]).toMatchObject([4, { code: 'UNAUTHENTICATED' }]);
    for (const argv of [
      ['artifact'],
      ['artifact', 'fetch', 'x'],
      ['metadata', 'push'],
      ['nothing', 'push', 'x'],
      ['artifact', 'push', '/no/such/file', ...named()],
      ['artifact', 'push', 'x'],
      ['artifact', 'promote', 'x', '--key', 'y'],
      ['artifact', 'verify', 'x', '--nonsense'],
    ]) {
      expect([argv, (await flotilla(...argv)).exitCode]).toEqual([argv, 2]);
    }
    const help = await flotilla('--help');
    expect([help.exitCode, help.stdout]).toEqual([0, expect.stringContaining('Exit codes:')]);
  });
});
