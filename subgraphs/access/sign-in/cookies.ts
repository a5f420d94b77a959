/** Cookies as the sign-in routes read and write them; every one is HttpOnly and SameSite=Lax. */
import type { IncomingMessage } from 'node:http';

/** The cookie that holds the session's token. */
export const sessionCookie = 'flotilla_session';

/** One cookie to set. A life of 0 removes it. */
export type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly maxAgeS: number;
  readonly isSecure: boolean;
};

/** The value of a `set-cookie` header. */
export function printCookie(cookie: Cookie): string {
  const { name, value, path, maxAgeS } = cookie;
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${cookie.isSecure ? '; Secure' : ''}`;
}

/** The value of a cookie of a request, or null. The first one counts when there are several of the name. */
export function readCookie(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
