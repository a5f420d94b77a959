/**
 * Where in the spectrum a device is, judged from what was measured and what it declared. Pure: gaps are by the database's
 * clock and relative to the interval the server assigned, so a device's own clock never matters.
 *
 * Hysteresis, so that who stands at a border does not go to and fro: silence and two calls over a bad link lead away at
 * once, but nearer only punctual calls over a good link do, `recoverAfterHeartbeats` in a row, and "good" is better than
 * "not bad". Who is late again and again is known to be: it is waited for longer, and is DELAYED or EDGE_CACHED when it
 * calls, not LIVE for a moment each time.
 */
import { connectivityTransitions } from '../connectivity/connectivity.ts';
import type { ConnectivityMode, ConnectivityReason } from '../connectivity/events.ts';
import type { DomainSettings } from '../domain-settings/domain-settings.ts';
import { isAllowed } from '../lifecycle/transition.ts';

/** What a device may declare of itself. */
export type DeclaredMode = 'LIVE' | 'EDGE_CACHED' | 'AUTONOMOUS';

/** What is remembered of a connection from one call to the next. */
export type Connection = {
  readonly mode: ConnectivityMode;
  /** Above 0: punctual calls over a good link in a row. Below 0: calls over a bad link in a row. */
  readonly run: number;
  /** Late calls, since it was last punctual for a while. */
  readonly lates: number;
  /** The shortest and the longest gap of those; null without any. */
  readonly shortestLateMs: number | null;
  readonly longestLateMs: number | null;
};

/** What is known of a link; null is not measured. */
export type Link = {
  readonly rttMs: number | null;
  readonly lossPct: number | null;
  readonly bandwidthKbps: number | null;
};

/** A call in relation to the one before it. `gapMs` is null for the first one of all. */
export type Arrival = Link & {
  readonly gapMs: number | null;
  readonly intervalMs: number;
  /** Another run of the agent than before: that explains the gap. */
  readonly isRestarted: boolean;
  readonly declared: DeclaredMode | null;
  /** It has journal records that are not accepted yet. */
  readonly isReplayRequired: boolean;
  /** Its return protocol has a session. */
  readonly isLocked: boolean;
};

/** A silence that still lasts. */
export type Silence = {
  readonly gapMs: number;
  readonly intervalMs: number;
  readonly declared: DeclaredMode | null;
  /** An operator allows the device to be on its own, whether it says so or not. */
  readonly mayBeAlone: boolean;
  readonly isLocked: boolean;
  /** The relay it is reached through is down. */
  readonly isRelayDown: boolean;
};

/** What a judgement came to: the steps of the spectrum, in order, and what is remembered after them. */
export type Judged = {
  readonly connection: Connection;
  readonly steps: readonly { readonly mode: ConnectivityMode; readonly reason: ConnectivityReason }[];
};

/** How a connection begins. */
export const unheardConnection: Connection = {
  mode: 'DISCONNECTED',
  run: 0,
  lates: 0,
  shortestLateMs: null,
  longestLateMs: null,
};

/** So many late calls make lateness a habit, and so many with long gaps a period. */
const habit = { late: 2, periodic: 3 } as const;
/** A bad link shows in so many calls in a row, and a link that is well stays clear of the thresholds by this factor. */
const badCalls = 2;
const margin = 0.8;
/** Who is late by habit is given up after so many times its longest late gap, or the gap that would be a period. */
const patience = 1.5;
/** A silent device is looked at again after this long at the latest: settings may have changed. */
const lookAgainMs = 600_000;

/** Judges a call. */
export function afterHeartbeat(before: Connection, arrival: Arrival, settings: DomainSettings): Judged {
  const isByDesign = before.mode === 'AUTONOMOUS';
  const remembered = remember(before, isByDesign ? { ...arrival, gapMs: null } : arrival, settings);
  const next = heardMode(remembered, arrival, settings);
  return next === null ? { connection: remembered, steps: [] } : walked(remembered, next);
}

/** Judges a silence that still lasts. Never brings a device nearer. */
export function afterSilence(before: Connection, silence: Silence, settings: DomainSettings): Judged {
  const mode = silentMode(before, silence, settings);
  if (mode === before.mode) return { connection: before, steps: [] };
  const isDeclared = mode === silence.declared || mode === 'AUTONOMOUS';
  const reason = isDeclared ? 'DECLARED' : silence.isRelayDown ? 'RELAY_DOWN' : 'SILENCE';
  return walked(before, { mode, reason });
}

