/**
 * What is due now: pure. The state holds when each duty falls due and how it went; the loop performs what `plan`
 * names and tells the outcome, and nothing is ever done in direct reaction to a message. Times are milliseconds of a
 * monotonic clock, so that setting the device's clock moves no duty.
 */
import { backoffMs } from './backoff.ts';

/** What the agent does over the network. Each runs at most once at a time. */
export const duties = ['heartbeat', 'replay', 'push', 'inventory', 'attest', 'renew', 'commands'] as const;

/** One of the duties. */
export type Duty = (typeof duties)[number];

/** One duty's schedule. */
export type Schedule = {
  /** When to do it; null while it is not wanted. */
  readonly dueAt: number | null;
  readonly isRunning: boolean;
  /** Failures in a row. */
  readonly failures: number;
  /** Whether the last failure was silence, as opposed to a refusal. */
  readonly isUnheard: boolean;
};

/** Everything the plan depends on. */
export type PlanState = { readonly sampleAt: number; readonly schedules: Readonly<Record<Duty, Schedule>> };

/** What to do now, and when to look again. */
export type Plan = { readonly isSampleDue: boolean; readonly start: readonly Duty[]; readonly wakeAt: number };

/** Milliseconds between two samples. */
export const samplePeriodMs = 1_000;

/** A fresh start: the first heartbeat within two seconds, so that a thousand agents that boot together do not call together. */
export function initialPlanState(now: number, random: number): PlanState {
  const idle: Schedule = { dueAt: null, isRunning: false, failures: 0, isUnheard: false };
  const schedules = {
    heartbeat: { ...idle, dueAt: now + random * 2_000 },
    replay: idle,
    push: { ...idle, dueAt: now },
    inventory: idle,
    attest: { ...idle, dueAt: now + 2_000 + random * 4_000 },
    renew: idle,
    commands: { ...idle, dueAt: now + random * 4_000 },
  };
  return { sampleAt: now, schedules };
}

/** Names what is due. */
export function plan(state: PlanState, now: number): Plan {
  const start = duties.filter((duty) => isDue(state.schedules[duty], now));
  const isSampleDue = now >= state.sampleAt;
  const times = duties
    .map((duty) => state.schedules[duty])
    .flatMap(({ dueAt, isRunning }) => (dueAt !== null && !isRunning && dueAt > now ? [dueAt] : []));
  const nextSampleAt = isSampleDue ? afterSample(state, now).sampleAt : state.sampleAt;
  return { isSampleDue, start, wakeAt: Math.min(nextSampleAt, ...times) };
}

/** A sample was taken. Seconds that were missed, because the device slept, are not made up. */
export function afterSample(state: PlanState, now: number, periodMs = samplePeriodMs): PlanState {
  const missed = Math.floor((now - state.sampleAt) / periodMs);
  return { ...state, sampleAt: state.sampleAt + (missed + 1) * periodMs };
}

/** A duty was begun. */
export function started(state: PlanState, duty: Duty): PlanState {
  return withSchedule(state, duty, { isRunning: true });
}

/** A duty ended well; it is due again after `nextInMs`, or not wanted for now when that is null. */
export function succeeded(
  state: PlanState,
  duty: Duty,
  next: { now: number; nextInMs: number | null; random: number },
): PlanState {
  const dueAt = next.nextInMs === null ? null : next.now + next.nextInMs;
  const done = withSchedule(state, duty, { isRunning: false, failures: 0, isUnheard: false, dueAt });
  return hastened(done, next);
}

/** A duty failed. It is tried again no sooner than the server asked, and later with each failure. */
export function failed(
  state: PlanState,
  duty: Duty,
  failure: { now: number; random: number; retryAfterMs: number | null; isUnheard: boolean },
): PlanState {
  const failures = state.schedules[duty].failures + 1;
  const waitMs = Math.max(backoffMs(failures, failure.random), failure.retryAfterMs ?? 0);
  const dueAt = failure.now + waitMs;
  return withSchedule(state, duty, { isRunning: false, failures, isUnheard: failure.isUnheard, dueAt });
}

/** Something is wanted from now on, unless it is already. */
export function wanted(state: PlanState, duty: Duty, atMs: number): PlanState {
  return state.schedules[duty].dueAt === null ? withSchedule(state, duty, { dueAt: atMs }) : state;
}

/** An answer proves that the link is back: what waits because of silence waits two seconds at most. */
function hastened(state: PlanState, { now, random }: { now: number; random: number }): PlanState {
  const soon = now + random * 2_000;
  return duties.reduce((at, duty) => {
    const { isUnheard, dueAt } = at.schedules[duty];
    return isUnheard && dueAt !== null && dueAt > soon ? withSchedule(at, duty, { dueAt: soon }) : at;
  }, state);
}

function isDue({ dueAt, isRunning }: Schedule, now: number): boolean {
  return !isRunning && dueAt !== null && dueAt <= now;
}

function withSchedule(state: PlanState, duty: Duty, change: Partial<Schedule>): PlanState {
  return { ...state, schedules: { ...state.schedules, [duty]: { ...state.schedules[duty], ...change } } };
}
