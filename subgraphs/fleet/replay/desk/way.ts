/**
 * How a device's connection follows its return. The spectrum's own table says which steps there are; a return walks them
 * as far as they lead. A device that is here all the time and delivers a record now and then takes the lock like any
 * other, but it does not look as if it had been away: the lock needs no mode.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { connectivity, connectivityTransitions } from '../../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode, ConnectivityReason } from '../../connectivity/events.ts';

const between: readonly ConnectivityMode[] = ['RETURNING', 'REPLAYING'];
const here: readonly ConnectivityMode[] = ['LIVE', 'DELAYED', 'EDGE_CACHED'];

const reasons: Partial<Record<ConnectivityMode, ConnectivityReason>> = { RETURNING: 'RETURN', DISCONNECTED: 'SILENCE' };

/** Where a return wants the connection to go; a large one shows even if the device is here already. */
export type Destination = { readonly mode: ConnectivityMode; readonly isLarge: boolean };

/** The modes to walk through from one to another, the last included; empty when there is no way or nothing to do. */
export function wayTo(from: ConnectivityMode, to: ConnectivityMode): readonly ConnectivityMode[] {
  const ways: ConnectivityMode[][] = [[]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way; way = ways.shift()) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    for (const next of connectivityTransitions[last]) {
      if (seen.has(next) || (next !== to && !between.includes(next))) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [];
}

/** The steps of a connection, and the mode at their end. */
export type Walk = { readonly steps: readonly ConnectivityEvent[]; readonly mode: ConnectivityMode };

/**
 * Walks the connections of a tenant's devices towards modes, and holds the liveness of those that move from then on. Null
 * looks without walking. Writes nothing yet.
 */
export async function walkAll(
  em: EntityManager,
  tenantId: string,
  destinations: ReadonlyMap<string, Destination | null>,
): Promise<(deviceId: string) => Walk> {
  const all = [...destinations.keys()];
  // Most chunks find the device where they want it, and need not make its heartbeat wait.
  const seen = await livenessOf(em, { tenantId, deviceIds: all }, '');
  const moving = all.filter((id) => waysOf(seen.get(id), destinations.get(id) ?? null).length > 0);
  const held = moving.length === 0 ? seen : await livenessOf(em, { tenantId, deviceIds: moving }, 'for update of l');
  return (deviceId) => {
    const now = held.get(deviceId) ?? seen.get(deviceId);
    const way = held.has(deviceId) ? waysOf(now, destinations.get(deviceId) ?? null) : [];
    return walked(deviceId, now, way);
  };
}

/** Writes where walks ended; of devices whose liveness is held. */
export function arrive(em: EntityManager, tenantId: string, modes: ReadonlyMap<string, ConnectivityMode>): void {
  if (modes.size === 0) return;
  const sql = `update device_liveness l set mode = c.mode from unnest($2::uuid[], $3::text[]) as c (d, mode)
    where l.tenant_id = $1 and l.device_id = c.d`;
  tell(em, sql, [tenantId, [...modes.keys()], [...modes.values()]]);
}

function walked(deviceId: string, row: Liveness | undefined, way: readonly ConnectivityMode[]): Walk {
  let mode: ConnectivityMode = row?.mode ?? 'DISCONNECTED';
  const steps: ConnectivityEvent[] = [];
  for (const next of row ? way : []) {
    const about = { deviceId, mode: next, gapMs: row?.gap_ms ?? null, intervalMs: row?.interval_ms ?? 0 };
    const reason = reasons[next] ?? 'REPLAY';
    steps.push(...connectivity.decide({ type: 'ChangeConnectivity', ...about, reason }, { mode }));
    mode = next;
  }
  return { steps, mode };
}

function waysOf(row: Liveness | undefined, to: Destination | null): readonly ConnectivityMode[] {
  return row && to ? wayOf(row.mode, to) : [];
}

function wayOf(from: ConnectivityMode, { mode, isLarge }: Destination): readonly ConnectivityMode[] {
  if (here.includes(from) && !(isLarge && mode === 'RETURNING')) return [];
  // Only silence within a return is for the return to tell.
  if (mode === 'DISCONNECTED' && !between.includes(from)) return [];
  return wayTo(from, mode);
}

type Liveness = { readonly mode: ConnectivityMode; readonly gap_ms: number | null; readonly interval_ms: number };

async function livenessOf(
  em: EntityManager,
  { tenantId, deviceIds }: { readonly tenantId: string; readonly deviceIds: readonly string[] },
  lock: '' | 'for update of l',
): Promise<Map<string, Liveness>> {
  const sql = `select l.device_id as id, l.mode, l.interval_ms,
      case when isfinite(l.last_seen) then (extract(epoch from now() - l.last_seen) * 1000)::float8 end as gap_ms
    from device_liveness l where l.tenant_id = $1 and l.device_id = any($2::uuid[]) order by l.device_id ${lock}`;
  const rows = await ask<Liveness & { readonly id: string }>(em, sql, [tenantId, deviceIds]);
  return new Map(rows.map((row) => [row.id, row]));
}