/** How long after its last call a silent device is to be looked at next, in milliseconds; null for not at all. */
export function nextLookMs({ mode, ...of }: Connection, silence: Silence, settings: DomainSettings): number | null {
  if (mode === 'DISCONNECTED' || mode === 'REPLAYING') return null;
  const { gapMs, intervalMs } = silence;
  const borders = [settings.delayedAfterIntervals * intervalMs, givenUpAfterMs({ mode, ...of }, silence, settings)];
  const ahead = borders.filter((border) => border > gapMs);
  return Math.min(gapMs + lookAgainMs, ...ahead);
}

const never = { lates: 0, shortestLateMs: null, longestLateMs: null } as const;

/** Late calls count until the device was punctual for as long as coming nearer takes, and twice at least. */
function remember(before: Connection, arrival: Arrival, settings: DomainSettings): Connection {
  const { delayedAfterIntervals: delayed, recoverAfterHeartbeats } = settings;
  const { gapMs, intervalMs, isRestarted } = arrival;
  const intervals = gapMs === null || isRestarted ? 0 : gapMs / intervalMs;
  if (intervals > delayed) {
    const shortestLateMs = Math.min(gapMs ?? Infinity, before.shortestLateMs ?? Infinity);
    const longestLateMs = Math.max(gapMs ?? 0, before.longestLateMs ?? 0);
    return { ...before, run: 0, lates: Math.min(before.lates + 1, habit.periodic), shortestLateMs, longestLateMs };
  }
  if (isBad(arrival, settings)) return { ...before, run: Math.max(Math.min(before.run, 0) - 1, -badCalls) };
  if (intervals > punctualWithin(delayed) || !isGood(arrival, settings)) return { ...before, run: 0 };
  const enough = Math.max(recoverAfterHeartbeats, 2);
  const run = Math.min(Math.max(before.run, 0) + 1, enough);
  return run < enough ? { ...before, run } : { ...before, run, ...never };
}

/** A call is punctual well inside of what would make the device DELAYED: 1.6 intervals where that is 2.5. */
function punctualWithin(delayedAfterIntervals: number): number {
  return 1 + 0.4 * (delayedAfterIntervals - 1);
}

function isBad({ rttMs, lossPct, bandwidthKbps }: Link, settings: DomainSettings): boolean {
  return (
    (rttMs ?? 0) > settings.degradedRttMs ||
    (lossPct ?? 0) > settings.degradedLossPct ||
    (bandwidthKbps ?? Infinity) < settings.degradedBandwidthKbps
  );
}

function isGood({ rttMs, lossPct, bandwidthKbps }: Link, settings: DomainSettings): boolean {
  return (
    (rttMs ?? 0) <= settings.degradedRttMs * margin &&
    (lossPct ?? 0) <= settings.degradedLossPct * margin &&
    (bandwidthKbps ?? Infinity) >= settings.degradedBandwidthKbps / margin
  );
}

type Step = Judged['steps'][number];

function heardMode(now: Connection, arrival: Arrival, settings: DomainSettings): Step | null {
  const isRecovered = now.run >= settings.recoverAfterHeartbeats;
  const isPeriodic = isLateByPeriod(now, arrival.intervalMs, settings);
  switch (now.mode) {
    case 'LIVE':
      return now.run <= -badCalls ? { mode: 'DELAYED', reason: 'LINK' } : null;
    case 'DELAYED':
      if (arrival.declared === 'EDGE_CACHED') return { mode: 'EDGE_CACHED', reason: 'DECLARED' };
      if (isPeriodic) return { mode: 'EDGE_CACHED', reason: 'HEARTBEAT' };
      return isRecovered ? { mode: 'LIVE', reason: 'HEARTBEAT' } : null;
    case 'EDGE_CACHED':
      return isRecovered && arrival.declared !== 'EDGE_CACHED' ? { mode: 'DELAYED', reason: 'HEARTBEAT' } : null;
    case 'AUTONOMOUS':
      return arrival.isReplayRequired ? { mode: 'RETURNING', reason: 'RETURN' } : { mode: 'LIVE', reason: 'HEARTBEAT' };
    case 'DISCONNECTED':
      if (arrival.isReplayRequired) return { mode: 'RETURNING', reason: 'RETURN' };
      if (isPeriodic) return { mode: 'EDGE_CACHED', reason: 'HEARTBEAT' };
      return { mode: now.lates >= habit.late ? 'DELAYED' : 'LIVE', reason: 'HEARTBEAT' };
    case 'RETURNING':
      // What it was to deliver turned out to be here already.
      return arrival.isReplayRequired || arrival.isLocked ? null : { mode: 'LIVE', reason: 'REPLAY' };
    case 'REPLAYING':
      return null;
  }
}

