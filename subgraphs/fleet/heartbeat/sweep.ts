/**
 * Silence has no caller, so a sweep looks for it: every second, in one process at a time, set by set. It locks the
 * liveness rows it judges and skips those a heartbeat holds, so it never overrules a heartbeat that is being written.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { afterSilence, connectivity, thresholds } from '../connectivity/connectivity.ts';
import type { ConnectivityMode } from '../connectivity/events.ts';
import { recordTransitions, type DeviceTransition } from './heartbeats.ts';

/** Devices of one transaction at most. */
export const sweepMax = 1_000;

type Silent = {
  readonly tenant_id: string;
  readonly device_id: string;
  readonly mode: ConnectivityMode;
  readonly gap_ms: number;
  readonly interval_ms: number;
};

/**
 * Takes the fleet's housekeeping for the rest of the transaction. False when another process has it: then leave.
 */
export async function takeLead(em: EntityManager): Promise<boolean> {
  const [row] = await em.execute<{ leads: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('fleet housekeeping', 0)) as leads`,
  );
  return row?.leads === true;
}

/** Moves devices that have been silent too long along the spectrum. Answers how many it looked at. */
export async function sweepSilence(em: EntityManager): Promise<number> {
  const silent = await em.execute<Silent[]>(
    `select l.tenant_id, l.device_id, l.mode, l.interval_ms,
       (extract(epoch from now() - l.last_seen) * 1000)::float8 as gap_ms
     from device_liveness l
     where l.due_at < now() order by l.due_at limit ? for update skip locked`,
    [sweepMax],
  );
  if (silent.length === 0) return 0;
  await em.execute(
    `update device_liveness l set due_at = case
       when now() - l.last_seen > l.interval_ms * ?::float8 * interval '1 ms' then 'infinity'
       else l.last_seen + l.interval_ms * ?::float8 * interval '1 ms' end
     from jsonb_to_recordset(?::jsonb) as s (tenant_id uuid, device_id uuid)
     where l.tenant_id = s.tenant_id and l.device_id = s.device_id`,
    [thresholds.disconnectedAfter, thresholds.disconnectedAfter, JSON.stringify(silent)],
  );
  const transitions = silent.flatMap((row) => transitionsOf(row));
  if (transitions.length > 0) await recordTransitions(em, transitions);
  return silent.length;
}

function transitionsOf(row: Silent): DeviceTransition[] {
  const { tenant_id: tenantId, device_id: deviceId, gap_ms: gapMs, interval_ms: intervalMs } = row;
  const mode = afterSilence(row.mode, { gapMs, intervalMs });
  const command = { type: 'ChangeConnectivity', deviceId, mode, gapMs, intervalMs } as const;
  return connectivity.decide(command, { mode: row.mode }).map((event) => ({ tenantId, deviceId, event }));
}
