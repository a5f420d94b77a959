/**
 * What can happen to a service account. The event keeps the SHA-256 of the account's 256-bit random secret, from
 * which the secret cannot be found, so that the rows can be rebuilt from the log.
 */
import type { Event } from '@flotilla/kernel/event';

/** One thing a service account can be allowed to do. */
export type Scope = 'fleet:read' | 'fleet:write' | 'telemetry:read' | 'access:read' | 'access:write';

/** A machine may act in the tenant with these scopes until it expires. */
export type ServiceAccountCreated = Event<
  'ServiceAccountCreated',
  {
    readonly serviceAccountId: string;
    readonly name: string;
    readonly scopes: readonly Scope[];
    /** RFC 3339. */
    readonly expiresAt: string;
    /** SHA-256 of the secret, base64url. */
    readonly secretHash: string;
  }
>;

/** The machine may not act any more; there is no way back. */
export type ServiceAccountRevoked = Event<'ServiceAccountRevoked', { readonly serviceAccountId: string }>;

/** Every event of a service account. */
export type ServiceAccountEvent = ServiceAccountCreated | ServiceAccountRevoked;
