/**
 * What can happen to a session. The event keeps the SHA-256 of the session's 256-bit random token, from which the
 * token cannot be found, so that the rows can be rebuilt from the log; the token itself is never recorded.
 */
import type { Event } from '@flotilla/kernel/event';

/** A person signed in, in one browser, and holds a session until it expires, idles or is revoked. */
export type SessionStarted = Event<
  'SessionStarted',
  {
    readonly sessionId: string;
    readonly userId: string;
    /** SHA-256 of the token, base64url. */
    readonly tokenHash: string;
    /** What the browser called itself, shortened; null when it did not say. */
    readonly userAgent: string | null;
    /** RFC 3339. The session ends then, however busy it is. */
    readonly expiresAt: string;
  }
>;

/** A session is over before its time. */
export type SessionRevoked = Event<
  'SessionRevoked',
  { readonly sessionId: string; readonly userId: string; readonly reason: SessionEndReason }
>;

/** Why a session is over before its time: the person signed out here, somebody revoked it, or a new one replaced it. */
export type SessionEndReason = 'SIGNED_OUT' | 'REVOKED' | 'REPLACED';

/** Every event of a session. */
export type SessionEvent = SessionStarted | SessionRevoked;
