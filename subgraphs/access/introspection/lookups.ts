/**
 * Who is behind a token or an identity, asked before any tenant is known. Each question is one SQL function that
 * sees every tenant for its own duration (`migrations/0006`); the connection itself sees none. One round trip each,
 * because every request of every caller waits for it.
 */
import type { Database } from '@flotilla/kernel/database';
import type { Role } from '@flotilla/kernel/viewer';
import { hashSecret } from '../secrets.ts';

/** A session that is still good, and what its user may do now. */
export type OpenSession = {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly expiresAt: Date;
  readonly seenAt: Date | null;
};

/** The session of a token, or null when there is none, or it is over. */
export async function findSessionByToken(
  database: Database,
  query: { readonly token: string; readonly idleS: number },
): Promise<OpenSession | null> {
  const [found] = await ask<OpenSession>(
    database,
    `select json_build_object('tenantId', tenant_id, 'sessionId', session_id, 'userId', user_id, 'roles', roles,
       'expiresAt', expires_at, 'seenAt', seen_at)::text as found from find_session($1, make_interval(secs => $2))`,
    [hashSecret(query.token), query.idleS],
  );
  return found ?? null;
}

/** A service account that may still act; its secret is to be compared by the caller. */
export type LiveServiceAccount = {
  readonly tenantId: string;
  readonly scopes: readonly string[];
  readonly secretHash: string;
  readonly expiresAt: Date;
  readonly seenAt: Date | null;
};

/** The service account of an id, or null when there is none, or it is over. */
export async function findLiveServiceAccount(database: Database, id: string): Promise<LiveServiceAccount | null> {
  const [found] = await ask<LiveServiceAccount>(
    database,
    `select json_build_object('tenantId', tenant_id, 'scopes', scopes, 'secretHash', secret_hash,
       'expiresAt', expires_at, 'seenAt', seen_at)::text as found from find_service_account($1)`,
    [id],
  );
  return found ?? null;
}

/** One person in one tenant. */
export type Membership = {
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly status: 'ACTIVE' | 'SUSPENDED';
  /** Whether the membership already belongs to the identity. */
  readonly isBound: boolean;
  readonly seenAt: Date | null;
};

/** Every membership of an identity, the one used last first. */
export async function findMemberships(
  database: Database,
  identity: { readonly issuer: string; readonly subject: string; readonly verifiedEmail: string | null },
): Promise<Membership[]> {
  return ask<Membership>(
    database,
    `select json_build_object('tenantId', tenant_id, 'tenantSlug', tenant_slug, 'userId', user_id, 'roles', roles,
       'status', status, 'isBound', is_bound, 'seenAt', seen_at)::text as found from find_memberships($1, $2, $3)`,
    [identity.issuer, identity.subject, identity.verifiedEmail],
  );
}

/** A tenant a person can enter, and as what. */
export type TenantOfPerson = {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly roles: readonly Role[];
};

/** Every tenant the person behind a user can enter now, by name. */
export async function findTenantsOf(
  database: Database,
  user: { readonly tenantId: string; readonly id: string },
): Promise<TenantOfPerson[]> {
  return ask<TenantOfPerson>(
    database,
    `select json_build_object('tenantId', tenant_id, 'slug', slug, 'name', name, 'roles', roles)::text as found
     from find_tenants_of($1, $2)`,
    [user.tenantId, user.id],
  );
}

/** A caller that may still act. */
export type LiveCaller = {
  readonly kind: 'session' | 'user' | 'service';
  readonly id: string;
  readonly roles: readonly Role[];
};

/** Those of many callers that may still act, with their roles of now. */
export async function findLiveCallers(
  database: Database,
  query: {
    readonly sessions: readonly string[];
    readonly users: readonly string[];
    readonly services: readonly string[];
    readonly idleS: number;
  },
): Promise<LiveCaller[]> {
  return ask<LiveCaller>(
    database,
    `select json_build_object('kind', kind, 'id', id, 'roles', roles)::text as found
     from find_live_callers($1::uuid[], $2::uuid[], $3::uuid[], make_interval(secs => $4))`,
    [query.sessions, query.users, query.services, query.idleS],
  );
}

/** One query whose rows are each one JSON text, so that lists and times do not depend on the pool's parsers. */
async function ask<Row>(database: Database, sql: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await database.pool.query<{ found: string }>(sql, values);
  return rows.map(({ found }) => JSON.parse(found, asDate) as Row);
}

function asDate(key: string, value: unknown): unknown {
  return key.endsWith('At') && typeof value === 'string' ? new Date(value) : value;
}
