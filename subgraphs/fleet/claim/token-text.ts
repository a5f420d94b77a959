/**
 * The text of an enrollment token: everything an agent needs to come in, in one copyable word. It carries the
 * fingerprint of the authority, so the agent can tell the real agents' door from a false one before it trusts anybody.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '@flotilla/kernel/errors';

const prefix = 'flt1.';

/** What a token says: the agents' URL, the fingerprint of the certificate authority, the secret. */
export type TokenText = { readonly u: string; readonly f: string; readonly s: string };

/** A new secret: 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a secret, hex. A fast hash is enough: the secret is random, lives minutes and works once. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Writes a token. */
export function printToken(token: TokenText): string {
  return prefix + Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Reads the secret of a token. Refuses with INVALID_INPUT when the text is no token; the text itself is not repeated. */
export function secretOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith(prefix) && trimmed.length < 2_000) {
    try {
      const { s } = JSON.parse(Buffer.from(trimmed.slice(prefix.length), 'base64url').toString()) as Partial<TokenText>;
      if (typeof s === 'string' && s.length >= 32) return s;
    } catch {
      // Falls through: text that does not decode is refused like a token of another make.
    }
  }
  throw new Refusal('INVALID_INPUT', 'This is not an enrollment token. Copy all of it, beginning with flt1.', {
    element: 'token',
  });
}
