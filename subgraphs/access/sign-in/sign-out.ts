/**
 * Signing out: `POST /auth/logout` ends the session here and tells the browser where it can end the one it has with
 * the issuer. A foreign page cannot sign anybody out: the request must come from the console or from this API.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { sessionAggregate } from '../aggregates.ts';
import type { AccessConfig } from '../config.ts';
import { findSessionByToken } from '../introspection/lookups.ts';
import type { SessionEndReason } from '../session/events.ts';
import { printCookie, readCookie, sessionCookie } from './cookies.ts';
import type { Issuer } from './issuer.ts';
import { redirect, sendJson, wantsPage } from './reply.ts';

/** What signing out works with. */
export type SignOutParts = {
  readonly config: AccessConfig;
  readonly issuer: Issuer;
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
};

/** The route of signing out. */
export class SignOut {
  readonly #parts: SignOutParts;
  readonly #origins: ReadonlySet<string>;

  constructor(parts: SignOutParts) {
    this.#parts = parts;
    this.#origins = new Set([parts.config.consoleUrl, parts.config.redirectUrl].map((url) => new URL(url).origin));
  }

  /** `POST /auth/logout`: a form is redirected, a script gets `{ redirectTo }`. Signing out twice is no error. */
  async logout(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#refuseForeign(request);
    await this.end(request, 'SIGNED_OUT');
    const { config, issuer } = this.#parts;
    const redirectTo = String((await issuer.endSessionUrl()) ?? config.consoleUrl);
    const isSecure = config.redirectUrl.startsWith('https:');
    const forget = printCookie({ name: sessionCookie, value: '', path: '/', maxAgeS: 0, isSecure });
    if (wantsPage(request)) redirect(response, redirectTo, [forget]);
    else sendJson(response, { redirectTo }, [forget]);
  }

  /** Ends the session of the request's cookie, if it has one that is still good. */
  async end(request: IncomingMessage, reason: SessionEndReason): Promise<void> {
    const token = readCookie(request, sessionCookie);
    if (!token) return;
    const { config, database, tail } = this.#parts;
    const session = await findSessionByToken(database, { token, idleS: config.sessionIdleS });
    if (!session) return;
    await handle(database, sessionAggregate, {
      id: session.sessionId,
      viewer: {
        kind: 'user',
        subject: session.userId,
        tenantId: session.tenantId,
        roles: session.roles,
        scopes: [],
        sessionId: session.sessionId,
        certificateFingerprint: null,
        requestId: randomUUID(),
      },
      command: { type: 'RevokeSession', reason },
    });
    tail.committed();
  }

  /** Browsers name the page a POST comes from; one that names none, or another, is turned away. */
  #refuseForeign(request: IncomingMessage): void {
    const { origin } = request.headers;
    if (origin !== undefined && this.#origins.has(origin)) return;
    if (origin === undefined && request.headers['sec-fetch-site'] === 'same-origin') return;
    throw new Refusal('FORBIDDEN', 'Sign out from the console: this request comes from another page.', {
      header: 'origin',
    });
  }
}
