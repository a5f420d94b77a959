/**
 * Heartbeats of many devices in one transaction: one statement checks trust and certificate and writes the liveness
 * of all of them; only transitions become events. The statement holds the liveness rows until the commit, and so
 * does the sweep, so whoever comes second judges what the first one wrote.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Event, Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Refusal } from '@flotilla/kernel/errors';
import { deviceAggregate } from '../aggregates.ts';
import type { Sighting } from '../clone/clone.ts';
import { afterHeartbeat, connectivity, thresholds } from '../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode } from '../connectivity/events.ts';
import { projectConnectivity } from '../connectivity/projection.ts';
import { heard } from '../device/device.ts';
import type { DeviceActivated, DeviceAgentChanged, TrustState } from '../device/events.ts';
import { projectDevice } from '../device/projection.ts';
import type { LifecyclePhase } from '../lifecycle/phase.ts';
import { unheard, type Caller } from './device-call.ts';

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
};

/** Records a batch in a transaction on behalf of every tenant. Answers per heartbeat, in order. */
export async function recordHeartbeats(
  em: EntityManager,
  heartbeats: readonly Heartbeat[],
): Promise<(HeartbeatOutcome | Refusal)[]> {
  const newest = newestPerDevice(heartbeats);
  const rows = await em.execute<Heard[]>(recordSql, [JSON.stringify(newest.rows), thresholds.delayedAfter]);
  const answered = new Map(rows.map((row) => [row.n, row]));
  const transitions = rows.flatMap((row) => (row.is_heard ? transitionsOf(row, newest.heartbeats[row.n]) : []));
  if (transitions.length > 0) await recordTransitions(em, transitions);
  const changed = new Set(transitions.map(({ deviceId }) => deviceId));
  return newest.indexes.map((n) => {
    const row = answered.get(n);
    if (!row?.is_heard) return unheard(row?.trust ?? null, row?.is_rotated === true);
    return {
      trust: row.trust ?? 'TRUSTED',
      phase: row.phase === 'ENROLLED' ? 'ACTIVE' : row.phase,
      isInventoryWanted: row.is_inventory_wanted,
      isNewCertificate: row.is_new_certificate,
      hasTransition: changed.has(newest.heartbeats[n]?.deviceId ?? ''),
      before: sightingBefore(row),
    };
  });
}

const recordSql = `with c as (
    select * from jsonb_to_recordset(?::jsonb) as c (n integer, t uuid, d uuid, f text, i integer, boot text,
      epoch bigint, seq bigint, version text, health text, up bigint, rtt real, loss real, band real, behind bigint,
      backlog bigint, skew real, caps text[], series integer, policy bigint)
  ), seen as (
    update device_liveness l set last_seen = greatest(l.last_seen, now()), interval_ms = c.i, boot_id = c.boot,
      epoch = c.epoch, seq = c.seq, agent_version = c.version,
      due_at = now() + c.i * ?::float8 * interval '1 ms', health = c.health, uptime_s = c.up, rtt_ms = c.rtt,
      loss_pct = c.loss, bandwidth_kbps = c.band, seconds_behind = c.behind, backlog_messages = c.backlog,
      clock_skew_s = c.skew, capabilities = c.caps, series_count = c.series, policy_age_s = c.policy,
      known_capabilities = case when c.caps is null or l.known_capabilities @> c.caps and l.agent_version = c.version
        then l.known_capabilities when l.agent_version = c.version and l.known_capabilities is not null
        then array(select distinct unnest(l.known_capabilities || c.caps)) else c.caps end
    from c join devices d on d.tenant_id = c.t and d.id = c.d
    where l.tenant_id = c.t and l.device_id = c.d
      and d.trust in ('TRUSTED', 'QUARANTINED') and c.f in (d.current_fingerprint, d.next_fingerprint)
    returning c.n, old.agent_version as previous_version, old.mode, old.interval_ms,
      old.boot_id is distinct from new.boot_id as is_restarted,
      case when isfinite(old.last_seen) then (extract(epoch from now() - old.last_seen) * 1000)::float8 end as gap_ms,
      coalesce(new.inventory_reported_at < now() - interval '24 hours', true) as is_inventory_wanted,
      case when isfinite(old.last_seen) then old.boot_id end as before_boot, old.epoch::float8 as before_epoch,
      old.seq::float8 as before_seq,
      (extract(epoch from nullif(old.last_seen, '-infinity')) + old.clock_skew_s)::float8 * 1000 as before_sent_ms
  )
  select c.n, d.trust, d.phase, coalesce(c.f = d.next_fingerprint, false) as is_new_certificate,
    seen.n is not null as is_heard, coalesce(d.current_fingerprint, d.next_fingerprint) is null as is_rotated, seen.previous_version, seen.mode, seen.gap_ms, seen.interval_ms, seen.is_restarted,
    seen.is_inventory_wanted and d.trust = 'TRUSTED' as is_inventory_wanted,
    seen.before_boot, seen.before_epoch, seen.before_seq, seen.before_sent_ms
  from c left join devices d on d.tenant_id = c.t and d.id = c.d left join seen on seen.n = c.n`;

