/** What devices of domains may decide on their own. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { locallyAllowed } from '../journal/verdict.ts';

/** A domain and whose it is. */
export type PolicyPlace = { readonly tenantId: string; readonly domainId: string };

/** The lists of domains of any tenants: each the list of the nearest domain on the way to the root; absent where none. */
export async function allowedDecisionsOf(
  em: EntityManager,
  places: readonly PolicyPlace[],
): Promise<Map<string, readonly string[]>> {
  const sql = `select distinct on (d.id) d.id, p.allowed
    from jsonb_to_recordset($1) as c (tenant_id uuid, domain_id uuid)
    join domains d on d.tenant_id = c.tenant_id and d.id = c.domain_id
    join domains up on up.tenant_id = d.tenant_id and (d.path = up.path or starts_with(d.path, up.path || '/'))
    join decision_policies p on p.tenant_id = up.tenant_id and p.domain_id = up.id and p.allowed is not null
    order by d.id, length(up.path) desc`;
  const asked = places.map(({ tenantId, domainId }) => ({ tenant_id: tenantId, domain_id: domainId }));
  const rows = await ask<{ id: string; allowed: string[] }>(em, sql, [JSON.stringify(asked)]);
  return new Map(rows.map(({ id, allowed }) => [id, allowed]));
}

/** The list of the nearest domain on the way to the root that has one; the preset list where none has. */
export async function allowedDecisions(
  em: EntityManager,
  tenantId: string,
  domainId: string,
): Promise<readonly string[]> {
  const found = await allowedDecisionsOf(em, [{ tenantId, domainId }]);
  return found.get(domainId) ?? locallyAllowed;
}
