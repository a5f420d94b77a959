/** Every read of the enrollment tokens' rows, and of the hashes beside them. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask, tell } from '@flotilla/kernel/transaction';
import { holes, isUuid, ofTenant, onlyUuids } from '../of-tenant.ts';
import { EnrollmentTokenRow } from './row.ts';

type Raw = Record<string, unknown>;

const clock = `to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Tokens by id. */
export const enrollmentTokensById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, EnrollmentTokenRow>();
  const rows = await em.execute<Raw[]>(
    `select t.* from enrollment_tokens t where ${ofTenant('t')} and t.id in (${holes(known)})`,
    known,
  );
  return new Map(rows.map((row) => em.map(EnrollmentTokenRow, row)).map((row) => [row.id, row]));
});

/** How often each token was shown after another key had redeemed it. */
export const reuseByToken = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<{ id: string; attempts: number }[]>(
    `select r.token_id as id, r.attempts::float8 as attempts from token_reuse r
     where ${ofTenant('r')} and r.token_id in (${holes(ids)})`,
    [...ids],
  );
  return new Map(rows.map(({ id, attempts }) => [id, attempts]));
});

/** A token of a page with the place it stands at. */
export type ListedToken = EnrollmentTokenRow & { readonly cursor: readonly string[] };

/** A page of tokens, newest first; one row more than asked tells that there is a next page. */
export async function findEnrollmentTokens(em: EntityManager, page: Page): Promise<ListedToken[]> {
  const after = page.after ?? [];
  const rows = await em.execute<Raw[]>(
    `select t.*, t.created_at::text as sort_0 from enrollment_tokens t
     where ${ofTenant('t')} and ${after.length === 2 ? '(t.created_at, t.id) < (?::timestamptz, ?::uuid)' : 'true'}
     order by t.created_at desc, t.id desc limit ?`,
    [...(after.length === 2 ? after : []), page.first + 1],
  );
  return rows.map((raw) => {
    const row = em.map(EnrollmentTokenRow, raw);
    return Object.assign(row, { cursor: [String(raw['sort_0']), row.id] });
  });
}

/** What a token is made from besides what the operator says. */
export type TokenGround = {
  /** The database's clock, RFC 3339. */
  readonly now: string;
  /** Null where the tenant has none with that id. */
  readonly domainId: string | null;
  readonly locationId: string | null;
};

/** The time, and the place for a token as far as it is there. */
export async function findTokenGround(
  em: EntityManager,
  place: { readonly domainId: string; readonly locationId: string | null },
): Promise<TokenGround> {
  const [ground] = await ask<TokenGround>(
    em,
    `select ${clock} as now,
       (select d.id from domains d where ${ofTenant('d')} and d.id = $1) as "domainId",
       (select l.id from locations l where ${ofTenant('l')} and l.id = $2) as "locationId"`,
    [place.domainId, place.locationId].map((id) => (id !== null && isUuid(id) ? id : null)),
  );
  invariant(ground, 'the database has a clock');
  return ground;
}

/** The place a token gives to the device that redeems it. */
export type TokenPlacement = {
  readonly tenantId: string;
  readonly tokenId: string;
  readonly domainId: string;
  readonly domainPath: string;
  readonly locationId: string | null;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  readonly channel: string;
  /** The database's clock, RFC 3339. */
  readonly now: string;
};

/**
 * What a secret's hash stands for, in a transaction that may see every tenant. Nothing is locked: of two redemptions
 * that find the token unused, the log takes one and tells the other that the stream has moved. Key by key and not as a
 * join, for which an installation's first plan would read all tokens, and go on to when there are many.
 */
export async function findTokenBySecret(em: EntityManager, secretHash: string): Promise<TokenPlacement | null> {
  const [found] = await ask<TokenPlacement>(
    em,
    `select t.tenant_id as "tenantId", t.id as "tokenId", t.domain_id as "domainId",
       (select d.path from domains d where d.tenant_id = t.tenant_id and d.id = t.domain_id) as "domainPath",
       t.location_id as "locationId", t.labels, t.channel, ${clock} as now
     from enrollment_tokens t
     where (t.tenant_id, t.id) = (select s.tenant_id, s.token_id from enrollment_secrets s where s.secret_hash = $1)`,
    [secretHash],
  );
  return found ?? null;
}

/** Keeps the hash of a new token's secret. */
export function keepSecretHash(
  em: EntityManager,
  secret: { readonly tenantId: string; readonly tokenId: string; readonly secretHash: string },
): void {
  tell(em, 'insert into enrollment_secrets (tenant_id, token_id, secret_hash) values ($1, $2, $3)', [
    secret.tenantId,
    secret.tokenId,
    secret.secretHash,
  ]);
}
