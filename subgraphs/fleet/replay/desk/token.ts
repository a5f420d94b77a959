/**
 * The token of a session: its number, so that a superseded one can be told from a wrong one, and 32 random bytes, of
 * which only the hash is kept. It is worth something only together with the certificate the session was opened with.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '@flotilla/kernel/errors';
import { sha256 } from '../../journal/signature.ts';
import type { Head } from './head.ts';

/** A new token for the session with this number. */
export function newToken(sessionEpoch: number): string {
  return `r1.${sessionEpoch}.${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a token. */
export function tokenHashOf(token: string): string {
  return sha256(token);
}

/**
 * The number of the session that a token opens. Refuses with FORBIDDEN what is not a token, not this session's or shown
 * with another certificate. An older number passes: what it means is for the decider to say.
 */
export function sessionEpochOf(token: string, head: Head, fingerprint: string): number {
  const epoch = Number(/^r1\.(\d{1,9})\.[\w-]{43}$/.exec(token)?.[1] ?? Number.NaN);
  const { sessionEpoch } = head.state;
  if (!(epoch <= sessionEpoch) || head.tokenHash === null) throw foreign();
  if (epoch < sessionEpoch) return epoch;
  if (!timingSafeEqual(Buffer.from(tokenHashOf(token)), Buffer.from(head.tokenHash))) throw foreign();
  if (head.fingerprint !== fingerprint) {
    const words = 'This session was opened with another certificate. Say hello again with the present one.';
    throw new Refusal('FORBIDDEN', words, { session: 'OTHER_CERTIFICATE' });
  }
  return epoch;
}

function foreign(): Refusal {
  return new Refusal('FORBIDDEN', 'This is not the token of a session of this device.', { session: 'FOREIGN' });
}
