/**
 * The gateway's two questions: who presents this token, and which of these callers may still act. Every request of
 * every person and machine asks the first, every live delivery the second, so both are one query and no cache: a
 * revocation, a suspension or a change of roles counts from the next answer on.
 */
import type { Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { Role } from '@flotilla/kernel/viewer';
import type { Activity } from '../activity.ts';
import { isSecretOf, parseServiceToken } from '../secrets.ts';
import type { Issuer } from '../sign-in/issuer.ts';
import { isUuid } from '../uuid.ts';
import { findLiveCallers, findLiveServiceAccount, findMemberships, findSessionByToken } from './lookups.ts';

/** What the gateway learns of a token. `sid` is what it asks again with; only for sessions is it the session's id. */
export type Introspected =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly kind: 'user' | 'service';
      readonly sub: string;
      readonly tenant: string;
      readonly roles: readonly Role[];
      readonly scopes: readonly string[];
      readonly sid: string;
      /** RFC 3339. */
      readonly expiresAt: string;
    };

/** What introspection works with. */
export type IntrospectionParts = {
  readonly database: Database;
  readonly issuer: Issuer;
  readonly activity: Activity;
  readonly sessionIdleS: number;
};

const inactive = { active: false } as const;
const sidsMax = 5000;
const tokenLengthMax = 8192;

/** Answers the gateway. */
export class Introspection {
  readonly #parts: IntrospectionParts;

  constructor(parts: IntrospectionParts) {
    this.#parts = parts;
  }

  /** `{ sessionToken } | { bearer }` → who that is. A token that is unknown, over or forged is merely not active. */
  async introspect(body: unknown): Promise<Introspected> {
    const { sessionToken, bearer } = (body ?? {}) as Record<string, unknown>;
    const token = sessionToken ?? bearer;
    if (typeof token !== 'string' || token === '' || token.length > tokenLengthMax) {
      if (typeof token === 'string') return inactive;
      throw new Refusal('INVALID_INPUT', 'Send { "sessionToken": … } or { "bearer": … }.');
    }
    if (token === sessionToken) return this.#ofSession(token);
    return token.startsWith('fsa_') ? this.#ofServiceAccount(token) : this.#ofJwt(token);
  }

  /** `{ sids }` → those that may still act, and the roles of people among them. */
  async introspectSessions(body: unknown): Promise<{ active: string[]; rolesBySid: Record<string, readonly Role[]> }> {
    const { sids } = (body ?? {}) as { sids?: unknown };
    if (!Array.isArray(sids) || sids.length > sidsMax) {
      throw new Refusal('INVALID_INPUT', `Send { "sids": [...] } with ${sidsMax} at most.`);
    }
    const asked = sids.filter((sid): sid is string => typeof sid === 'string');
    const ids = (prefix: string) =>
      asked.filter((sid) => sid.startsWith(prefix)).flatMap((sid) => idAfter(sid, prefix));
    const callers = await findLiveCallers(this.#parts.database, {
      sessions: asked.filter(isUuid),
      users: ids('user:'),
      services: ids('service:'),
      idleS: this.#parts.sessionIdleS,
    });
    const rolesBySid = Object.fromEntries(
      callers.map((caller) => [caller.kind === 'session' ? caller.id : `${caller.kind}:${caller.id}`, caller.roles]),
    );
    return { active: Object.keys(rolesBySid), rolesBySid };
  }

  async #ofSession(token: string): Promise<Introspected> {
    const { database, activity, sessionIdleS: idleS } = this.#parts;
    const session = await findSessionByToken(database, { token, idleS });
    if (!session) return inactive;
    const { tenantId, sessionId, userId, seenAt } = session;
    activity.note({ tenantId, subjectIds: [userId, sessionId], seenAt });
    return {
      active: true,
      kind: 'user',
      sub: userId,
      tenant: tenantId,
      roles: session.roles,
      scopes: [],
      sid: sessionId,
      expiresAt: session.expiresAt.toISOString(),
    };
  }

  async #ofServiceAccount(token: string): Promise<Introspected> {
    const parts = parseServiceToken(token);
    const account = parts && (await findLiveServiceAccount(this.#parts.database, parts.id));
    if (!account || !isSecretOf(parts.secret, account.secretHash)) return inactive;
    this.#parts.activity.note({ tenantId: account.tenantId, subjectIds: [parts.id], seenAt: account.seenAt });
    return {
      active: true,
      kind: 'service',
      sub: parts.id,
      tenant: account.tenantId,
      roles: [],
      scopes: account.scopes,
      sid: `service:${parts.id}`,
      expiresAt: account.expiresAt.toISOString(),
    };
  }

  /** A JWT is the person's at the issuer; what the person may do here comes from the membership, not from the JWT. */
  async #ofJwt(jwt: string): Promise<Introspected> {
    if (jwt.split('.').length !== 3) return inactive;
    const { database, issuer, activity } = this.#parts;
    const proved = await issuer.identify(jwt);
    if (!proved) return inactive;
    const membership = (await findMemberships(database, proved.identity)).find((each) => each.status === 'ACTIVE');
    if (!membership) return inactive;
    const { tenantId, userId } = membership;
    activity.note({ tenantId, subjectIds: [userId], seenAt: membership.seenAt });
    return {
      active: true,
      kind: 'user',
      sub: userId,
      tenant: tenantId,
      roles: membership.roles,
      scopes: [],
      sid: `user:${userId}`,
      expiresAt: proved.expiresAt.toISOString(),
    };
  }
}

function idAfter(sid: string, prefix: string): string[] {
  const id = sid.slice(prefix.length);
  return isUuid(id) ? [id] : [];
}
