/** Every read of relays and of the ways through them. */
import type { EntityManager } from '@flotilla/kernel/database';

/** Those relays that their tenants have, of some that devices name. Asks nothing when none is named. */
export async function registeredRelays(
  em: EntityManager,
  named: readonly { readonly tenantId: string; readonly relayId: string }[],
): Promise<ReadonlySet<string>> {
  if (named.length === 0) return new Set();
  const pairs = JSON.stringify(named.map(({ tenantId: t, relayId: r }) => ({ t, r })));
  const rows = await em.execute<{ id: string }[]>(
    `select r.id from jsonb_to_recordset(?::jsonb) as c (t uuid, r uuid)
     join relays r on r.tenant_id = c.t and r.id = c.r`,
    [pairs],
  );
  return new Set(rows.map(({ id }) => id));
}
