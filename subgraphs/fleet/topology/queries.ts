/** Every read of the topology: counts of everything, dots of the first few, so that a large domain costs little more. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import { findRelays } from '../relay/queries.ts';
import { displayStates } from '../spectrum/queries.ts';
import type { Fold, FoldKind, Topology, TopologyDot, TopologyGroup } from './graphql.ts';

type State = TopologyDot['state'];

/** What devices fold under, by device; a device that folds under nothing is absent. */
export const foldsByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select f.device_id, f.kind, f.id, f.since, coalesce(r.name, l.name, d.name, '') as name
    from device_folds f
    left join devices r on f.kind = 'RELAY' and r.tenant_id = f.tenant_id and r.id = f.id
    left join locations l on f.kind = 'LOCATION' and l.tenant_id = f.tenant_id and l.id = f.id
    left join domains d on f.kind = 'DOMAIN' and d.tenant_id = f.tenant_id and d.id = f.id
    where ${ofTenant('f')} and f.device_id = any($1)`;
  type Row = { device_id: string; kind: keyof typeof FoldKind; id: string; since: string; name: string };
  const rows = await ask<Row>(em, sql, [onlyUuids(ids)]);
  return new Map(
    rows.map(({ device_id: deviceId, since, ...row }): [string, Fold] => [
      deviceId,
      { ...row, since: new Date(since) },
    ]),
  );
});

/** Which way the devices of the tenant, or of some domains, are reached. At most `dotsMax` dots for each way. */
export async function readTopology(
  em: EntityManager,
  scope: { readonly domainIds: readonly string[] | null; readonly dotsMax: number },
): Promise<Topology> {
  const relays = await findRelays(em, scope.domainIds);
  const devices = await devicesOf(em, scope.domainIds);
  const counts = await countByWay(em, devices);
  const dots = await dotsByWay(em, devices, scope.dotsMax);
  const group = (way: string) => groupOf(counts.get(way) ?? new Map(), dots.get(way) ?? []);
  return { relays: relays.map((relay) => ({ relay, devices: group(relay.id) })), direct: group(direct) };
}

/** The way without a relay. */
const direct = 'direct';

function groupOf(counts: ReadonlyMap<State, number>, dots: TopologyDot[]): TopologyGroup {
  const buckets = displayStates.flatMap((state) => {
    const count = counts.get(state) ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  return { total, counts: buckets, dots, remainder: Math.max(0, total - dots.length) };
}

type Devices = { readonly sql: string; readonly values: readonly string[] };

/** Devices `d` of a scope that take part and are no relays themselves, with their way `w`. */
async function devicesOf(em: EntityManager, domainIds: readonly string[] | null): Promise<Devices> {
  const relays = await em.execute<{ id: string }[]>(`select r.id from relays r where ${ofTenant('r')}`);
  const relayIds = relays.map(({ id }) => id);
  const isNoRelay = relayIds.length === 0 ? 'true' : `d.id not in (${holes(relayIds)})`;
  const isAmong = domainIds?.length === 0 ? 'false' : `d.domain_id in (${holes(domainIds ?? [])})`;
  const inDomains = domainIds === null ? 'true' : isAmong;
  return {
    sql: `from devices d left join device_routes w on w.tenant_id = d.tenant_id and w.device_id = d.id
      where ${ofTenant('d')} and d.display_state in (${holes(displayStates)}) and ${isNoRelay} and ${inDomains}`,
    values: [...displayStates, ...relayIds, ...(domainIds ?? [])],
  };
}

async function countByWay(em: EntityManager, devices: Devices): Promise<Map<string, Map<State, number>>> {
  const rows = await em.execute<{ way: string | null; state: State; count: number }[]>(
    `select w.relay_id as way, d.display_state as state, count(*)::integer as count ${devices.sql} group by 1, 2`,
    [...devices.values],
  );
  const ways = new Map<string, Map<State, number>>();
  for (const { way, state, count } of rows) {
    const key = way ?? direct;
    ways.set(key, (ways.get(key) ?? new Map<State, number>()).set(state, count));
  }
  return ways;
}

async function dotsByWay(em: EntityManager, devices: Devices, dotsMax: number): Promise<Map<string, TopologyDot[]>> {
  if (dotsMax === 0) return new Map();
  const order = `d.display_state = 'LIVE', d.name_key, d.id`;
  const rows = await em.execute<{ way: string | null; id: string; name: string; state: State }[]>(
    `select way, id, name, state from (
       select w.relay_id as way, d.id, d.name, d.display_state as state,
         row_number() over (partition by w.relay_id order by ${order}) as place ${devices.sql}
     ) dot where place <= ? order by way, place`,
    [...devices.values, dotsMax],
  );
  const grouped = Map.groupBy(rows, ({ way }) => way ?? direct);
  return new Map(
    [...grouped].map(([way, of]) => [way, of.map(({ id, name, state }) => ({ deviceId: id, name, state }))]),
  );
}