function silentMode(before: Connection, silence: Silence, settings: DomainSettings): ConnectivityMode {
  const { mode } = before;
  const { gapMs, intervalMs, isLocked } = silence;
  const isGivenUp = gapMs > givenUpAfterMs(before, silence, settings);
  switch (mode) {
    case 'LIVE':
    case 'DELAYED':
      if (isGivenUp) return destination(before, silence, settings);
      return gapMs > settings.delayedAfterIntervals * intervalMs ? 'DELAYED' : mode;
    case 'EDGE_CACHED':
    case 'AUTONOMOUS':
      return isGivenUp ? destination(before, silence, settings) : mode;
    case 'RETURNING':
      // While there is a session, only the silence of the session counts, and the return protocol judges that.
      return isGivenUp && !isLocked ? 'DISCONNECTED' : mode;
    case 'REPLAYING':
    case 'DISCONNECTED':
      return mode;
  }
}

/** The next place of a device that is not waited for any longer where it is. */
function destination(before: Connection, silence: Silence, settings: DomainSettings): ConnectivityMode {
  const { gapMs, intervalMs } = silence;
  const stages = [
    ...(isAlone(silence)
      ? (['AUTONOMOUS'] as const)
      : isCached(before, silence, settings)
        ? (['EDGE_CACHED'] as const)
        : []),
    'DISCONNECTED' as const,
  ];
  const next = stages.find(
    (mode) =>
      mode !== before.mode && gapMs <= (mode === 'DISCONNECTED' ? Infinity : stageEndMs(mode, intervalMs, settings)),
  );
  return next ?? 'DISCONNECTED';
}

/** How long a silent device stays where it is. */
function givenUpAfterMs(connection: Connection, silence: Silence, settings: DomainSettings): number {
  const { mode, lates, longestLateMs } = connection;
  const { intervalMs } = silence;
  const usual = settings.disconnectedAfterIntervals * intervalMs;
  if (mode === 'AUTONOMOUS') return stageEndMs(mode, intervalMs, settings);
  if (mode === 'EDGE_CACHED') return isAlone(silence) ? usual : stageEndMs(mode, intervalMs, settings);
  if (lates < habit.late) return usual;
  const period = settings.edgeCachedAfterIntervals * intervalMs;
  return Math.max(usual, patience * Math.min(longestLateMs ?? 0, period));
}

/** A device that synchronises periodically may miss as many of its periods as others may miss intervals. */
function stageEndMs(mode: 'AUTONOMOUS' | 'EDGE_CACHED', intervalMs: number, settings: DomainSettings): number {
  const { disconnectedAfterIntervals: disconnected, edgeCachedAfterIntervals: period, autonomyBudgetS } = settings;
  const usual = disconnected * intervalMs;
  return mode === 'AUTONOMOUS' ? Math.max(usual, autonomyBudgetS * 1_000) : usual * Math.max(period, 1);
}

function isAlone({ declared, mayBeAlone }: Silence): boolean {
  return declared === 'AUTONOMOUS' || mayBeAlone;
}

function isCached(connection: Connection, { declared, intervalMs }: Silence, settings: DomainSettings): boolean {
  return (
    declared === 'EDGE_CACHED' || connection.mode === 'EDGE_CACHED' || isLateByPeriod(connection, intervalMs, settings)
  );
}

function isLateByPeriod({ lates, shortestLateMs }: Connection, intervalMs: number, settings: DomainSettings): boolean {
  return lates >= habit.periodic && (shortestLateMs ?? 0) > settings.edgeCachedAfterIntervals * intervalMs;
}

/** The steps to a mode that is not next to this one go by these. */
const detours: Partial<Record<ConnectivityMode, Step>> = {
  LIVE: { mode: 'DELAYED', reason: 'SILENCE' },
  RETURNING: { mode: 'REPLAYING', reason: 'REPLAY' },
};

/** The steps to a mode. Coming one step nearer is earned anew for the next. */
function walked(from: Connection, to: Step): Judged {
  const isNearer =
    (from.mode === 'EDGE_CACHED' && to.mode === 'DELAYED') || (from.mode === 'DELAYED' && to.mode === 'LIVE');
  const isNext = isAllowed(connectivityTransitions, { from: from.mode, to: to.mode });
  const detour = isNext ? undefined : detours[from.mode];
  return { connection: { ...from, mode: to.mode, run: isNearer ? 0 : from.run }, steps: detour ? [detour, to] : [to] };
}
