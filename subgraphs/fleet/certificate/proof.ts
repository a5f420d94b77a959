/**
 * Proof that a caller without a certificate holds a device's private key. The server hands out a nonce, the device
 * signs `flotilla collect <deviceId> <nonce>` with its key. The nonce carries its own end of life by the server's clock,
 * authenticated by the server, so nothing is stored and a device whose clock is wrong by years can still prove itself.
 */
import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { KeyStore } from '@flotilla/kernel/key-store';

/** How long a nonce can be answered. A replay within that time gets the same public certificate and nothing else. */
export const nonceTtlMs = 15 * 60_000;

const purpose = 'collect nonce';

/** A fresh nonce for one device. */
export function newNonce(keyStore: KeyStore, deviceId: string, nowMs: number): string {
  const expires = (nowMs + nonceTtlMs).toString(36);
  return `${expires}.${keyStore.authenticate(`${deviceId} ${expires}`, purpose).toString('base64url')}`;
}

/** Whether a nonce is ours, for this device, and still good. */
export function isFreshNonce(
  keyStore: KeyStore,
  claim: { readonly deviceId: string; readonly nonce: string; readonly nowMs: number },
): boolean {
  const [expires = '', code = ''] = claim.nonce.split('.');
  const expected = keyStore.authenticate(`${claim.deviceId} ${expires}`, purpose);
  const given = Buffer.from(code, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return Number.parseInt(expires, 36) > claim.nowMs;
}

/** The text a device signs. */
export function signedText(deviceId: string, nonce: string): string {
  return `flotilla collect ${deviceId} ${nonce}`;
}

/**
 * Whether a signature over the text is by a key. Ed25519 signs the text itself; P-256 signs its SHA-256, in DER.
 * `publicKey` is base64 of the SubjectPublicKeyInfo, `signature` base64 or base64url.
 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return verify(digest, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
