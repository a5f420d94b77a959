/** What devices of domains may decide on their own. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { locallyAllowed } from '../journal/verdict.ts';

/** The list of the nearest domain on the way to the root that has one; the preset list where none has. */
export async function allowedDecisions(
  em: EntityManager,
  tenantId: string,
  domainId: string,
): Promise<readonly string[]> {
  const sql = `select p.allowed from domains d
    join domains up on up.tenant_id = d.tenant_id and (d.path = up.path or starts_with(d.path, up.path || '/'))
    join decision_policies p on p.tenant_id = up.tenant_id and p.domain_id = up.id and p.allowed is not null
    where d.tenant_id = $1 and d.id = $2 order by length(up.path) desc limit 1`;
  const [row] = await ask<{ allowed: string[] }>(em, sql, [tenantId, domainId]);
  return row?.allowed ?? locallyAllowed;
}
