/**
 * Who a credential speaks for, asked of access and remembered for at most a second. A mutation in access through this
 * gateway, e.g. a revoked session, makes it forget at once, so that the very next call is asked again.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { roles as knownRoles, type Role } from '@flotilla/kernel/viewer';
import { anonymous, type Caller, type Credential } from '../caller.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';

const rememberedMs = 1000;
const rememberedMax = 10_000;

type Remembered = { readonly askedAt: number; readonly answer: Promise<Caller | null> };

/** What access says of one credential. */
type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly kind: string;
      readonly sub: string;
      readonly tenant: string | null;
      readonly roles?: readonly string[];
      readonly scopes?: readonly string[];
      /** What access is asked about again; of a service account or a JWT it is no session's id. */
      readonly sid?: string | null;
      readonly expiresAt?: string;
    };

/** The credentials met lately. */
export class Sessions {
  readonly #subgraphs: Subgraphs;
  readonly #remembered = new Map<string, Remembered>();

  constructor(subgraphs: Subgraphs) {
    this.#subgraphs = subgraphs;
    subgraphs.onMutation((name) => {
      if (name === 'access') this.forget();
    });
  }

  /**
   * The caller behind a credential; anonymous without one, or with a session that is over: a console with a stale
   * cookie still may show what anybody may see. Refuses with UNAUTHENTICATED when a bearer token is not good.
   */
  async identify(credential: Credential | null): Promise<Caller> {
    if (!credential) return anonymous;
    const caller = await this.#ask(credential);
    if (caller) return caller;
    if ('sessionToken' in credential) return anonymous;
    throw new Refusal('UNAUTHENTICATED', 'This bearer token is not valid or not valid any more.');
  }

  /** Asks access about one credential now. */
  async introspect(credential: Credential): Promise<Caller | null> {
    const answer = (await this.#subgraphs.internal('access', 'introspect', credential)) as Introspection;
    if (!answer.active || (answer.kind !== 'user' && answer.kind !== 'service')) return null;
    return {
      ...anonymous,
      kind: answer.kind,
      subject: answer.sub,
      tenantId: answer.tenant,
      roles: rolesIn(answer.roles),
      scopes: answer.scopes ?? [],
      sessionId: answer.sid ?? null,
      credential,
      expiresAtMs: answer.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(answer.expiresAt),
    };
  }

  /** Which of these callers may still act, by what access calls them, with the roles each holds now. */
  async introspectSessions(sids: readonly string[]): Promise<ReadonlyMap<string, readonly Role[]>> {
    const answer = (await this.#subgraphs.internal('access', 'introspect-sessions', { sids })) as {
      readonly active: readonly string[];
      readonly rolesBySid: Readonly<Record<string, readonly string[]>>;
    };
    return new Map(answer.active.map((sid) => [sid, rolesIn(answer.rolesBySid[sid])]));
  }

  /** Forgets every answer. */
  forget(): void {
    this.#remembered.clear();
  }

  #ask(credential: Credential): Promise<Caller | null> {
    const key = 'bearer' in credential ? `b ${credential.bearer}` : `s ${credential.sessionToken}`;
    const now = performance.now();
    const known = this.#remembered.get(key);
    if (known && now - known.askedAt < rememberedMs) return known.answer;
    this.#makeRoom(now);
    const answer = this.introspect(credential);
    this.#remembered.set(key, { askedAt: now, answer });
    // A failure is not an answer: whoever asks next tries again.
    answer.catch(() => this.#remembered.delete(key));
    return answer;
  }

  /** Insertion order is age, so the oldest come first. */
  #makeRoom(now: number): void {
    for (const [key, { askedAt }] of this.#remembered) {
      if (now - askedAt < rememberedMs && this.#remembered.size < rememberedMax) return;
      this.#remembered.delete(key);
    }
  }
}

function rolesIn(texts: readonly string[] | undefined): Role[] {
  return knownRoles.filter((role) => texts?.includes(role));
}

/** The value of the session cookie in a `Cookie` header. */
export function sessionCookie(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === 'flotilla_session') return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** The token of an `Authorization: Bearer` header or connection parameter. */
export function bearerToken(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  const match = /^Bearer +([\x21-\x7e]+) *$/i.exec(header);
  if (!match) throw new Refusal('UNAUTHENTICATED', 'Authorization must be: Bearer, a space and the token.');
  return match[1];
}

/** The credential of a request. A bearer token wins over a cookie, because somebody wrote it deliberately. */
export function credentialOf(headers: {
  readonly cookie?: string | undefined;
  readonly authorization?: unknown;
}): Credential | null {
  const bearer = bearerToken(headers.authorization);
  if (bearer !== undefined) return { bearer };
  const sessionToken = sessionCookie(headers.cookie);
  return sessionToken === undefined ? null : { sessionToken };
}
