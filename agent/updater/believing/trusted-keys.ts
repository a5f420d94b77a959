/**
 * The keys this device believes, by role: whose intents, whose leases, whose artifacts. They stand in a file of the state
 * directory; without it nothing is believed, so a device whose owner gave it no keys is never updated.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../failure.ts';
import { Unverified } from '../refusal.ts';

/** What a key may sign. */
export type KeyRole = 'intent' | 'lease' | 'artifact';

/** One believed key. */
export type TrustedKey = {
  readonly keyId: string;
  readonly roles: readonly KeyRole[];
  readonly key: KeyObject;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly isRevoked: boolean;
};

/** The believed keys, and how many of a role must have signed. */
export type TrustedKeys = {
  readonly keys: readonly TrustedKey[];
  readonly thresholds: Readonly<Record<KeyRole, number>>;
};

/** The file's name in the state directory. */
export const trustedKeysFileName = 'update-keys.json';

/** Believes nobody. */
export const noKeys: TrustedKeys = { keys: [], thresholds: { intent: 1, lease: 1, artifact: 1 } };

const signaturesMax = 16;

/** What the owner of a device wrote. */
type OwnedKeys = { readonly keys: TrustedKeys; readonly fault: string | null; readonly isPresent: boolean };

/** Reads the keys of a state directory. A file that cannot be understood, or that everybody can write, has none. */
export function readTrustedKeys(stateDir: string): OwnedKeys {
  const path = join(stateDir, trustedKeysFileName);
  try {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    if (mode === undefined) return { keys: noKeys, fault: null, isPresent: false };
    if ((mode & 0o002) !== 0) return faulty(`everybody can write ${path}; chmod o-w it`);
    return { keys: parseTrustedKeys(readFileSync(path, 'utf8')), fault: null, isPresent: true };
  } catch (fault) {
    return faulty(`${path} cannot be used: ${reasonOf(fault)}`);
  }
}

function faulty(fault: string): OwnedKeys {
  return { keys: noKeys, fault, isPresent: true };
}

/** Reads the file's text. Throws when it is not one. */
export function parseTrustedKeys(text: string): TrustedKeys {
  const { v, keys, thresholds } = JSON.parse(text) as {
    readonly v: number;
    readonly keys: readonly Readonly<Record<string, unknown>>[];
    readonly thresholds?: Partial<Record<KeyRole, number>>;
  };
  if (v !== 1 || !Array.isArray(keys)) throw new Error('it is of another form');
  const least = (role: KeyRole): number => {
    const count = thresholds?.[role] ?? 1;
    // Only the bytes may do without: the signed intent names them by their digest.
    if (Number.isSafeInteger(count) && count >= (role === 'artifact' ? 0 : 1)) return count;
    throw new Error(`the threshold of ${role} is not a number of keys`);
  };
  return {
    keys: keys.map(keyIn),
    thresholds: { intent: least('intent'), lease: least('lease'), artifact: least('artifact') },
  };
}

/**
 * Throws Unverified unless enough keys of a role signed. `signatures` are base64; a key counts once however often it
 * signed, and a key that is revoked or not valid at this time does not count.
 */
export function demandSigned(
  trusted: TrustedKeys,
  about: { readonly role: KeyRole; readonly what: string; readonly nowMs: number },
  signed: readonly { readonly bytes: Buffer; readonly signature: string }[],
): void {
  const { role, what, nowMs } = about;
  if (signed.length === 0) throw new Unverified('UNSIGNED', `${what} is not signed.`);
  const ofRole = trusted.keys.filter(({ roles }) => roles.includes(role));
  const signers = ofRole.filter(({ key }) => signed.slice(0, signaturesMax).some((each) => isBy(key, each)));
  if (signers.length === 0) {
    throw new Unverified('WRONG_KEY', `${what} is not signed by a key that this device believes.`);
  }
  const good = signers.filter((key) => !key.isRevoked && nowMs >= key.notBeforeMs && nowMs < key.notAfterMs);
  if (good.length >= trusted.thresholds[role]) return;
  const names = signers.map(({ keyId }) => keyId).join(', ');
  if (good.length > 0) {
    const words = `${what} is signed by ${good.length} of ${trusted.thresholds[role]} keys that it takes.`;
    throw new Unverified('THRESHOLD_NOT_MET', words);
  }
  if (signers.some(({ isRevoked }) => isRevoked)) {
    throw new Unverified('REVOKED_KEY', `${what} is signed by a revoked key (${names}).`);
  }
  throw new Unverified('KEY_NOT_VALID_NOW', `${what} is signed by a key that is not valid now (${names}).`);
}

function isBy(key: KeyObject, { bytes, signature }: { readonly bytes: Buffer; readonly signature: string }): boolean {
  try {
    // Elliptic curves sign a hash of the bytes, as cosign does by default; Edwards curves the bytes themselves.
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function keyIn(said: Readonly<Record<string, unknown>>): TrustedKey {
  const { keyId, roles, publicKey, notBefore, notAfter, revokedAt } = said;
  if (typeof keyId !== 'string' || !Array.isArray(roles) || typeof publicKey !== 'string') {
    throw new Error('a key lacks its id, its roles or its public half');
  }
  const isPem = publicKey.includes('-----BEGIN');
  const key = isPem
    ? createPublicKey(publicKey)
    : createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isArtifactKey = !roles.includes('intent') && !roles.includes('lease');
  const isKnown = type === 'ed25519' || (isArtifactKey && type === 'ec' && details?.namedCurve === 'prime256v1');
  if (!isKnown) throw new Error(`key ${keyId} is of a kind that is not believed`);
  return {
    keyId,
    roles: roles as readonly KeyRole[],
    key,
    notBeforeMs: timeIn(notBefore, Number.NEGATIVE_INFINITY),
    notAfterMs: timeIn(notAfter, Number.POSITIVE_INFINITY),
    isRevoked: revokedAt !== undefined && revokedAt !== null,
  };
}

function timeIn(value: unknown, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(timeMs)) throw new Error('a time of a key is not one');
  return timeMs;
}
