/**
 * Heartbeats of many devices in one transaction: one statement checks trust and certificate and writes the liveness
 * of all of them; only transitions become events. The statement holds the liveness rows until the commit, and so
 * does the sweep, so whoever comes second judges what the first one wrote.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Refusal } from '@flotilla/kernel/errors';
import type { Sighting } from '../clone/clone.ts';
import type { ConnectivityMode } from '../connectivity/events.ts';
import { heard } from '../device/device.ts';
import type { TrustState } from '../device/events.ts';
import type { DomainSettings } from '../domain-settings/domain-settings.ts';
import type { LifecyclePhase } from '../lifecycle/phase.ts';
import { registeredRelays } from '../relay/queries.ts';
import { isReplayRequired } from '../replay/desk/debt.ts';
import { unheard, type Caller } from './device-call.ts';
import { afterHeartbeat, type Connection, type DeclaredMode } from './judgement.ts';
import type { SettingsMemory } from './settings-memory.ts';
import { changesOf, recordMoves, type Moved } from './transitions.ts';

/** One heartbeat as it goes to the database. */
export type Heartbeat = Caller & {
  readonly intervalMs: number;
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly agentVersion: string;
  readonly health: string;
  readonly uptimeS: number | null;
  readonly rttMs: number | null;
  readonly lossPct: number | null;
  readonly bandwidthKbps: number | null;
  readonly secondsBehind: number;
  readonly backlogMessages: number;
  readonly clockSkewS: number | null;
  readonly capabilities: readonly string[] | null;
  readonly seriesCount: number | null;
  readonly policyAgeS: number | null;
  readonly declared: DeclaredMode | null;
  /** The relay it says it calls through. */
  readonly relayId: string | null;
  readonly journal: { readonly epoch: number; readonly lastSeq: number } | null;
  /** Digest of the list that it goes by when it decides on its own; null when it does not say. */
  readonly decisionsDigest: string | null;
};

/** What a heartbeat came to. */
export type HeartbeatOutcome = {
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly isInventoryWanted: boolean;
  /** The newest certificate was used: the one before it can go. */
  readonly isNewCertificate: boolean;
  /** The device's row changed by more than the time it was seen. */
  readonly hasTransition: boolean;
  /** What the heartbeat before this one told of its run; null for the first. */
  readonly before: Sighting | null;
  /** Its place in the spectrum from now on. */
  readonly mode: ConnectivityMode;
  /** Records of its journal are missing here; null when it did not say what it has. */
  readonly isReplayRequired: boolean | null;
  /** Commands that wait for it. */
  readonly pendingCommands: number;
  /** Rises whenever the device is permitted to update; 0 before the first time. */
  readonly updateHint: number;
  /** It was cordoned or drained, and not uncordoned since. */
  readonly isCordoned: boolean;
  /** Where it is. */
  readonly domainId: string;
};

type Heard = {
  readonly n: number;
  readonly trust: TrustState | null;
  readonly phase: LifecyclePhase;
  readonly is_new_certificate: boolean;
  readonly is_inventory_wanted: boolean;
  readonly is_heard: boolean;
  readonly is_rotated: boolean;
  readonly previous_version: string | null;
  readonly mode: ConnectivityMode;
  readonly gap_ms: number | null;
  readonly interval_ms: number;
  readonly is_restarted: boolean;
  readonly before_boot: string | null;
  readonly before_epoch: number;
  readonly before_seq: number;
  readonly before_sent_ms: number | null;
  readonly domain_id: string;
  readonly run: number;
  readonly lates: number;
  readonly shortest_late_ms: number | null;
  readonly longest_late_ms: number | null;
  readonly relay_id: string | null;
  readonly accepted_epoch: number | null;
  readonly accepted_seq: number | null;
  readonly is_locked: boolean;
  readonly pending_commands: number;
  readonly update_hint: number;
  readonly is_cordoned: boolean;
};

/** Records a batch in a transaction on behalf of every tenant. Answers per heartbeat, in order. */
export async function recordHeartbeats(
  em: EntityManager,
  heartbeats: readonly Heartbeat[],
  settings: SettingsMemory,
): Promise<(HeartbeatOutcome | Refusal)[]> {
  const newest = newestPerDevice(heartbeats, settings);
  const rows = await em.execute<Heard[]>(recordSql, [JSON.stringify(newest.rows)]);
  const calls = rows.flatMap((row) => {
    const heartbeat = newest.heartbeats[row.n];
    return row.is_heard && heartbeat ? [{ row, heartbeat }] : [];
  });
  const of = await settings.of(
    em,
    calls.map(({ row, heartbeat: { tenantId, deviceId } }) => ({ tenantId, deviceId, domainId: row.domain_id })),
  );
  const relays = await registeredRelays(em, calls.flatMap(newRelayOf));
  const judged = calls.map((call) => judge(call, of(call.row.domain_id), relays));
  await recordMoves(
    em,
    judged.flatMap(({ moved }) => moved ?? []),
  );
  const answered = new Map(rows.map((row) => [row.n, row]));
  const outcomes = new Map(judged.map(({ n, outcome }) => [n, outcome]));
  return newest.indexes.map((n) => {
    const row = answered.get(n);
    return outcomes.get(n) ?? unheard(row?.trust ?? null, row?.is_rotated === true);
  });
}

