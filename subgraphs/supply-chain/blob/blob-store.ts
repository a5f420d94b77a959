/**
 * Where bytes are kept, by what they are and whose they are. Two tenants that keep the same bytes keep them twice: what
 * one has must not be told to the other by how long an upload takes.
 */
import type { Readable } from 'node:stream';

/** Names bytes of a tenant. */
export type BlobKey = { readonly tenantId: string; readonly digest: string };

/** A part of bytes that are on their way. */
export type BlobPart = {
  /** Where the part begins; it must be where the last one ended. */
  readonly offset: number;
  /** Bytes of the whole. */
  readonly size: number;
  readonly source: AsyncIterable<Uint8Array>;
};

/** How far an upload has come. */
export type BlobProgress = { readonly received: number; readonly isComplete: boolean };

/** Bytes from `start` to `end`, both inclusive. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A part does not begin where the last one ended: the sender goes on at `received`. */
export class OffsetConflict extends Error {
  override readonly name = 'OffsetConflict';
  readonly received: number;

  constructor(received: number) {
    super(`the upload goes on at ${received}`);
    this.received = received;
  }
}

/** A store of bytes. What it finds wrong with bytes or names it throws as `Unverifiable`. */
export type BlobStore = {
  /** How far the bytes have come. */
  progress(key: BlobKey): Promise<BlobProgress>;
  /**
   * Takes a part. The last one makes the bytes readable, if they are what they are called; what is not is thrown away.
   * Parts that break off leave what came. Throws `OffsetConflict` where a part does not fit.
   */
  append(key: BlobKey, part: BlobPart): Promise<BlobProgress>;
  /** Reads complete bytes; null where there are none. */
  read(key: BlobKey, range?: ByteRange): Promise<{ readonly size: number; readonly stream: Readable } | null>;
  /** Forgets bytes, complete or not. */
  remove(key: BlobKey): Promise<void>;
};
