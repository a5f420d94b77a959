/** Every read of the tenants' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import { defineLoader } from '@flotilla/kernel/loader';
import { onlyUuids } from '../uuid.ts';
import { TenantRow } from './row.ts';

/** Tenants by id, one query per request; a tenant the transaction may not see is absent. */
export const tenantsById = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.find(TenantRow, { id: { $in: onlyUuids(ids) } });
  return new Map(rows.map((row) => [row.id, row]));
});

/** The tenant with this slug, if the transaction may see it. */
export async function findTenantBySlug(em: EntityManager, slug: string): Promise<TenantRow | null> {
  return em.findOne(TenantRow, { slug });
}

/** A page of the tenants the transaction may see, by slug; one row more than asked tells that there is a next page. */
export async function findTenants(em: EntityManager, page: Page): Promise<TenantRow[]> {
  const [after] = page.after ?? [];
  return em.find(TenantRow, after === undefined ? {} : { slug: { $gt: after } }, {
    orderBy: { slug: 'asc' },
    limit: page.first + 1,
  });
}