const recordSql = `with c as (
    select * from jsonb_to_recordset(?::jsonb) as c (n integer, t uuid, d uuid, f text, i integer, boot text,
      epoch bigint, seq bigint, version text, health text, up bigint, rtt real, loss real, band real, behind bigint,
      backlog bigint, skew real, caps text[], series integer, policy bigint, look float8, declared text, jepoch bigint,
      jseq bigint)
  ), seen as (
    update device_liveness l set last_seen = greatest(l.last_seen, now()), interval_ms = c.i, boot_id = c.boot,
      epoch = c.epoch, seq = c.seq, agent_version = c.version,
      due_at = now() + c.look * interval '1 ms', health = c.health, uptime_s = c.up, rtt_ms = c.rtt,
      loss_pct = c.loss, bandwidth_kbps = c.band, seconds_behind = c.behind, backlog_messages = c.backlog,
      clock_skew_s = c.skew, capabilities = c.caps, series_count = c.series, policy_age_s = c.policy,
      declared = c.declared, journal_epoch = c.jepoch, journal_seq = c.jseq,
      known_capabilities = case when c.caps is null or l.known_capabilities @> c.caps and l.agent_version = c.version
        then l.known_capabilities when l.agent_version = c.version and l.known_capabilities is not null
        then array(select distinct unnest(l.known_capabilities || c.caps)) else c.caps end
    from c join devices d on d.tenant_id = c.t and d.id = c.d
    where l.tenant_id = c.t and l.device_id = c.d
      and d.trust in ('TRUSTED', 'QUARANTINED') and c.f in (d.current_fingerprint, d.next_fingerprint)
    returning c.n, c.jseq, old.agent_version as previous_version, old.mode, old.interval_ms, old.run, old.lates,
      old.shortest_late_ms, old.longest_late_ms, old.relay_id,
      old.boot_id is distinct from new.boot_id as is_restarted,
      case when isfinite(old.last_seen) then (extract(epoch from now() - old.last_seen) * 1000)::float8 end as gap_ms,
      coalesce(new.inventory_reported_at < now() - interval '24 hours', true) as is_inventory_wanted,
      case when isfinite(old.last_seen) then old.boot_id end as before_boot, old.epoch::float8 as before_epoch,
      old.seq::float8 as before_seq,
      (extract(epoch from nullif(old.last_seen, '-infinity')) + old.clock_skew_s)::float8 * 1000 as before_sent_ms
  )
  select c.n, d.trust, d.phase, d.domain_id, coalesce(c.f = d.next_fingerprint, false) as is_new_certificate,
    seen.n is not null as is_heard, coalesce(d.current_fingerprint, d.next_fingerprint) is null as is_rotated,
    seen.previous_version, seen.mode, seen.gap_ms, seen.interval_ms, seen.is_restarted,
    seen.is_inventory_wanted and d.trust = 'TRUSTED' as is_inventory_wanted,
    seen.before_boot, seen.before_epoch, seen.before_seq, seen.before_sent_ms, seen.run, seen.lates,
    seen.shortest_late_ms, seen.longest_late_ms, seen.relay_id, h.epoch::float8 as accepted_epoch,
    h.acknowledged_seq::float8 as accepted_seq, h.session_id is not null as is_locked,
    case when d.trust = 'TRUSTED' then (
      select count(*)::integer from commands k where k.tenant_id = c.t and k.device_id = c.d
        and k.stage in ('QUEUED', 'DELIVERED') and (k.stage = 'QUEUED' or k.again_at is not null)
    ) else 0 end as pending_commands,
    coalesce((
      select u.generation from update_hints u where u.tenant_id = c.t and u.device_id = c.d
    ), 0) as update_hint,
    coalesce((
      select k.kind <> 'UNCORDON' from commands k where k.tenant_id = c.t and k.device_id = c.d
        and k.kind in ('CORDON', 'DRAIN', 'UNCORDON')
        and (k.stage = 'APPLIED' or k.late_report ->> 'outcome' = 'APPLIED')
      order by k.delivered_at desc limit 1
    ), false) as is_cordoned
  from c left join devices d on d.tenant_id = c.t and d.id = c.d left join seen on seen.n = c.n
  left join replay_heads h on h.tenant_id = c.t and h.device_id = c.d
    and (seen.jseq is not null or seen.mode = 'RETURNING')`;

