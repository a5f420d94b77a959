/**
 * A sign-in under way, kept by the browser itself in an encrypted cookie: no table to fill by anonymous requests,
 * and any replica can finish what another began. The cookie binds the answer of the issuer to the browser that asked.
 */
import { EncryptJWT, jwtDecrypt } from 'jose';
import { localPath } from './return-to.ts';

/** How long a person may take at the issuer, in seconds. */
export const attemptTtlS = 600;

/** What must be remembered until the issuer answers. */
export type Attempt = {
  readonly state: string;
  readonly nonce: string;
  /** PKCE: the secret whose digest the issuer was given. */
  readonly verifier: string;
  readonly returnTo: string;
  /** The slug of the tenant to sign in to; null: the one used last. */
  readonly tenant: string | null;
};

/** The name of an attempt's cookie: one per attempt, so that two tabs do not spoil each other's. */
export function attemptCookie(state: string): string {
  return `flotilla_sign_in_${state.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
}

/** Encrypts an attempt for its cookie. */
export async function sealAttempt(attempt: Attempt, key: Uint8Array): Promise<string> {
  return new EncryptJWT({ ...attempt })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuedAt()
    .setExpirationTime(`${attemptTtlS}s`)
    .encrypt(key);
}

/** The attempt in a cookie, or null when it is not ours, too old, or of another state. */
export async function openAttempt(sealed: string, state: string, key: Uint8Array): Promise<Attempt | null> {
  const opened = await jwtDecrypt(sealed, key, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch(() => null);
  if (!opened || opened.payload['state'] !== state) return null;
  const { nonce, verifier, returnTo, tenant } = opened.payload;
  if (typeof nonce !== 'string' || typeof verifier !== 'string') return null;
  return {
    state,
    nonce,
    verifier,
    returnTo: localPath(typeof returnTo === 'string' ? returnTo : null),
    tenant: typeof tenant === 'string' ? tenant : null,
  };
}
