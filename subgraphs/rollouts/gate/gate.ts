/**
 * Whether a wave has passed, has to stop, or what it waits for. Every threshold says what it counts: successes and
 * failures are counted of the devices that can take part now, so that nobody who is away holds up the others.
 */
import { totalOf, type BucketCounts } from '../wave/buckets.ts';
import type { HealthVerdict } from './health.ts';

/** What a wave has to hold to. */
export type Gates = {
  /** Successes, in percent of those that can take part, from which the wave may pass. */
  readonly successPercent: number;
  /** Failures from which it stops, in percent; null for no such border. */
  readonly failurePercent: number | null;
  /** Failures from which it stops; null for no such border. */
  readonly failureCount: number | null;
  /** So many must have ended before `failurePercent` of those that ended counts. */
  readonly minExecuted: number;
  /** Devices that fell silent in the middle of it, from which it stops; null for no such border. */
  readonly lostMax: number | null;
  /** How long it has to be well after the threshold was reached, in seconds. */
  readonly soakS: number;
  /** How long a device may take, in seconds. */
  readonly deadlineS: number;
  /** Whether a person has to agree before it opens. */
  readonly needsApproval: boolean;
  /** Whether the health of its devices has to be judged before it passes. */
  readonly needsHealth: boolean;
};

/** What holds while nobody says otherwise. */
export const presetGates: Gates = {
  successPercent: 90,
  failurePercent: 30,
  failureCount: null,
  minExecuted: 10,
  lostMax: 1,
  soakS: 0,
  deadlineS: 3_600,
  needsApproval: false,
  needsHealth: false,
};

/** A wave as it is now. */
export type WaveFacts = {
  readonly counts: BucketCounts;
  /** Suspected because they are silent, or take too long. */
  readonly lost: { readonly silent: number; readonly overdue: number };
  /** Failures that somebody accepted by resuming: they stop nothing any more. */
  readonly forgiven: number;
  /** When the success that reached the threshold came; null while it has not. RFC 3339. */
  readonly reachedAt: string | null;
  readonly verdict: HealthVerdict;
  /** Since when it is open, RFC 3339. */
  readonly openedAt: string;
  readonly now: string;
};

/** Why a wave stopped. */
export type StopCause = 'FAILURES' | 'HEARTBEAT_LOSS' | 'HEALTH';

/** A threshold and what it was compared with. */
export type GateNumbers = { readonly have: number; readonly need: number; readonly of: number };

/** What a wave waits for. */
export type WaveWait = { readonly gate: 'SUCCESS' | 'SOAK' | 'HEALTH'; readonly since: string } & GateNumbers & {
    /** When it is over if nothing else happens; null when that depends on devices. */
    readonly until: string | null;
    /** Which measure does not tell, as a sentence; for HEALTH alone. */
    readonly words?: string;
  };

/** What becomes of a wave. */
export type WaveJudgement =
  | ({ readonly kind: 'PASS' } & GateNumbers)
  | ({ readonly kind: 'STOP'; readonly cause: StopCause; readonly words?: string } & GateNumbers)
  | ({ readonly kind: 'WAIT' } & WaveWait);

/** Judges a wave: what stops it goes before what lets it pass. */
export function judgeWave(gates: Gates, facts: WaveFacts): WaveJudgement {
  return stopOf(gates, facts) ?? waitOf(gates, facts) ?? { kind: 'PASS', ...successOf(gates, facts.counts) };
}

/** How many can take part: all but those who are away, cannot, or were taken out. */
export function baseOf(counts: BucketCounts): number {
  return totalOf(counts) - counts.UNREACHABLE - counts.INCAPABLE - counts.WITHDRAWN;
}

/** Successes, how many are needed, and of how many. */
export function successOf({ successPercent }: Gates, counts: BucketCounts): GateNumbers {
  const of = baseOf(counts);
  return { have: counts.DONE + counts.ALREADY_INSTALLED, need: Math.ceil((of * successPercent) / 100), of };
}

/** The border of failures that is reached, if one is: a number, a share of all, or one of those that have ended. */
export function failureBorder(
  { failureCount, failurePercent, minExecuted }: Gates,
  { failed, executed, base }: { readonly failed: number; readonly executed: number; readonly base: number },
): GateNumbers | null {
  if (failed <= 0) return null;
  if (failureCount !== null && failed >= failureCount) return { have: failed, need: failureCount, of: base };
  if (failurePercent === null) return null;
  const ofBase = Math.max(1, Math.ceil((base * failurePercent) / 100));
  if (failed >= ofBase) return { have: failed, need: ofBase, of: base };
  const ofExecuted = Math.max(1, Math.ceil((executed * failurePercent) / 100));
  const isEnough = executed >= Math.min(minExecuted, base);
  return isEnough && failed >= ofExecuted ? { have: failed, need: ofExecuted, of: executed } : null;
}

function stopOf(gates: Gates, { counts, lost, forgiven, verdict }: WaveFacts): WaveJudgement | null {
  const base = baseOf(counts);
  const failed = counts.FAILED - forgiven + lost.overdue + lost.silent;
  const executed = counts.DONE + failed;
  const stop = (cause: StopCause, numbers: GateNumbers) => ({ kind: 'STOP', cause, ...numbers }) as const;
  const { lostMax } = gates;
  const border = failureBorder(gates, { failed, executed, base });
  if (border) return stop('FAILURES', border);
  if (lostMax !== null && lost.silent >= lostMax && lost.silent > 0) {
    return stop('HEARTBEAT_LOSS', { have: lost.silent, need: lostMax, of: base });
  }
  if (gates.needsHealth && verdict.kind === 'FAIL') {
    const { have, need, of, words } = verdict;
    return { ...stop('HEALTH', { have, need, of }), words };
  }
  return null;
}

function waitOf(gates: Gates, facts: WaveFacts): WaveJudgement | null {
  const { counts, reachedAt, now, verdict, openedAt } = facts;
  const success = successOf(gates, counts);
  if (success.have < success.need) return { kind: 'WAIT', gate: 'SUCCESS', since: openedAt, until: null, ...success };
  // A wave without anybody who can take part has nothing to soak.
  const since = reachedAt ?? openedAt;
  const soakEnd = Date.parse(since) + gates.soakS * 1_000;
  const soakedS = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 1_000));
  if (success.of > 0 && Date.parse(now) < soakEnd) {
    const until = new Date(soakEnd).toISOString();
    return { kind: 'WAIT', gate: 'SOAK', since, until, have: soakedS, need: gates.soakS, of: gates.soakS };
  }
  // Where nobody was updated, because all ran it already, there is nothing to judge.
  if (gates.needsHealth && verdict.kind === 'INCONCLUSIVE' && counts.DONE > 0) {
    const { have, need, of, words } = verdict;
    return { kind: 'WAIT', gate: 'HEALTH', since, until: null, have, need, of, words };
  }
  return null;
}
