import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { documentIdsOnDisk } from '../build.ts';
import { defaultStateDir } from '../config.ts';
import { documentIds } from '../documents/ids.ts';
import { AgentFailure } from '../failure.ts';
import { TestAuthority } from '../testing/test-authority.ts';
import { agentVersion } from '../version.ts';
import { authorityOf } from './authority.ts';
import { certificateFacts, certificateFault, renewalDueMs } from './certificate.ts';
import { DeviceKey } from './key.ts';
import { collectionProof } from './proof.ts';
import { signingRequest } from './signing-request.ts';
import { parseToken } from './token.ts';

function tokenOf(content: unknown): string {
  return `flt1.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
}

describe('an enrollment token', () => {
  const good = { u: 'https://localhost:4443', f: 'AB'.repeat(32), s: 'secret' };

  test('says where the server is, which authority proves it, and the secret', () => {
    expect(parseToken(` ${tokenOf(good)}\n`)).toMatchObject({
      agentsUrl: 'https://localhost:4443',
      caFingerprint: 'ab'.repeat(32),
      secret: 'secret',
    });
  });

  test.each([
    ['another text', 'hello'],
    ['a cut one', tokenOf(good).slice(0, 30)],
    ['one without https', tokenOf({ ...good, u: 'http://localhost' })],
    ['one without an authority', tokenOf({ ...good, f: 'abc' })],
    ['one without a secret', tokenOf({ ...good, s: '' })],
  ])('%s is refused as wrong usage, and not repeated', (_, text) => {
    expect(() => parseToken(text)).toThrow(AgentFailure);
    expect(() => parseToken(text)).not.toThrow(text);
  });
});

describe('a signing request', () => {
  test.each(['kiosk-7', 'a name far longer than the 127 bytes that fit a short length, '.repeat(3)])(
    'is one that others read and whose signature they verify (%s)',
    async (name) => {
      const key = DeviceKey.generate();
      const request = new Pkcs10CertificateRequest(signingRequest(key, name));
      expect(await request.verify()).toBe(true);
      expect(Buffer.from(request.publicKey.rawData).equals(key.publicKeyDer)).toBe(true);
      expect(request.subject).toContain('CN=');
    },
  );
});

describe('a certificate', () => {
  test("is taken only for the device's own key and from the pinned authority", async () => {
    const [authority, foreign] = [await TestAuthority.create(), await TestAuthority.create()];
    const [key, other] = [DeviceKey.generate(), DeviceKey.generate()];
    const pem = await authority.device('device-1', signingRequest(key, 'x'));
    expect(certificateFault(pem, key, authority.pem)).toBeNull();
    expect(certificateFault(pem, other, authority.pem)).toContain('key');
    expect(certificateFault(pem, key, foreign.pem)).toContain('authority');
    expect(certificateFault('nonsense', key, authority.pem)).toContain('read');
  });

  test('is due for renewal when two thirds of its life are over', async () => {
    const authority = await TestAuthority.create();
    const pem = await authority.device('device-1', signingRequest(DeviceKey.generate(), 'x'), 3_600_000);
    const facts = certificateFacts(pem);
    const share = (renewalDueMs(facts) - facts.notBeforeMs) / (facts.notAfterMs - facts.notBeforeMs);
    expect(share).toBeCloseTo(2 / 3, 3);
  });
});

describe('the pinned authority', () => {
  test('is found at the end of a chain whose links sign each other, and nowhere else', async () => {
    const [authority, foreign] = [await TestAuthority.create(), await TestAuthority.create()];
    const chain = (pem: string) =>
      (pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? []).map((text) => new X509Certificate(text));
    const good = chain((await authority.server()).chainPem);
    expect(new X509Certificate(authorityOf(good, authority.fingerprint)).ca).toBe(true);
    expect(() => authorityOf(good, foreign.fingerprint)).toThrow('the token names');
    expect(() => authorityOf([], authority.fingerprint)).toThrow('no certificate');
    // A foreign leaf with our root stapled behind it: the root is public, so anyone can present it.
    const [foreignLeaf] = chain((await foreign.server()).chainPem);
    const [, root] = good;
    if (!foreignLeaf || !root) throw new Error('a chain has a leaf and a root');
    expect(() => authorityOf([foreignLeaf, root], authority.fingerprint)).toThrow('sign each other');
    // A leaf that is the pinned certificate's sibling is not an authority.
    expect(() => authorityOf(good.slice(0, 1), authority.fingerprint)).toThrow('the token names');
  });
});

test('proof of the key is a signature over the words the server rebuilds', () => {
  const key = DeviceKey.generate();
  const proof = Buffer.from(collectionProof(key, 'd1', 'n1'), 'base64');
  const publicKey = createPublicKey({ key: key.publicKeyDer, format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from('flotilla collect d1 n1'), publicKey, proof)).toBe(true);
});

test('the program carries the hash of each document exactly as it lies beside it', () => {
  expect(documentIds).toEqual(documentIdsOnDisk());
});

test('the program tells the version of its package', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ version: agentVersion });
});

test('state lies where the system expects it: an explicit place first, then that of systemd, root or the user', () => {
  expect(defaultStateDir({ FLOTILLA_AGENT_STATE: '/a', STATE_DIRECTORY: '/b' }, true)).toBe('/a');
  expect(defaultStateDir({ STATE_DIRECTORY: '/b' }, true)).toBe('/b');
  expect(defaultStateDir({}, true)).toBe('/var/lib/flotilla-agent');
  expect(defaultStateDir({ XDG_STATE_HOME: '/home/x/.state' }, false)).toBe('/home/x/.state/flotilla-agent');
});
