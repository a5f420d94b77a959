/** What can happen to the signing keys of a tenant, as facts. Only public keys are ever known here. */
import type { Event } from '@flotilla/kernel/event';
import type { KeyAlgorithm, KeyRole } from '../verification/key-words.ts';

/** A key is trusted from now on, in one role and for a time. */
export type SigningKeyAdded = Event<
  'SigningKeyAdded',
  {
    /** SHA-256 of its SPKI form, lower-case hex. */
    readonly keyId: string;
    readonly name: string;
    readonly role: KeyRole;
    readonly algorithm: KeyAlgorithm;
    readonly publicKeyPem: string;
    /** RFC 3339. */
    readonly validFrom: string;
    readonly validUntil: string | null;
  }
>;

/** Another key takes its place; this one is good until the end of the overlap. */
export type SigningKeyRotated = Event<
  'SigningKeyRotated',
  { readonly keyId: string; readonly successorId: string; readonly validUntil: string }
>;

/** Nothing this key ever signed is believed any more. */
export type SigningKeyRevoked = Event<
  'SigningKeyRevoked',
  { readonly keyId: string; readonly reason: string; readonly revokedAt: string }
>;

/** So many different keys of a role must sign an artifact from now on. */
export type SigningThresholdChanged = Event<
  'SigningThresholdChanged',
  { readonly role: KeyRole; readonly threshold: number }
>;

/** Every fact of the stream `signing_key-<tenantId>`. */
export type SigningKeyEvent = SigningKeyAdded | SigningKeyRotated | SigningKeyRevoked | SigningThresholdChanged;
