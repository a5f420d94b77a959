/** What may be pulled by whom, asked of the rows at every pull: a revoked key or a withdrawal counts from the next on. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import type { Download } from '../transfer/download.ts';

/** A new token as it is kept. */
export type KeptToken = {
  readonly tenantId: string;
  readonly id: string;
  readonly tokenHash: string;
  readonly digest: string;
  readonly expiresAt: string;
};

/** Keeps the hash of a token, and forgets those that are over. */
export function keepToken(em: EntityManager, token: KeptToken): void {
  const { tenantId, id, tokenHash, digest, expiresAt } = token;
  tell(em, 'delete from pull_tokens where tenant_id = $1 and expires_at < clock_timestamp()', [tenantId]);
  const sql = 'insert into pull_tokens (tenant_id, id, token_hash, digest, expires_at) values ($1, $2, $3, $4, $5)';
  tell(em, sql, [tenantId, id, tokenHash, digest, expiresAt]);
}

/** The tenant in which a token opens these bytes now; null where it does not. Sees every tenant. */
export async function tenantOfToken(em: EntityManager, tokenHash: string, digest: string): Promise<string | null> {
  const sql = `select t.tenant_id as "tenantId" from pull_tokens t
    where t.token_hash = $1 and t.digest = $2 and t.expires_at > clock_timestamp()`;
  const [row] = await ask<{ tenantId: string }>(em, sql, [tokenHash, digest]);
  return row?.tenantId ?? null;
}

/** Bytes that may run somewhere: verified, in a channel, and still vouched for by as many keys as must. */
export async function findUsable(em: EntityManager, digest: string): Promise<Download | null> {
  const [row] = await ask<Download>(
    em,
    `select a.tenant_id as "tenantId", a.digest, a.size::float8 as size, a.media_type as "mediaType" from artifacts a
     where ${ofTenant('a')} and a.digest = $1 and a.stage = 'VERIFIED' and a.channel is not null
       and not exists (select from artifact_signers s join signing_keys k
         on k.tenant_id = s.tenant_id and k.key_id = s.key_id
         where s.tenant_id = a.tenant_id and s.artifact_id = a.id and k.revoked_at is not null)`,
    [digest],
  );
  return row ?? null;
}

/** Bytes of any artifact or evidence of the tenant, whatever is thought of them. */
export async function findKept(em: EntityManager, digest: string): Promise<Download | null> {
  const [row] = await ask<Download>(
    em,
    `select a.tenant_id as "tenantId", a.digest, a.size::float8 as size, a.media_type as "mediaType" from artifacts a
     where ${ofTenant('a')} and a.digest = $1
     union all
     select e.tenant_id, e.digest, e.size::float8, e.media_type from artifact_evidence e
     where ${ofTenant('e')} and e.digest = $1 limit 1`,
    [digest],
  );
  return row ?? null;
}
