/**
 * Signatures of the bytes themselves, as `cosign sign-blob` makes them. ECDSA signs a digest, so an artifact of any size
 * streams through; Ed25519 signs the message itself, which has to fit into memory.
 */
import { createVerify, type Verify } from 'node:crypto';
import { strictBase64 } from './base64.ts';
import type { TrustedKey } from './key-words.ts';
import { Unverifiable } from './reason.ts';
import type { Signature } from './signature.ts';
import { assertIntact, type Subject } from './subject.ts';
import { keysHinted, signs, wrongKey } from './trusted-key.ts';

/** Bytes of an artifact at most whose Ed25519 signature of the bytes themselves is checked. */
export const wholeMessageMaxBytes = 64 * 1024 * 1024;

/** Checks the base64 text of a signature. Throws `Unverifiable`. */
export async function verifyBlobSignature(
  content: Uint8Array,
  subject: Subject,
  keys: readonly TrustedKey[],
): Promise<Signature> {
  const signature = strictBase64(Buffer.from(content).toString('latin1').trim());
  if (!signature) throw wrongKey();
  const key = await byteSigner(subject, { signature, hint: null }, keys);
  return { key, saysAs: 'RELEASE', statement: null };
}

/** The key that signed the bytes. Reads them once, whatever the number of keys, and checks their digest on the way. */
export async function byteSigner(
  subject: Subject,
  { signature, hint }: { readonly signature: Uint8Array; readonly hint: string | null },
  keys: readonly TrustedKey[],
): Promise<TrustedKey> {
  const candidates = keysHinted(keys, hint);
  const streaming: [TrustedKey, Verify][] = candidates
    .filter(({ algorithm }) => algorithm === 'ECDSA_P256')
    .map((key) => [key, createVerify('sha256')]);
  const whole = candidates.filter(({ algorithm }) => algorithm === 'ED25519');
  const mayHoldWhole = whole.length > 0 && subject.size <= wholeMessageMaxBytes;
  const pieces: Uint8Array[] = [];
  await assertIntact(subject, (piece) => {
    for (const [, verify] of streaming) verify.update(piece);
    if (mayHoldWhole) pieces.push(piece);
  });
  const streamed = streaming.find(([key, verify]) => isMade(verify, key, signature));
  if (streamed) return streamed[0];
  const message = Buffer.concat(pieces);
  const signer = mayHoldWhole ? whole.find((key) => signs(key, message, signature)) : undefined;
  if (signer) return signer;
  if (whole.length > 0 && !mayHoldWhole) {
    const words = 'An Ed25519 signature of the bytes themselves is checked up to 64 MiB. Sign the digest instead.';
    throw new Unverifiable('OVERSIZE', words);
  }
  throw wrongKey();
}

function isMade(verify: Verify, key: TrustedKey, signature: Uint8Array): boolean {
  try {
    return verify.verify(key.publicKeyPem, signature);
  } catch {
    return false;
  }
}
