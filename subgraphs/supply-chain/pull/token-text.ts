/** The text of a pull token: a secret that opens one artifact for some minutes. Only its hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

const prefix = 'flpull1.';
const shape = /^flpull1\.[A-Za-z0-9_-]{43}$/;

/** A new token. */
export function newPullToken(): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a token. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The token of an `Authorization: Bearer` header; null where it holds none of ours. */
export function pullTokenIn(authorization: string | undefined): string | null {
  const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return shape.test(token) ? token : null;
}
