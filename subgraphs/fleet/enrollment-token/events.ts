/**
 * What can happen to an enrollment token, as facts. The secret is in none of them, nor is its hash: facts are read by
 * many, and the hash is only needed where a token is redeemed.
 */
import type { Event } from '@flotilla/kernel/event';

/** A one-use token was made; whoever redeems it becomes a pending device with these properties. */
export type EnrollmentTokenCreated = Event<
  'EnrollmentTokenCreated',
  {
    readonly tokenId: string;
    readonly domainId: string;
    readonly locationId: string | null;
    readonly labels: readonly { readonly key: string; readonly value: string }[];
    readonly channel: string;
    /** RFC 3339, by the database's clock. */
    readonly expiresAt: string;
  }
>;

/** The token was used by the one device it served. */
export type EnrollmentTokenRedeemed = Event<
  'EnrollmentTokenRedeemed',
  { readonly tokenId: string; readonly deviceId: string }
>;

/** A person made an unused token worthless. */
export type EnrollmentTokenRevoked = Event<'EnrollmentTokenRevoked', { readonly tokenId: string }>;

/** Somebody showed the token after another key had redeemed it. At most one fact a minute; `attempts` are all so far. */
export type EnrollmentTokenReuseAttempted = Event<
  'EnrollmentTokenReuseAttempted',
  { readonly tokenId: string; readonly attempts: number }
>;

/** Every fact of the stream `enrollment_token-<id>`. */
export type EnrollmentTokenEvent =
  EnrollmentTokenCreated | EnrollmentTokenRedeemed | EnrollmentTokenRevoked | EnrollmentTokenReuseAttempted;
