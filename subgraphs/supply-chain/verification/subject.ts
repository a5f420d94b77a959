/**
 * What all evidence is about: bytes of a known digest and length. They are read as a stream, as often as a signature of
 * the bytes themselves demands it, and never trusted to be what they were when they came.
 */
import { createHash } from 'node:crypto';
import { Unverifiable } from './reason.ts';

/** The bytes as they are claimed to be, and how to read them. */
export type Subject = {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  readonly size: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

/** The digest of bytes at hand. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Reads all of it and throws unless length and digest are what is claimed. `take` sees each piece on its way. */
export async function assertIntact(subject: Subject, take: (piece: Uint8Array) => void = () => {}): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of subject.bytes()) {
    size += piece.length;
    // Whoever goes on sending is not listened to further.
    if (size > subject.size)
      throw new Unverifiable('OVERSIZE', `There are more than the ${subject.size} bytes registered.`);
    hash.update(piece);
    take(piece);
  }
  if (size < subject.size) {
    throw new Unverifiable('TRUNCATED', `There are ${size} bytes instead of the ${subject.size} registered.`);
  }
  const digest = `sha256:${hash.digest('hex')}`;
  if (digest !== subject.digest) {
    throw new Unverifiable('DIGEST_MISMATCH', `The bytes are ${digest}, not ${subject.digest}. Upload them again.`);
  }
}
