/**
 * From measures to what is shown: the signals of one scope, now and over the last hour. A scope is a domain with
 * everything below, or the whole tenant.
 */
import { healthStateOf, type HealthPoint, type HealthSignal } from '@flotilla/kernel/health-signal';
import type { DomainMeasures } from './measures.ts';
import { signals, sumOf, type Measures, type Picture } from './signals.ts';

/** Stands in place of a domain for what belongs to the tenant. */
export const wholeTenant = '00000000-0000-0000-0000-000000000000';

/** One minute of a tenant's past. */
export type Minute = { readonly atMs: number; readonly measures: DomainMeasures; readonly lagEvents: number | null };

const hourMs = 3_600_000;

/** The measures of some domains together, or of all. */
export function within(measures: DomainMeasures, domainIds: ReadonlySet<string> | null): Measures {
  return sumOf([...measures].flatMap(([id, each]) => (domainIds === null || domainIds.has(id) ? [each] : [])));
}

/** What the signals of a scope are shown from. */
export type ScopeView = {
  readonly now: Minute;
  /** The last two hours, oldest first: what came in an hour needs the hour before. */
  readonly past: readonly Minute[];
  readonly domainIds: ReadonlySet<string> | null;
  /** Since when each signal stands as it did at the last minute. */
  readonly standing: ReadonlyMap<string, { readonly state: string; readonly since: Date }>;
};

/** The signals of a scope. */
export function signalsOf(view: ScopeView): HealthSignal[] {
  const { now, past, domainIds, standing } = view;
  const minutes = past.map((minute) => ({ ...minute, sum: within(minute.measures, domainIds) }));
  const pictureAt = (at: { atMs: number; sum: Measures; lagEvents: number | null }): Picture => {
    const before = minutes.findLast(({ atMs }) => atMs <= at.atMs - hourMs) ?? minutes[0];
    return { now: at.sum, hourAgo: before?.sum ?? null, lagEvents: at.lagEvents };
  };
  const current = pictureAt({ ...now, sum: within(now.measures, domainIds) });
  const shown = minutes
    .filter(({ atMs }) => atMs > now.atMs - hourMs)
    .map((each) => [each.atMs, pictureAt(each)] as const);
  return signals.map(({ name, title, unit, threshold, badThreshold, valueOf, explain }) => {
    const value = valueOf(current);
    const state = healthStateOf(value, { threshold, badThreshold });
    const known = standing.get(name);
    const trend = shown.map(([atMs, picture]): HealthPoint => ({ at: new Date(atMs), value: valueOf(picture) }));
    const since = known?.state === state ? known.since : null;
    return { name, title, value, unit, threshold, badThreshold, state, since, explanation: explain(current), trend };
  });
}
