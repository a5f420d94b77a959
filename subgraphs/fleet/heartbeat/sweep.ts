/**
 * Silence has no caller, so a sweep looks for it: every second, in one process at a time, set by set. It locks the
 * liveness rows it judges and skips those a heartbeat holds, so it never overrules a heartbeat that is being written.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { ConnectivityMode } from '../connectivity/events.ts';
import { defaultDomainSettings, type DomainSettings } from '../domain-settings/domain-settings.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import { afterSilence, nextLookMs, type Connection, type DeclaredMode } from './judgement.ts';
import { changesOf, recordMoves, type Moved } from './transitions.ts';

/** Devices of one transaction at most. */
export const sweepMax = 1_000;

/** The label by which an operator allows a device to be on its own, whether its agent says so or not. */
export const autonomyLabel = { key: 'autonomy', value: 'allowed' } as const;

type Silent = {
  readonly tenant_id: string;
  readonly device_id: string;
  readonly domain_id: string;
  readonly mode: ConnectivityMode;
  readonly run: number;
  readonly lates: number;
  readonly shortest_late_ms: number | null;
  readonly longest_late_ms: number | null;
  readonly gap_ms: number;
  readonly interval_ms: number;
  readonly declared: DeclaredMode | null;
  readonly may_be_alone: boolean;
  readonly is_locked: boolean;
  readonly is_relay_down: boolean;
  readonly relay_id: string | null;
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

/** For how long no device of anybody was heard, in milliseconds; 0 if none ever was. */
export async function sinceAnyoneWasHeardMs(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ ms: number }[]>(
    `select coalesce(extract(epoch from now() - max(last_seen)) * 1000, 0)::float8 as ms from device_liveness`,
  );
  return row?.ms ?? 0;
}

/** Moves devices that have been silent too long along the spectrum. Answers how many it looked at. */
export async function sweepSilence(em: EntityManager): Promise<number> {
  const silent = await em.execute<Silent[]>(silentSql, [autonomyLabel.key, autonomyLabel.value, sweepMax]);
  if (silent.length === 0) return 0;
  const judged: { row: Silent; moved: Moved | null; nextMs: number | null }[] = [];
  for (const [tenantId, rows] of Map.groupBy(silent, (row) => row.tenant_id)) {
    const settings = await settingsOf(em, tenantId, [...new Set(rows.map((row) => row.domain_id))]);
    for (const row of rows) judged.push({ row, ...judge(row, settings.get(row.domain_id) ?? defaultDomainSettings) });
  }
  const looks = judged.map(({ row, nextMs: ms }) => ({ t: row.tenant_id, d: row.device_id, ms }));
  await em.execute(lookSql, [JSON.stringify(looks)]);
  await recordMoves(
    em,
    judged.flatMap(({ moved }) => moved ?? []),
  );
  return silent.length;
}

const silentSql = `select l.tenant_id, l.device_id, d.domain_id, l.mode, l.run, l.lates, l.shortest_late_ms,
    l.longest_late_ms, l.interval_ms, l.declared, l.relay_id,
    (extract(epoch from now() - l.last_seen) * 1000)::float8 as gap_ms,
    exists (select 1 from device_labels b where b.tenant_id = l.tenant_id and b.device_id = l.device_id
      and b.key = ? and b.value = ?) as may_be_alone,
    h.session_id is not null as is_locked, coalesce(r.health = 'DOWN', false) as is_relay_down
  from device_liveness l
  join devices d on d.tenant_id = l.tenant_id and d.id = l.device_id
  left join replay_heads h on h.tenant_id = l.tenant_id and h.device_id = l.device_id and l.mode = 'RETURNING'
  left join relays r on r.tenant_id = l.tenant_id and r.id = l.relay_id
  where l.due_at < now() order by l.due_at limit ? for update of l skip locked`;

const lookSql = `update device_liveness l
    set due_at = coalesce(l.last_seen + s.ms * interval '1 ms', 'infinity')
  from jsonb_to_recordset(?::jsonb) as s (t uuid, d uuid, ms float8)
  where l.tenant_id = s.t and l.device_id = s.d`;

function judge(row: Silent, settings: DomainSettings): { moved: Moved | null; nextMs: number | null } {
  const { tenant_id: tenantId, device_id: deviceId, gap_ms: gapMs, interval_ms: intervalMs, declared } = row;
  const { may_be_alone: mayBeAlone, is_locked: isLocked, is_relay_down: isRelayDown, relay_id: relayId } = row;
  const { mode, run, lates, shortest_late_ms: shortestLateMs, longest_late_ms: longestLateMs } = row;
  const before: Connection = { mode, run, lates, shortestLateMs, longestLateMs };
  const silence = { gapMs, intervalMs, declared, mayBeAlone, isLocked, isRelayDown };
  const judged = afterSilence(before, silence, settings);
  const { connection } = judged;
  const events = changesOf(judged, { deviceId, gapMs, intervalMs, mode });
  const moved = events.length === 0 ? null : { tenantId, deviceId, connection, relayId, events };
  return { moved, nextMs: nextLookMs(connection, silence, settings) };
}
