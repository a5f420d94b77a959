/**
 * The texts a device hashes and signs for its journal, byte for byte as the control plane rebuilds them. Every record's
 * hash covers the hash before it, so that neither content nor order nor membership can be changed afterwards. Pure.
 */
import { createHash } from 'node:crypto';
import type { JournalDrop, JournalRecord } from '../wire.ts';

/** Which chain: each epoch of a device has its own. */
export type ChainOf = { readonly deviceId: string; readonly epoch: number };

/** The hash before the first record of an epoch. */
export function firstHash({ deviceId, epoch }: ChainOf): string {
  return sha256(`flotilla journal 1\n${deviceId}\n${epoch}`);
}

/** The hash of a record that follows the one with `previousHash`. */
export function recordHash(
  { deviceId, epoch }: ChainOf,
  record: Omit<JournalRecord, 'hash' | 'signature'> & { readonly previousHash: string },
): string {
  const { seq, class: about, kind, atMs, body, previousHash } = record;
  const parts = ['flotilla journal 1', deviceId, epoch, seq, about, kind, atMs, sha256(body), previousHash];
  return sha256(parts.join('\n'));
}

/** The text that is signed to give a range up. The chain goes on from its `lastHash`. */
export function dropText({ deviceId, epoch }: ChainOf, drop: Omit<JournalDrop, 'signature'>): string {
  const { fromSeq, toSeq, count, reason, lastHash } = drop;
  return ['flotilla journal drop 1', deviceId, epoch, fromSeq, toSeq, count, reason, lastHash].join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
