/** Keeps the rows of relays and of the ways through them, in the transaction that records the facts. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { DeviceRouteChanged, RelayEvent } from './events.ts';

/** Writes one fact of a relay to its row. */
export async function projectRelay(em: EntityManager, fact: Fact<RelayEvent>): Promise<void> {
  const { tenantId, at } = fact;
  switch (fact.type) {
    case 'RelayRegistered':
      await em.execute(
        `insert into relays (tenant_id, id, registered_at, health_since) values (?, ?, ?, ?) on conflict do nothing`,
        [tenantId, fact.data.relayId, at, at],
      );
      return;
    case 'RelayRemoved':
      await em.execute('delete from relays where tenant_id = ? and id = ?', [tenantId, fact.data.relayId]);
      return;
    case 'RelayPathChanged':
      await em.execute('update relays set health = ?, health_since = ? where tenant_id = ? and id = ?', [
        fact.data.health,
        at,
        tenantId,
        fact.data.relayId,
      ]);
      return;
    case 'DeviceRouteChanged':
      return projectRoutes(em, [fact]);
  }
}

/**
 * Writes the ways of any number of devices, each once, and notes that they changed, so that lists by relay are exact. A
 * rebuild works on a copy in another schema and notes nothing.
 */
export async function projectRoutes(em: EntityManager, facts: readonly Fact<DeviceRouteChanged>[]): Promise<void> {
  const rows = facts.map(({ tenantId: t, at, data }) => ({ t, d: data.deviceId, r: data.relayId, at }));
  await em.execute(
    `with c as (
       select * from jsonb_to_recordset(?::jsonb) as c (t uuid, d uuid, r uuid, at timestamptz)
     ), ended as (
       delete from device_routes w using c where w.tenant_id = c.t and w.device_id = c.d and c.r is null
     ), noted as (
       insert into device_touches (tenant_id, device_id) select t, d from c where current_schema() = 'fleet'
     )
     insert into device_routes (tenant_id, device_id, relay_id, since) select t, d, r, at from c where r is not null
     on conflict (tenant_id, device_id) do update set relay_id = excluded.relay_id, since = excluded.since`,
    [JSON.stringify(rows)],
  );
}

/** The rows of relays and ways, for rebuilding. */
export const relaysProjection: InlineProjection = {
  name: 'fleet.relays',
  mode: 'inline',
  tables: ['relays', 'device_routes'],
  handles: ['RelayRegistered', 'RelayRemoved', 'RelayPathChanged', 'DeviceRouteChanged'] satisfies RelayEvent['type'][],
  project: (em, fact) => projectRelay(em, fact as Fact<RelayEvent>),
};
