/** Every read of the domains' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, isUuid, ofTenant, onlyUuids } from '../of-tenant.ts';
import { DomainRow } from './row.ts';

type Raw = Record<string, unknown>;

/** Domains by id, one query per request; a domain of another tenant is absent. */
export const domainsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, DomainRow>();
  const rows = await select(em, `d.id in (${holes(known)})`, known);
  return new Map(rows.map((row) => [row.id, row]));
});

/** The domains directly below some domains, by parent. */
export const domainsByParent = defineLoader(async (em, parentIds: readonly string[]) => {
  const rows = await select(em, `d.parent_id in (${holes(parentIds)})`, parentIds);
  return Map.groupBy(rows, (row) => row.parentId ?? '');
});

/** All domains of the tenant by path: parents before children. */
export async function findDomains(em: EntityManager): Promise<DomainRow[]> {
  return select(em, 'true', []);
}

/** One domain by id; null when the tenant has none. */
export async function findDomain(em: EntityManager, id: string): Promise<DomainRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await select(em, 'd.id = ?', [id]);
  return row ?? null;
}

/** Ids of the domains that an id, slug or path names, with everything below them. */
export async function findSubtreeIds(em: EntityManager, name: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select below.id from domains top
     join domains below on below.tenant_id = top.tenant_id
       and (below.path = top.path or starts_with(below.path, top.path || '/'))
     where ${ofTenant('top')} and (top.slug = ? or top.path = ? or top.id::text = ?)`,
    [name, name, name.toLowerCase()],
  );
  return [...new Set(rows.map((row) => row.id))];
}

async function select(em: EntityManager, condition: string, values: readonly unknown[]): Promise<DomainRow[]> {
  const rows = await em.execute<Raw[]>(
    `select d.* from domains d where ${ofTenant('d')} and ${condition} order by d.path`,
    [...values],
  );
  return rows.map((row) => em.map(DomainRow, row));
}
