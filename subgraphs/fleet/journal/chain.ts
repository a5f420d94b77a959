/**
 * The texts that a device hashes and signs, byte for byte. Every record's hash covers the hash before it, so that
 * neither content nor order nor membership can be changed without breaking every hash after it. Pure: SHA-256 comes in.
 */
import type { JournalClass, JournalDrop } from '../replay/events.ts';

/** SHA-256 of UTF-8 text as lower-case hex. */
export type Sha256 = (text: string) => string;

/** Which chain: each epoch of a device has its own. */
export type ChainOf = { readonly deviceId: string; readonly epoch: number };

/** A record of a journal as a device uploads it. */
export type JournalRecord = {
  readonly seq: number;
  readonly class: JournalClass;
  readonly kind: string;
  readonly atMs: number;
  readonly body: string;
  readonly hash: string;
  /** Base64 of the device key's signature over the text of `hash`. */
  readonly signature: string;
};

/** The hash before the first record of an epoch. */
export function firstHash(sha256: Sha256, { deviceId, epoch }: ChainOf): string {
  return sha256(`flotilla journal 1\n${deviceId}\n${epoch}`);
}

/** The hash a record must have after the given one. Kinds have no line breaks, or two records could share a text. */
export function recordHash(
  sha256: Sha256,
  { deviceId, epoch }: ChainOf,
  record: Omit<JournalRecord, 'hash' | 'signature'> & { readonly previousHash: string },
): string {
  const { seq, class: about, kind, atMs, body, previousHash } = record;
  const parts = ['flotilla journal 1', deviceId, epoch, seq, about, kind, atMs, sha256(body), previousHash];
  return sha256(parts.join('\n'));
}

/** The text a device signs to declare a range as dropped. */
export function dropText(
  { deviceId, epoch }: ChainOf,
  drop: Pick<JournalDrop, 'fromSeq' | 'toSeq' | 'count' | 'reason' | 'lastHash'>,
): string {
  const { fromSeq, toSeq, count, reason, lastHash } = drop;
  return ['flotilla journal drop 1', deviceId, epoch, fromSeq, toSeq, count, reason, lastHash].join('\n');
}
