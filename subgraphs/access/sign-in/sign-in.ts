/**
 * Sign-in by authorization code with PKCE: `GET /auth/login` sends the browser to the issuer, `GET /auth/callback`
 * takes its answer, and a session begins. Who the person is comes from the issuer; whether they may come in, and as
 * whom, is decided here.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Viewer } from '@flotilla/kernel/viewer';
import * as oidc from 'openid-client';
import type { Activity } from '../activity.ts';
import { sessionAggregate, userAggregate } from '../aggregates.ts';
import type { AccessConfig } from '../config.ts';
import { refusingDuplicates } from '../duplicates.ts';
import { findMemberships, type Membership } from '../introspection/lookups.ts';
import { hashSecret, newSecret } from '../secrets.ts';
import { attemptCookie, attemptTtlS, openAttempt, sealAttempt, type Attempt } from './attempt.ts';
import { printCookie, readCookie, sessionCookie } from './cookies.ts';
import type { Identity, Issuer } from './issuer.ts';
import { chooseMembership } from './membership.ts';
import { redirect } from './reply.ts';
import { localPath } from './return-to.ts';
import type { SignOut } from './sign-out.ts';

const callbackPath = '/auth/callback';

/** What sign-in works with. */
export type SignInParts = {
  readonly config: AccessConfig;
  readonly issuer: Issuer;
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly activity: Activity;
  readonly signOut: SignOut;
};

/** The two routes of sign-in. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #isSecure: boolean;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#isSecure = parts.config.redirectUrl.startsWith('https:');
  }

  /** `GET /auth/login?returnTo=/…&tenant=<slug>&prompt=login`: the way to the issuer; all parameters optional. */
  async login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = queryOf(request);
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      returnTo: localPath(query.get('returnTo')),
      tenant: query.get('tenant')?.slice(0, 40) || null,
    };
    const location = await this.#parts.issuer.authorizationUrl(attempt, {
      mustAskAgain: query.get('prompt') === 'login',
    });
    const sealed = await sealAttempt(attempt, this.#parts.config.cookieKey);
    redirect(response, location, [this.#attemptCookie(attempt.state, sealed, attemptTtlS)]);
  }

  /** `GET /auth/callback`: the issuer's answer. Refuses unless this browser asked for it less than ten minutes ago. */
  async callback(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { config, issuer, activity } = this.#parts;
    const state = queryOf(request).get('state') ?? '';
    const sealed = readCookie(request, attemptCookie(state));
    const attempt = sealed === null ? null : await openAttempt(sealed, state, config.cookieKey);
    if (!attempt) {
      const words = 'This sign-in took too long, or began in another browser. Start again.';
      throw new Refusal('INVALID_INPUT', words, { argument: 'state' });
    }
    const identity = await issuer.exchange(searchOf(request), attempt);
    const membership = await this.#admit(identity, attempt.tenant);
    await this.#parts.signOut.end(request, 'REPLACED');
    const { sessionId, token } = await this.#startSession(membership, request.headers['user-agent'] ?? null);
    await activity.record({
      tenantId: membership.tenantId,
      subjectIds: [membership.userId, sessionId],
      seenAt: null,
    });
    redirect(response, `${config.consoleUrl}${attempt.returnTo}`, [
      this.#attemptCookie(state, '', 0),
      printCookie({
        name: sessionCookie,
        value: token,
        path: '/',
        maxAgeS: config.sessionTtlS,
        isSecure: this.#isSecure,
      }),
    ]);
  }

  /** The membership to act as, bound to the identity if this is its first sign-in. */
  async #admit(identity: Identity, tenant: string | null): Promise<Membership> {
    const { database, tail } = this.#parts;
    const membership = chooseMembership(await findMemberships(database, identity), tenant);
    if (membership.isBound) return membership;
    const { issuer, subject } = identity;
    await refusingDuplicates(() =>
      handle(database, userAggregate, {
        id: membership.userId,
        viewer: viewerOf(membership),
        command: { type: 'BindIdentity', issuer, subject },
      }),
    );
    tail.committed();
    return membership;
  }

  async #startSession(
    membership: Membership,
    userAgent: string | null,
  ): Promise<{ readonly sessionId: string; readonly token: string }> {
    const { config, database, tail } = this.#parts;
    const [sessionId, token] = [randomUUID(), newSecret()];
    await handle(database, sessionAggregate, {
      id: sessionId,
      viewer: viewerOf(membership),
      command: {
        type: 'StartSession',
        sessionId,
        userId: membership.userId,
        tokenHash: hashSecret(token),
        userAgent,
        now: new Date().toISOString(),
        ttlS: config.sessionTtlS,
      },
    });
    tail.committed();
    return { sessionId, token };
  }

  #attemptCookie(state: string, value: string, maxAgeS: number): string {
    return printCookie({ name: attemptCookie(state), value, path: callbackPath, maxAgeS, isSecure: this.#isSecure });
  }
}

/** The person who is signing in, as the actor of the events that causes. */
function viewerOf(membership: Membership): Viewer {
  return {
    kind: 'user',
    subject: membership.userId,
    tenantId: membership.tenantId,
    roles: membership.roles,
    scopes: [],
    sessionId: null,
    certificateFingerprint: null,
    requestId: randomUUID(),
  };
}

function searchOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

function queryOf(request: IncomingMessage): URLSearchParams {
  return new URLSearchParams(searchOf(request));
}