function sightingBefore(row: Heard): Sighting | null {
  const { before_boot: bootId, before_epoch: epoch, before_seq: seq, before_sent_ms: sentAtMs } = row;
  return bootId === null ? null : { bootId, epoch, seq, sentAtMs };
}

/** A device that called twice within a batch is written once, with its newer call, and both are answered alike. */
function newestPerDevice(all: readonly Heartbeat[], settings: SettingsMemory) {
  const numbers = new Map<string, number>();
  const heartbeats: Heartbeat[] = [];
  const indexes = all.map((heartbeat) => {
    const key = `${heartbeat.tenantId} ${heartbeat.deviceId} ${heartbeat.fingerprint}`;
    const n = numbers.get(key) ?? heartbeats.length;
    numbers.set(key, n);
    heartbeats[n] = heartbeat;
    return n;
  });
  const rows = heartbeats.map((h, n) => ({
    n,
    t: h.tenantId,
    d: h.deviceId,
    f: h.fingerprint,
    i: h.intervalMs,
    boot: h.bootId,
    epoch: h.epoch,
    seq: h.seq,
    version: h.agentVersion,
    health: h.health,
    up: h.uptimeS,
    rtt: h.rttMs,
    loss: h.lossPct,
    band: h.bandwidthKbps,
    behind: h.secondsBehind,
    backlog: h.backlogMessages,
    skew: h.clockSkewS,
    caps: h.capabilities,
    series: h.seriesCount,
    policy: h.policyAgeS,
    look: h.intervalMs * settings.firstLookAfter(h.tenantId, h.deviceId),
    declared: h.declared,
    jepoch: h.journal?.epoch,
    jseq: h.journal?.lastSeq,
  }));
  rows.sort((a, b) => (a.d < b.d ? -1 : 1));
  return { heartbeats, indexes, rows };
}

type Call = { readonly row: Heard; readonly heartbeat: Heartbeat };

/** The relay that a device names for the first time. */
function newRelayOf({ row, heartbeat: { tenantId, relayId } }: Call) {
  return relayId === null || relayId === row.relay_id ? [] : [{ tenantId, relayId }];
}

type JudgedCall = { readonly n: number; readonly outcome: HeartbeatOutcome; readonly moved: Moved | null };

function judge({ row, heartbeat }: Call, settings: DomainSettings, relays: ReadonlySet<string>): JudgedCall {
  const { tenantId, deviceId, journal, agentVersion, rttMs, lossPct, bandwidthKbps, declared } = heartbeat;
  const accepted = { epoch: row.accepted_epoch ?? 0, acknowledgedSeq: row.accepted_seq ?? 0 };
  const isBehind = journal === null ? null : isReplayRequired(journal, accepted);
  const before = connectionOf(row);
  const { gap_ms: gapMs, interval_ms: intervalMs, is_restarted: isRestarted, is_locked: isLocked } = row;
  const link = { rttMs, lossPct, bandwidthKbps };
  const arrival = { ...link, gapMs, intervalMs, isRestarted, isLocked, declared, isReplayRequired: isBehind === true };
  const judged = afterHeartbeat(before, arrival, settings);
  const { connection } = judged;
  // A relay that is none is no way: the device is as good as heard straight.
  const named = heartbeat.relayId;
  const relayId = named === null || named === row.relay_id || relays.has(named) ? named : null;
  const known = { id: deviceId, phase: row.phase, agentVersion: row.previous_version ?? agentVersion };
  const events = [
    ...heard(known, agentVersion),
    ...changesOf(judged, { deviceId, gapMs, intervalMs, mode: before.mode }),
    ...(relayId === row.relay_id ? [] : [{ type: 'DeviceRouteChanged', data: { deviceId, relayId } } as const]),
  ];
  const hasMoved = events.length > 0 || !isSame(before, connection);
  const outcome = {
    trust: row.trust ?? 'TRUSTED',
    phase: row.phase === 'ENROLLED' ? ('ACTIVE' as const) : row.phase,
    isInventoryWanted: row.is_inventory_wanted,
    isNewCertificate: row.is_new_certificate,
    hasTransition: events.length > 0,
    before: sightingBefore(row),
    mode: connection.mode,
    isReplayRequired: isBehind,
    pendingCommands: row.pending_commands,
    updateHint: row.update_hint,
    isCordoned: row.is_cordoned,
    domainId: row.domain_id,
  };
  return { n: row.n, outcome, moved: hasMoved ? { tenantId, deviceId, connection, relayId, events } : null };
}

function connectionOf(row: Heard): Connection {
  const { mode, run, lates, shortest_late_ms: shortestLateMs, longest_late_ms: longestLateMs } = row;
  return { mode, run, lates, shortestLateMs, longestLateMs };
}

function isSame(a: Connection, b: Connection): boolean {
  return (
    a.mode === b.mode &&
    a.run === b.run &&
    a.lates === b.lates &&
    a.shortestLateMs === b.shortestLateMs &&
    a.longestLateMs === b.longestLateMs
  );
}
