/**
 * Secrets that callers present: made of 256 random bits, kept only as their SHA-256. A plain digest is enough where
 * the secret cannot be guessed; a slow one would only slow down every request.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret: 256 random bits as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: base64url of its SHA-256. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether a presented secret is the one a hash was made of, in time that does not tell how much of it is right. */
export function isSecretOf(secret: string, hash: string): boolean {
  const [presented, kept] = [Buffer.from(hashSecret(secret)), Buffer.from(hash)];
  return presented.length === kept.length && timingSafeEqual(presented, kept);
}

const serviceTokenShape = /^fsa_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** The bearer token of a service account: `fsa_<id>_<secret>`, recognisable to secret scanners by its prefix. */
export function printServiceToken(id: string, secret: string): string {
  return `fsa_${id}_${secret}`;
}

/** The parts of a service account's token, or null when the text is something else. */
export function parseServiceToken(token: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = serviceTokenShape.exec(token) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}
