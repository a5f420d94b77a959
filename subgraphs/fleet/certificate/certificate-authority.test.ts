import 'reflect-metadata';
import { createHash, createPublicKey, generateKeyPairSync, sign, webcrypto, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { CertificateAuthority, createRoot } from './certificate-authority.ts';
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import { isFreshNonce, isSignedBy, newNonce, nonceTtlMs, signedText } from './proof.ts';
import { requestedKey } from './signing-request.ts';

const tenantId = '0b0ef2a4-5a4c-4f62-9b7e-9d1d3b9c2d11';
const deviceId = '7d9f5f0e-2a3f-4c58-8e58-0b6b1b0a9c22';
const now = new Date();
const hourMs = 3_600_000;

function keyPair(type: 'p256' | 'ed25519') {
  const keys =
    type === 'p256' ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) : generateKeyPairSync('ed25519');
  return { ...keys, spki: keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

async function csr(algorithm: 'Ed25519' | 'P-256' | 'P-384'): Promise<string> {
  const ec = { name: 'ECDSA', namedCurve: algorithm, hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm === 'Ed25519' ? algorithm : ec, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const signingAlgorithm = algorithm === 'Ed25519' ? { name: 'Ed25519' } : ec;
  const request = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=someone else', keys, signingAlgorithm });
  return request.toString('pem');
}

describe('the certificate authority', () => {
  test.each(['p256', 'ed25519'] as const)('signs %s device certificates that node:crypto verifies', async (type) => {
    const authority = await CertificateAuthority.load(await createRoot(now));
    const device = keyPair(type);
    const issued = await authority.issueForDevice({
      tenantId,
      deviceId,
      publicKey: device.spki,
      now,
      lifetimeMs: 72 * hourMs,
    });
    const root = new X509Certificate(authority.certificatePem);
    const leaf = new X509Certificate(issued.pem);
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.subject).toBe(`CN=${deviceId}`);
    expect(leaf.subjectAltName).toBe(`URI:urn:flotilla:tenant:${tenantId}:device:${deviceId}`);
    expect(leaf.publicKey.equals(createPublicKey(device.publicKey.export({ format: 'pem', type: 'spki' })))).toBe(true);
    expect(issued.fingerprint).toBe(createHash('sha256').update(leaf.raw).digest('hex'));
    expect(authority.fingerprint).toBe(createHash('sha256').update(root.raw).digest('hex'));
    expect(leaf.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(issued.fingerprint);
    expect(Date.parse(issued.notAfter) - now.getTime()).toBeGreaterThan(71 * hourMs);
  });

  test('makes a door and a device that authenticate each other over TLS', async () => {
    const authority = await CertificateAuthority.load(await createRoot(now));
    const door = keyPair('p256');
    const device = keyPair('p256');
    const server = await authority.issueForServer({
      names: [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ],
      publicKey: door.spki,
      now,
      lifetimeMs: hourMs,
    });
    const client = await authority.issueForDevice({
      tenantId,
      deviceId,
      publicKey: device.spki,
      now,
      lifetimeMs: hourMs,
    });
    const ca = authority.certificatePem;
    const listener = createServer({
      cert: server.pem + ca,
      key: door.privateKey.export({ format: 'pem', type: 'pkcs8' }),
      ca,
      requestCert: true,
      rejectUnauthorized: true,
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const accepted = once(listener, 'secureConnection') as Promise<[TLSSocket]>;
    const socket = connect({
      port: (listener.address() as AddressInfo).port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca,
      cert: client.pem,
      key: device.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    });
    await once(socket, 'secureConnect');
    const [peer] = await accepted;
    expect(socket.authorized).toBe(true);
    expect(peer.authorized).toBe(true);
    expect(peer.getPeerCertificate().subject.CN).toBe(deviceId);
    expect(peer.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase()).toBe(client.fingerprint);
    socket.destroy();
    peer.destroy();
    listener.close();
  });

  test('refuses a certificate that another root signed', async () => {
    const [ours, theirs] = await Promise.all(
      [createRoot(now), createRoot(now)].map(async (root) => CertificateAuthority.load(await root)),
    );
    const { spki: publicKey } = keyPair('p256');
    const forged = await theirs!.issueForDevice({ tenantId, deviceId, publicKey, now, lifetimeMs: hourMs });
    expect(new X509Certificate(forged.pem).verify(new X509Certificate(ours!.certificatePem).publicKey)).toBe(false);
  });
});

describe('a certificate request', () => {
  test.each(['P-256', 'Ed25519'] as const)('with a %s key names its key', async (algorithm) => {
    await expect(requestedKey(await csr(algorithm))).resolves.toMatch(/^[A-Za-z0-9+/=]{50,}$/);
  });

  test('with another kind of key is refused', async () => {
    await expect(requestedKey(await csr('P-384'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('whose signature was tampered with is refused', async () => {
    const der = Buffer.from((await csr('P-256')).replace(/-----[^-]+-----|\s/g, ''), 'base64');
    der[der.length - 6]! ^= 1;
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    await expect(requestedKey(pem)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('that is no request is refused', async () => {
    await expect(requestedKey('hello')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('the key store', () => {
  const store = new MasterKeyStore(Buffer.alloc(32, 7).toString('base64'));

  test('opens what it sealed, for the same purpose only', () => {
    const sealed = store.seal(Buffer.from('secret'), 'one');
    expect(Buffer.from(store.open(sealed, 'one')).toString()).toBe('secret');
    expect(Buffer.from(sealed).includes('secret')).toBe(false);
    expect(() => store.open(sealed, 'two')).toThrow();
  });

  test('opens nothing that was changed or sealed under another master key', () => {
    const sealed = store.seal(Buffer.from('secret'), 'one');
    const other = new MasterKeyStore(Buffer.alloc(32, 8).toString('base64'));
    expect(() => other.open(sealed, 'one')).toThrow();
    sealed[20]! ^= 1;
    expect(() => store.open(sealed, 'one')).toThrow();
  });

  test('refuses a master key of another length', () => {
    expect(() => new MasterKeyStore('c2hvcnQ=')).toThrow(/32 bytes/);
  });
});

describe('proof of key', () => {
  const store = new MasterKeyStore(Buffer.alloc(32, 7).toString('base64'));

  test('a nonce is good for its device until it expires by the server clock', () => {
    const nonce = newNonce(store, deviceId, 1_000);
    expect(isFreshNonce(store, { deviceId, nonce, nowMs: nonceTtlMs })).toBe(true);
    expect(isFreshNonce(store, { deviceId, nonce, nowMs: 1_001 + nonceTtlMs })).toBe(false);
    expect(isFreshNonce(store, { deviceId: tenantId, nonce, nowMs: 2_000 })).toBe(false);
    expect(isFreshNonce(store, { deviceId, nonce: `zzzzzzzzz.${nonce.split('.')[1]}`, nowMs: 2_000 })).toBe(false);
    expect(isFreshNonce(store, { deviceId, nonce: 'made up', nowMs: 2_000 })).toBe(false);
  });

  test.each(['p256', 'ed25519'] as const)('a %s signature proves the key that made it and no other', (type) => {
    const [mine, other] = [keyPair(type), keyPair(type)];
    const text = signedText(deviceId, 'nonce');
    const signature = sign(type === 'p256' ? 'sha256' : null, Buffer.from(text), mine.privateKey).toString('base64');
    expect(isSignedBy(mine.spki, text, signature)).toBe(true);
    expect(isSignedBy(other.spki, text, signature)).toBe(false);
    expect(isSignedBy(mine.spki, signedText(deviceId, 'another'), signature)).toBe(false);
    expect(isSignedBy(mine.spki, text, 'bm90IGEgc2lnbmF0dXJl')).toBe(false);
  });
});
