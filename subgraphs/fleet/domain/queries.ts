/** Every read of the domains' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask, type SqlValue } from '@flotilla/kernel/transaction';
import { isUuid, ofTenant, onlyUuids } from '../of-tenant.ts';
import { DomainRow } from './row.ts';

type Raw = Record<string, unknown>;

/** Domains by id, one query per request; a domain of another tenant is absent. */
export const domainsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, DomainRow>();
  const rows = await select(em, 'd.id = any($1)', [known]);
  return new Map(rows.map((row) => [row.id, row]));
});

/** The domains directly below some domains, by parent. */
export const domainsByParent = defineLoader(async (em, parentIds: readonly string[]) => {
  const rows = await select(em, 'd.parent_id = any($1)', [parentIds]);
  return Map.groupBy(rows, (row) => row.parentId ?? '');
});

/** All domains of the tenant by path: parents before children. */
export async function findDomains(em: EntityManager): Promise<DomainRow[]> {
  return select(em, 'true', []);
}

/** One domain by id; null when the tenant has none. */
export async function findDomain(em: EntityManager, id: string): Promise<DomainRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await select(em, 'd.id = $1', [id]);
  return row ?? null;
}

/** Ids of the domains that an id, slug or path names, with everything below them. */
export async function findSubtreeIds(em: EntityManager, name: string): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    em,
    `select below.id from domains top
     join domains below on below.tenant_id = top.tenant_id
       and (below.path = top.path or starts_with(below.path, top.path || '/'))
     where ${ofTenant('top')} and (top.slug = $1 or top.path = $1 or top.id::text = $2)`,
    [name, name.toLowerCase()],
  );
  return [...new Set(rows.map((row) => row.id))];
}

async function select(em: EntityManager, condition: string, values: readonly SqlValue[]): Promise<DomainRow[]> {
  const sql = `select d.* from domains d where ${ofTenant('d')} and ${condition} order by d.path`;
  const rows = await ask<Raw>(em, sql, values);
  return rows.map((row) => em.map(DomainRow, row));
}
