/**
 * The public keys of a tenant: what they may sign, from when to when, and whether they were revoked. A key is known by
 * the digest of its SPKI form, so that two names can never stand for one key.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { KeyAlgorithm, ReadKey, TrustedKey } from './key-words.ts';
import { Unverifiable } from './reason.ts';

/** Reads an SPKI PEM; null when it holds no public key of an algorithm that is believed. */
export function readPublicKey(pem: string): ReadKey | null {
  // Node makes a public key of a private one as well, which nobody should ever send here.
  if (pem.length > 4_096 || !/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) return null;
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    return null;
  }
  const algorithm = algorithmOf(key);
  if (algorithm === null) return null;
  const der = key.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(der).digest('hex');
  return { keyId, algorithm, publicKeyPem: key.export({ type: 'spki', format: 'pem' }).toString() };
}

function algorithmOf(key: KeyObject): KeyAlgorithm | null {
  if (key.asymmetricKeyType === 'ed25519') return 'ED25519';
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? 'ECDSA_P256' : null;
}

/** The digest that an algorithm signs; null where it takes the message itself. */
export function digestOf(algorithm: KeyAlgorithm): 'sha256' | null {
  return algorithm === 'ECDSA_P256' ? 'sha256' : null;
}

/** Whether a key made a signature of a message. Broken signatures are wrong ones. */
export function signs(key: TrustedKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(digestOf(key.algorithm), message, key.publicKeyPem, signature);
  } catch {
    return false;
  }
}

/**
 * The keys a hint may mean: those it names by their digest in hex or base64, or all where it names none. A hint only
 * saves time; what counts is whose signature it is.
 */
export function keysHinted(keys: readonly TrustedKey[], hint: string | null): readonly TrustedKey[] {
  if (hint === null || hint === '') return keys;
  const named = keys.filter(({ keyId }) => hint === keyId || hint === Buffer.from(keyId, 'hex').toString('base64'));
  return named.length > 0 ? named : keys;
}

/** Throws unless the key may be believed at a moment. What is revoked is not believed about the past either. */
export function assertStands(key: TrustedKey, now: string): void {
  if (key.revokedAt !== null) {
    throw new Unverifiable('REVOKED_KEY', `The key ${shortKey(key.keyId)} was revoked. Sign with another key.`);
  }
  const at = Date.parse(now);
  const isOver = key.validUntil !== null && at >= Date.parse(key.validUntil);
  if (at < Date.parse(key.validFrom) || isOver) {
    const words = `The key ${shortKey(key.keyId)} is valid from ${key.validFrom} to ${key.validUntil ?? 'further notice'}.`;
    throw new Unverifiable('KEY_NOT_VALID_NOW', `${words} Sign with a key that is valid now.`);
  }
}

/** The key among these that made a signature, by trying. Throws WRONG_KEY where none did. */
export function signerOf(
  keys: readonly TrustedKey[],
  message: Uint8Array,
  { signature, hint }: { readonly signature: Uint8Array; readonly hint: string | null },
): TrustedKey {
  const signer = keysHinted(keys, hint).find((key) => signs(key, message, signature));
  if (!signer) throw wrongKey();
  return signer;
}

/** Nobody the tenant knows made this signature of these bytes. */
export function wrongKey(): Unverifiable {
  const words =
    'No key of the tenant made this signature of these bytes. Sign with a key of the tenant, or add the key.';
  return new Unverifiable('WRONG_KEY', words);
}

/** A key's id as people compare it. */
export function shortKey(keyId: string): string {
  return keyId.slice(0, 16);
}
