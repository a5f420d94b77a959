/**
 * Follows the facts of devices, connections and authorities into intervals. A batch asks once for what is open, folds in
 * memory and writes once, so that a storm of transitions costs as many statements as a quiet minute.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ask, tell } from '@flotilla/kernel/transaction';
import { changesOf, follow, type HistoryEvent, type Interval, type Owner, type Placed } from './history.ts';

const tables = {
  DEVICE: { table: 'device_history', id: 'device_id' },
  DOMAIN: { table: 'domain_history', id: 'domain_id' },
} as const;

type PlacedIn = Placed & { readonly tenantId: string };
type Written = Interval & { readonly tenantId: string; readonly id: string; readonly machine: string };

/**
 * Writes a batch of facts, in the order of the log. What is open is looked up key by key, which the `limit` sees to:
 * a plan made while the table was small would join, and go on to read all of it when it has grown.
 */
export async function projectHistory(em: EntityManager, events: readonly Recorded[]): Promise<void> {
  const changes = events.flatMap((event) => {
    const { tenantId, at, position } = event;
    return changesOf(event as Recorded<HistoryEvent>).map((each): PlacedIn => ({ ...each, tenantId, at, position }));
  });
  for (const [owner, ofOwner] of Map.groupBy(changes, (each) => each.owner)) await write(em, owner, ofOwner);
}

async function write(em: EntityManager, owner: Owner, changes: readonly PlacedIn[]): Promise<void> {
  const open = await openIntervals(em, owner, changes);
  const ended: Written[] = [];
  const begun: Written[] = [];
  const isNew = new Set<string>();
  for (const next of changes) {
    const key = keyOf(next);
    const before = open.get(key);
    const interval = follow(before, next);
    if (interval === null) continue;
    if (before) (isNew.has(key) ? begun : ended).push({ ...before, to: interval.from });
    const { tenantId, id, machine } = next;
    open.set(key, { ...interval, tenantId, id, machine });
    isNew.add(key);
  }
  for (const key of isNew) {
    const last = open.get(key);
    if (last) begun.push(last);
  }
  if (ended.length > 0) end(em, owner, ended);
  if (begun.length > 0) begin(em, owner, begun);
}

async function openIntervals(
  em: EntityManager,
  owner: Owner,
  changes: readonly PlacedIn[],
): Promise<Map<string, Written>> {
  const { table, id } = tables[owner];
  const keys = [...new Map(changes.map((each) => [keyOf(each), each])).values()];
  const rows = await ask<Written>(
    em,
    `select h.tenant_id::text as "tenantId", h.${id}::text as id, h.machine, h.state, h.value, h.reason,
       to_char(h.from_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "from", null as "to",
       h.position::text as position
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as k (tenant_id, id, machine)
     cross join lateral (
       select * from ${table} o
       where o.tenant_id = k.tenant_id and o.${id} = k.id and o.machine = k.machine and o.to_at = 'infinity' limit 1
     ) h`,
    [keys.map(({ tenantId }) => tenantId), keys.map((each) => each.id), keys.map(({ machine }) => machine)],
  );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function end(em: EntityManager, owner: Owner, ended: readonly Written[]): void {
  const { table, id } = tables[owner];
  tell(
    em,
    `update ${table} h set to_at = k.to_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) as k (tenant_id, id, machine, to_at)
     where h.tenant_id = k.tenant_id and h.${id} = k.id and h.machine = k.machine and h.to_at = 'infinity'`,
    [
      ended.map(({ tenantId }) => tenantId),
      ended.map((each) => each.id),
      ended.map(({ machine }) => machine),
      ended.map(({ to }) => to ?? 'infinity'),
    ],
  );
}

function begin(em: EntityManager, owner: Owner, begun: readonly Written[]): void {
  const { table, id } = tables[owner];
  tell(
    em,
    `insert into ${table} (tenant_id, ${id}, machine, state, value, reason, from_at, to_at, position)
     select r.tenant_id, r.id, r.machine, r.state, r.value, r.reason, r.from_at, coalesce(r.to_at, 'infinity'), r.position
     from jsonb_to_recordset($1) as r (tenant_id uuid, id uuid, machine text, state text, value jsonb, reason text,
       from_at timestamptz, to_at timestamptz, position bigint)`,
    [
      JSON.stringify(
        begun.map(({ tenantId, from, to, ...rest }) => ({ ...rest, tenant_id: tenantId, from_at: from, to_at: to })),
      ),
    ],
  );
}

function keyOf({ tenantId, id, machine }: { tenantId: string; id: string; machine: string }): string {
  return `${tenantId} ${id} ${machine}`;
}

/** The history of devices and domains. */
export const historyProjection: AsyncProjection = {
  name: 'fleet.history',
  mode: 'async',
  tables: ['device_history', 'domain_history'],
  handles: [
    'DeviceClaimed',
    'DeviceApproved',
    'DeviceDenied',
    'DeviceRevoked',
    'DeviceActivated',
    'DeviceAgentChanged',
    'DeviceRenamed',
    'DeviceRelabelled',
    'DeviceMoved',
    'DeviceQuarantined',
    'DeviceReleased',
    'DeviceDegraded',
    'DeviceRecovered',
    'DeviceUpdateStarted',
    'DeviceUpdateEnded',
    'DeviceDecommissionStarted',
    'DeviceRetired',
    'ConnectivityChanged',
    'AuthorityReleaseRequested',
    'AuthorityReleased',
    'AuthorityTaken',
  ] satisfies HistoryEvent['type'][],
  project: (em, event) => projectHistory(em, [event]),
  projectBatch: projectHistory,
};
