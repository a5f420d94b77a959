/** Keeps the connectivity of devices' rows, in the transaction that records the transition; any number at once. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { countedChange } from '../spectrum/counted-change.ts';
import type { ConnectivityEvent } from './events.ts';

/** Writes transitions to the rows of their devices. */
export async function projectConnectivity(em: EntityManager, facts: readonly Fact<ConnectivityEvent>[]): Promise<void> {
  const rows = facts.map(({ tenantId, data, at }) => ({
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
  if (mode === 'LIVE') return gapMs === null ? 'first heartbeat' : `heard again after ${seconds(gapMs)}`;
  return gapMs === null ? told : `silent for ${seconds(gapMs)}, ${told}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
