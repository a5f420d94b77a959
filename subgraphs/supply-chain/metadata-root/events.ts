/** What can happen to the root of a tenant's update metadata, as facts: whose word counts is a decision of people. */
import type { Event } from '@flotilla/kernel/event';
import type { KeyAlgorithm } from '../verification/key-words.ts';

/** A key that speaks for a root. */
export type RootKey = {
  /** As the metadata names it. */
  readonly keyId: string;
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
  readonly publicKeyPem: string;
};

/** How many of which keys must sign. */
export type RootTerms = { readonly keyIds: readonly string[]; readonly threshold: number };

/** A signature of a root by one key. */
export type RootSignature = {
  readonly keyId: string;
  /** Lower-case hex. */
  readonly signature: string;
};

/** There is a next root to be signed, by enough keys of the root before it and of its own. */
export type MetadataRootProposed = Event<
  'MetadataRootProposed',
  {
    readonly proposalId: string;
    readonly version: number;
    readonly keys: readonly RootKey[];
    readonly threshold: number;
    readonly previous: RootTerms;
    /** The part that is signed, as JSON. */
    readonly content: string;
    /** RFC 3339: when the root itself would be over. */
    readonly expiresAt: string;
    /** RFC 3339: until when it can be signed. */
    readonly openUntil: string;
  }
>;

/** One key has signed it. */
export type MetadataRootSigned = Event<
  'MetadataRootSigned',
  { readonly proposalId: string; readonly version: number } & RootSignature
>;

/** Enough keys have signed it, and it counts from now on. */
export type MetadataRootPublished = Event<
  'MetadataRootPublished',
  { readonly proposalId: string; readonly version: number }
>;

/** It will not be. */
export type MetadataRootDiscarded = Event<
  'MetadataRootDiscarded',
  { readonly proposalId: string; readonly version: number; readonly reason: string }
>;

/** Every fact of the stream `metadata_root-<tenantId>`. */
export type MetadataRootEvent =
  MetadataRootProposed | MetadataRootSigned | MetadataRootPublished | MetadataRootDiscarded;
