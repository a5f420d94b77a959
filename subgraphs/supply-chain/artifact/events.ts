/**
 * What can happen to an artifact, as facts. The bytes, and those of what is said about them, are in the blob store under
 * the digests that these facts name.
 */
import type { Event } from '@flotilla/kernel/event';
import type { KeyRole } from '../verification/key-words.ts';
import type { EvidenceKind } from '../verification/media-types.ts';
import type { Provenance } from '../verification/provenance-words.ts';
import type { Reason } from '../verification/reason.ts';

/** Where an artifact may be used, the most careful last. */
export type Channel = 'dev' | 'canary' | 'prod';

/** A key that vouches for an artifact, and in which evidence. */
export type ArtifactSigner = { readonly keyId: string; readonly role: KeyRole; readonly evidenceId: string };

/** What was found wrong; `evidenceId` is null where it is about the artifact as a whole. */
export type ArtifactFault = {
  readonly reason: Reason;
  readonly words: string;
  readonly evidenceId: string | null;
};

/** Somebody says that there will be bytes of this digest. */
export type ArtifactRegistered = Event<
  'ArtifactRegistered',
  {
    readonly artifactId: string;
    readonly name: string;
    readonly version: string;
    readonly mediaType: string;
    /** `sha256:` and 64 hex digits. */
    readonly digest: string;
    readonly size: number;
    /** Where else the bytes can be had, https only. */
    readonly mirrors: readonly string[];
    /** Days its bytes are kept after it was withdrawn; null for ever. */
    readonly retentionDays: number | null;
  }
>;

/** The bytes are here, and they are those. */
export type ArtifactUploaded = Event<
  'ArtifactUploaded',
  { readonly artifactId: string; readonly digest: string; readonly size: number }
>;

/** Something is said about the artifact: a signature, where it comes from, what it is made of. */
export type ArtifactEvidenceAttached = Event<
  'ArtifactEvidenceAttached',
  {
    readonly artifactId: string;
    readonly evidenceId: string;
    readonly mediaType: string;
    readonly kind: EvidenceKind;
    readonly digest: string;
    readonly size: number;
  }
>;

/** Bytes and signatures are what they should be. */
export type ArtifactVerified = Event<
  'ArtifactVerified',
  {
    readonly artifactId: string;
    readonly signers: readonly ArtifactSigner[];
    /** Of signatures that do not count and were not needed. */
    readonly faults: readonly ArtifactFault[];
    readonly provenance: readonly Provenance[];
    readonly sboms: readonly {
      readonly evidenceId: string;
      readonly specVersion: string;
      readonly components: number;
    }[];
  }
>;

/** They are not. It can be used nowhere, whatever its channel was. */
export type ArtifactRejected = Event<
  'ArtifactRejected',
  { readonly artifactId: string; readonly reason: Reason; readonly faults: readonly ArtifactFault[] }
>;

/** It may be used in one channel more. */
export type ArtifactPromoted = Event<
  'ArtifactPromoted',
  { readonly artifactId: string; readonly channel: Channel; readonly from: Channel | null }
>;

/** Nobody shall begin to use it any more, for good. */
export type ArtifactWithdrawn = Event<'ArtifactWithdrawn', { readonly artifactId: string; readonly reason: string }>;

/** Whoever holds a token may pull the bytes until it is over. Neither the token nor its hash is here. */
export type ArtifactPullTokenIssued = Event<
  'ArtifactPullTokenIssued',
  { readonly artifactId: string; readonly tokenId: string; readonly expiresAt: string }
>;

/** Its bytes are not kept any more: it was withdrawn, and its time is over. */
export type ArtifactBytesRemoved = Event<'ArtifactBytesRemoved', { readonly artifactId: string }>;

/** Every fact of the stream `artifact-<id>`. */
export type ArtifactEvent =
  | ArtifactRegistered
  | ArtifactUploaded
  | ArtifactEvidenceAttached
  | ArtifactVerified
  | ArtifactRejected
  | ArtifactPromoted
  | ArtifactWithdrawn
  | ArtifactPullTokenIssued
  | ArtifactBytesRemoved;
