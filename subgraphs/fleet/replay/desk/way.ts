/**
 * How a device's connection follows its return. The spectrum's own table says which steps there are; a return walks them
 * as far as they lead. A device that is here all the time and delivers a record now and then takes the lock like any
 * other, but it does not look as if it had been away: the lock needs no mode.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { connectivity, connectivityTransitions } from '../../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode, ConnectivityReason } from '../../connectivity/events.ts';
import type { DeviceOf } from './head.ts';

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
 * Walks a device's connection towards a mode: writes the liveness, which it holds from then on, and answers the facts.
 * Null looks without walking.
 */
export async function walk(em: EntityManager, device: DeviceOf, to: Destination | null): Promise<Walk> {
  // Most chunks find the device where they want it, and need not make its heartbeat wait.
  const seen = (await livenessOf(em, device, ''))?.mode ?? 'DISCONNECTED';
  if (to === null || wayOf(seen, to).length === 0) return { steps: [], mode: seen };
  const row = await livenessOf(em, device, 'for update');
  const way = row ? wayOf(row.mode, to) : [];
  if (!row || way.length === 0) return { steps: [], mode: row?.mode ?? seen };
  const steps: ConnectivityEvent[] = [];
  let { mode } = row;
  for (const next of way) {
    const about = { deviceId: device.deviceId, mode: next, gapMs: row.gap_ms, intervalMs: row.interval_ms };
    const reason = reasons[next] ?? 'REPLAY';
    steps.push(...connectivity.decide({ type: 'ChangeConnectivity', ...about, reason }, { mode }));
    mode = next;
  }
  const sql = 'update device_liveness set mode = $3 where tenant_id = $1 and device_id = $2';
  tell(em, sql, [device.tenantId, device.deviceId, mode]);
  return { steps, mode };
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
  { tenantId, deviceId }: DeviceOf,
  lock: '' | 'for update',
): Promise<Liveness | undefined> {
  const sql = `select mode, interval_ms,
      case when isfinite(last_seen) then (extract(epoch from now() - last_seen) * 1000)::float8 end as gap_ms
    from device_liveness where tenant_id = $1 and device_id = $2 ${lock}`;
  return (await ask<Liveness>(em, sql, [tenantId, deviceId]))[0];
}
