/** Keeps the connectivity of devices' rows, in the transaction that records the transition; any number at once. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { countedChange } from '../spectrum/counted-change.ts';
import { causeOf } from './connectivity.ts';
import type { ConnectivityEvent } from './events.ts';

/** Writes transitions to the rows of their devices. */
export async function projectConnectivity(em: EntityManager, facts: readonly Fact<ConnectivityEvent>[]): Promise<void> {
  // A statement writes a row once: of several steps of a device only the last one is where it is now.
  const last = new Map(facts.map((fact) => [fact.data.deviceId, fact]));
  const rows = [...last.values()].map(({ tenantId, data, at }) => ({
    tenant_id: tenantId,
    device_id: data.deviceId,
    mode: data.mode,
    at,
    reason: reasonOf(data),
  }));
  await em.execute(
    countedChange(
      `update devices d set mode = c.mode, mode_since = c.at,
         state_since = case when d.trust in ('TRUSTED', 'QUARANTINED') then c.at else d.state_since end,
         state_reason = case when d.trust in ('TRUSTED', 'QUARANTINED') then c.reason else d.state_reason end
       from jsonb_to_recordset(?::jsonb) as c (tenant_id uuid, device_id uuid, mode text, at timestamptz, reason text)
       where d.tenant_id = c.tenant_id and d.id = c.device_id`,
    ),
    [JSON.stringify(rows)],
  );
}

/** Why a device is in its mode, for the operator. */
export function reasonOf(change: ConnectivityEvent['data']): string {
  const { mode, gapMs, intervalMs } = change;
  const told = `told to report every ${seconds(intervalMs)}`;
  const silent = gapMs === null ? told : `silent for ${seconds(gapMs)}, ${told}`;
  switch (causeOf(change)) {
    case 'DECLARED':
      return mode === 'AUTONOMOUS' ? `on its own as declared, ${silent}` : 'synchronises periodically, as declared';
    case 'LINK':
      return 'its link is bad';
    case 'RETURN':
      return 'back, and its journal has more than is here';
    case 'REPLAY':
      return mode === 'LIVE' ? 'its return is done' : 'its return goes on';
    case 'RELAY_DOWN':
      return `the relay on its way is down; ${silent}`;
    case 'SILENCE':
      return silent;
    case 'HEARTBEAT':
      if (mode !== 'LIVE') return gapMs === null ? told : `heard after ${seconds(gapMs)}, ${told}`;
      return gapMs === null ? 'first heartbeat' : `heard again after ${seconds(gapMs)}`;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
