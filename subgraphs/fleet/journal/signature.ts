/**
 * Checks the signatures of a journal. A check costs a tenth of a millisecond and a chunk has hundreds, so they run beside
 * the event loop, a few at a time: a returning device must not make live ones wait.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

const atOnceMax = 32;
const keysMax = 5_000;
const keys = new Map<string, KeyObject | null>();

/** SHA-256 of UTF-8 text as lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A text and what is said to be a signature over it, in base64. */
export type Signed = { readonly text: string; readonly signature: string };

/** The place of the first text that none of the keys has signed; null when all are signed. Keys are base64 of SPKI. */
export async function firstUnsigned(publicKeys: readonly string[], texts: readonly Signed[]): Promise<number | null> {
  const known = publicKeys.map(keyOf).filter((key) => key !== null);
  for (let start = 0; start < texts.length; start += atOnceMax) {
    const some = texts.slice(start, start + atOnceMax);
    const results = await Promise.all(some.map((signed) => isSignedByAny(known, signed)));
    const place = results.indexOf(false);
    if (place >= 0) return start + place;
  }
  return null;
}

async function isSignedByAny(candidates: readonly KeyObject[], signed: Signed): Promise<boolean> {
  for (const key of candidates) if (await isSigned(key, signed)) return true;
  return false;
}

function isSigned(key: KeyObject, { text, signature }: Signed): Promise<boolean> {
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return new Promise((resolve) => {
    verify(digest, Buffer.from(text), key, Buffer.from(signature, 'base64'), (error, isValid) =>
      resolve(error === null && isValid),
    );
  });
}

function keyOf(publicKey: string): KeyObject | null {
  const known = keys.get(publicKey);
  if (known !== undefined) return known;
  if (keys.size >= keysMax) keys.clear();
  let key: KeyObject | null = null;
  try {
    key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch {
    // A key that cannot be read has signed nothing.
  }
  keys.set(publicKey, key);
  return key;
}