function sightingBefore(row: Heard): Sighting | null {
  const { before_boot: bootId, before_epoch: epoch, before_seq: seq, before_sent_ms: sentAtMs } = row;
  return bootId === null ? null : { bootId, epoch, seq, sentAtMs };
}

/** A device that called twice within a batch is written once, with its newer call, and both are answered alike. */
function newestPerDevice(all: readonly Heartbeat[]) {
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
  }));
  rows.sort((a, b) => (a.d < b.d ? -1 : 1));
  return { heartbeats, indexes, rows };
}

/** What a heartbeat or its absence can cause. */
export type HeartbeatFact = ConnectivityEvent | DeviceActivated | DeviceAgentChanged;

/** Something that happened to one device, for one of its streams. */
export type DeviceTransition = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly event: HeartbeatFact;
};

function transitionsOf(row: Heard, heartbeat: Heartbeat | undefined): DeviceTransition[] {
  if (!heartbeat) return [];
  const { tenantId, deviceId } = heartbeat;
  const arrival = { gapMs: row.gap_ms, intervalMs: row.interval_ms, isRestarted: row.is_restarted };
  const mode = afterHeartbeat(row.mode, arrival);
  const { gapMs, intervalMs } = arrival;
  const command = { type: 'ChangeConnectivity', deviceId, mode, gapMs, intervalMs } as const;
  const changes = connectivity.decide(command, { mode: row.mode });
  const { agentVersion } = heartbeat;
  const before = { id: deviceId, phase: row.phase, agentVersion: row.previous_version ?? agentVersion };
  return [...heard(before, agentVersion), ...changes].map((event) => ({ tenantId, deviceId, event }));
}

/**
 * Records transitions of devices whose liveness rows the transaction holds: the modes, the facts and the rows of
 * devices together. One append per tenant.
 */
export async function recordTransitions(em: EntityManager, transitions: readonly DeviceTransition[]): Promise<void> {
  const modes = transitions.flatMap(({ tenantId, deviceId, event }) =>
    event.type === 'ConnectivityChanged' ? [{ t: tenantId, d: deviceId, mode: event.data.mode }] : [],
  );
  if (modes.length > 0) {
    await em.execute(
      `update device_liveness l set mode = m.mode from jsonb_to_recordset(?::jsonb) as m (t uuid, d uuid, mode text)
       where l.tenant_id = m.t and l.device_id = m.d`,
      [JSON.stringify(modes)],
    );
  }
  for (const [tenantId, ofTenant] of Map.groupBy(transitions, (transition) => transition.tenantId)) {
    await append(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes: writesOf(ofTenant),
      project: (facts) => projectTransitions(em, facts as readonly Fact<HeartbeatFact>[]),
    });
  }
}

function writesOf(transitions: readonly DeviceTransition[]): StreamWrite<Event>[] {
  const byStream = Map.groupBy(transitions, ({ deviceId, event }) =>
    streamOf(event.type === 'ConnectivityChanged' ? connectivity.category : deviceAggregate.category, deviceId),
  );
  return [...byStream].map(([stream, ofStream]) => {
    return { stream, expectedVersion: null, events: ofStream.map(({ event }) => event) };
  });
}

async function projectTransitions(em: EntityManager, facts: readonly Fact<HeartbeatFact>[]): Promise<void> {
  const changes: Fact<ConnectivityEvent>[] = [];
  for (const fact of facts) {
    if (fact.type === 'ConnectivityChanged') changes.push(fact);
    else await projectDevice(em, fact);
  }
  if (changes.length > 0) await projectConnectivity(em, changes);
}
