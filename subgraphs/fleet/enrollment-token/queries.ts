/** Every read of the enrollment tokens' rows, and of the hashes beside them. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import { EnrollmentTokenRow } from './row.ts';

type Raw = Record<string, unknown>;

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
 * What a secret's hash stands for, in a transaction that may see every tenant. Locks the hash, so that redemptions of
 * one token wait for each other and the second one sees what the first one did.
 */
export async function lockTokenBySecret(em: EntityManager, secretHash: string): Promise<TokenPlacement | null> {
  const [found] = await em.execute<TokenPlacement[]>(
    `select t.tenant_id as "tenantId", t.id as "tokenId", t.domain_id as "domainId", d.path as "domainPath",
       t.location_id as "locationId", t.labels, t.channel,
       to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
     from enrollment_secrets s
     join enrollment_tokens t on t.tenant_id = s.tenant_id and t.id = s.token_id
     join domains d on d.tenant_id = t.tenant_id and d.id = t.domain_id
     where s.secret_hash = ? for update of s`,
    [secretHash],
  );
  return found ?? null;
}

/** Keeps the hash of a new token's secret. */
export async function keepSecretHash(
  em: EntityManager,
  secret: { readonly tenantId: string; readonly tokenId: string; readonly secretHash: string },
): Promise<void> {
  await em.execute('insert into enrollment_secrets (tenant_id, token_id, secret_hash) values (?, ?, ?)', [
    secret.tenantId,
    secret.tokenId,
    secret.secretHash,
  ]);
}
