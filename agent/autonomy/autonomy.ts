/**
 * When this device is on its own, and what it then decides: pure. It is on its own when the control plane was silent for
 * some of the intervals it assigned; it is back with the first heartbeat that is answered. What it may decide, and how often,
 * comes from what it was told last and from the device's own list of services.
 */
import { createHash } from 'node:crypto';
import type { HeartbeatReply, MasterOfRecord, TrustState } from '../wire.ts';

/** What this device was last told, and goes on with. */
export type CachedPolicy = {
  readonly authorityEpoch: number;
  readonly masterOfRecord: MasterOfRecord;
  readonly cordoned: boolean;
  /** All it may decide on its own. */
  readonly allowedDecisions: readonly string[];
  readonly trust: TrustState;
  readonly phase: string;
  readonly desiredGeneration: number;
  readonly intervalMs: number;
  /** When it was last confirmed; null when nobody ever said anything. */
  readonly confirmedMs: number | null;
};

/** What a device may decide that was never told what. */
export const presetDecisions: readonly string[] = ['restart_service', 'policy_applied', 'cache_served', 'buffer'];

/** What holds before anything was said. */
export const untold: CachedPolicy = {
  authorityEpoch: 1,
  masterOfRecord: 'GLOBAL',
  cordoned: false,
  allowedDecisions: presetDecisions,
  trust: 'TRUSTED',
  phase: 'ENROLLED',
  desiredGeneration: 0,
  intervalMs: 10_000,
  confirmedMs: null,
};

/** What the answer to a heartbeat makes of it. What the answer leaves open stays as it was. */
export function told(before: CachedPolicy, reply: HeartbeatReply, nowMs: number): CachedPolicy {
  return {
    authorityEpoch: reply.authorityEpoch ?? before.authorityEpoch,
    masterOfRecord: reply.masterOfRecord ?? before.masterOfRecord,
    cordoned: reply.cordoned ?? before.cordoned,
    allowedDecisions: reply.allowedDecisions ?? before.allowedDecisions,
    trust: reply.trust,
    phase: reply.phase,
    desiredGeneration: reply.desiredGeneration,
    intervalMs: reply.intervalMs,
    confirmedMs: nowMs,
  };
}

/** Whether a device that was told this may decide something without asking. */
export function mayDecide({ allowedDecisions }: Pick<CachedPolicy, 'allowedDecisions'>, what: string): boolean {
  return allowedDecisions.includes(what);
}

/**
 * SHA-256 of the list of decisions, in order and one to a line: with it the device says which list it has. What it decides
 * before the control plane hears of that is judged by a list it had.
 */
export function decisionsDigest({ allowedDecisions }: Pick<CachedPolicy, 'allowedDecisions'>): string {
  return createHash('sha256').update(allowedDecisions.toSorted().join('\n')).digest('hex');
}

/** Whether two policies say the same; when they were confirmed does not matter, and intervals are jittered. */
export function isSamePolicy(one: CachedPolicy, other: CachedPolicy): boolean {
  const plain = { ...one, confirmedMs: 0, intervalMs: 0 };
  return JSON.stringify(plain) === JSON.stringify({ ...other, confirmedMs: 0, intervalMs: 0 });
}

/** Intervals of silence after which the device is on its own. The control plane waits longer before it says so. */
export const silentIntervalsMax = 3;
const silentMsMin = 3_000;

/** Whether the control plane was silent for so long that the device is on its own. */
export function isCutOff(silentMs: number, intervalMs: number): boolean {
  return silentMs >= Math.max(silentIntervalsMax * intervalMs, silentMsMin);
}

/** Fill of the queue from which collectors are slowed, and below which they are hastened again. */
export const slowAbove = 0.8;
const hastenBelow = 0.6;

/** Whether collectors are to be slow, given whether they are. Between the borders all stays as it is. */
export function mustBeSlow(queueFill: number, isSlow: boolean): boolean {
  return queueFill > slowAbove || (isSlow && queueFill >= hastenBelow);
}

/** A service of this device and how it is looked after. Programs are named with their arguments; no shell reads them. */
export type LocalService = {
  readonly name: string;
  /** Ends with 0 when the service is well. */
  readonly check: readonly string[];
  readonly restart: readonly string[];
  readonly checkEveryMs: number;
  /** Failed checks in a row before it is restarted. */
  readonly failuresMax: number;
  readonly restartsPerHourMax: number;
};

/** How a service does. Times are of a monotonic clock. */
export type ServiceState = {
  readonly failures: number;
  readonly restartedAt: readonly number[];
  readonly dueAt: number;
};

const hourMs = 3_600_000;

/** What a check that ended makes of a service's state, and whether it is to be restarted now. */
export function afterCheck(
  service: LocalService,
  state: ServiceState,
  check: { readonly isWell: boolean; readonly now: number },
): { readonly state: ServiceState; readonly isRestartDue: boolean } {
  const { isWell, now } = check;
  const restartedAt = state.restartedAt.filter((at) => now - at < hourMs);
  const dueAt = now + service.checkEveryMs;
  if (isWell) return { state: { failures: 0, restartedAt, dueAt }, isRestartDue: false };
  const failures = state.failures + 1;
  const isRestartDue = failures >= service.failuresMax && restartedAt.length < service.restartsPerHourMax;
  return { state: { failures, restartedAt, dueAt }, isRestartDue };
}

/** A service was restarted: it has as many checks again to come up. */
export function afterRestart(state: ServiceState, now: number): ServiceState {
  return { ...state, failures: 0, restartedAt: [...state.restartedAt, now] };
}
