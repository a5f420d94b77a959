/** Signals as numbers and words: values with their units, how a scope stands as a whole, and the minutes of a trend. */
import type { HealthState } from '../../gql/graphql.ts';

/** A state as people say it. */
export const healthWords: Readonly<Record<HealthState, string>> = {
  OK: 'Well',
  WARN: 'Warning',
  BAD: 'Bad',
  UNKNOWN: 'Unmeasured',
};

const worstFirst: readonly HealthState[] = ['BAD', 'WARN', 'OK', 'UNKNOWN'];

/** Signals with the worst first; equally bad ones keep their order. */
export function worstFirstOf<Signal extends { state: HealthState }>(signals: readonly Signal[]): Signal[] {
  return signals.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state));
}

/** Without it nothing else says that anybody is heard at all. */
const sign = 'missed_heartbeats';

/**
 * The state of a scope is that of its worst measured signal, but where nobody is expected to be heard it is not well: its
 * devices are away, or were never here, and a quiet scope trips no other signal. Say beside it how many signals are
 * measured: see `measuredText`.
 */
export function scopeStateOf(signals: readonly { name: string; state: HealthState }[]): HealthState {
  const worst = worstFirst.find((state) => signals.some((signal) => signal.state === state)) ?? 'UNKNOWN';
  const isHeard = signals.some(({ name, state }) => name === sign && state !== 'UNKNOWN');
  return worst === 'OK' && !isHeard ? 'UNKNOWN' : worst;
}

/** "9 of 10 measured"; null where all are. What is not measured is not well, and is said not to be. */
export function measuredText(signals: readonly { state: HealthState }[]): string | null {
  const measured = signals.filter(({ state }) => state !== 'UNKNOWN').length;
  return measured === signals.length ? null : `${measured} of ${signals.length} measured`;
}

/** "4.2 %", "1,204 messages", "0"; a dash where there is nothing to measure. */
export function valueText(value: number | null, unit: string): string {
  if (value === null) return '–';
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  const number = value.toLocaleString('en', { maximumFractionDigits: digits });
  return unit === '' ? number : `${number} ${unit}`;
}

const MINUTE_MS = 60_000;

/** A value per minute of the last hour, the newest last; null for a minute without a point. */
export function minutesOf(trend: readonly { at: string; value: number | null }[], nowMs: number): (number | null)[] {
  const last = Math.floor(nowMs / MINUTE_MS);
  const byMinute = new Map(trend.map(({ at, value }) => [Math.floor(Date.parse(at) / MINUTE_MS), value]));
  return Array.from({ length: 60 }, (_, index) => byMinute.get(last - 59 + index) ?? null);
}
