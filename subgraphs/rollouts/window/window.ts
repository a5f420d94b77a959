/**
 * Maintenance windows in the time of the place: a wall clock there says when they open. An hour that the clocks skip
 * opens nothing, one that comes twice opens once, and what is shown are instants that really come.
 */
import { localInstant, localDay, type LocalDay } from './local-time.ts';

/** The days of a week. */
export const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

/** One of the days. */
export type Weekday = (typeof weekdays)[number];

/** When devices may be updated, by the clock of their place. Past midnight where `to` is not after `from`. */
export type MaintenanceWindow = {
  /** Days on which it opens; all if empty. */
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`. */
  readonly to: string;
};

/** One opening, as instants. RFC 3339. */
export type Opening = { readonly opensAt: string; readonly closesAt: string };

const dayMs = 86_400_000;
/** A window that opens one day in a week comes at least once in this time, whatever the clocks do. */
const lookDays = 15;

/** The next openings that are not over at a moment; the first may have begun. */
export function nextOpenings(window: MaintenanceWindow, timeZone: string, from: string, count = 3): Opening[] {
  const openings: Opening[] = [];
  const fromMs = Date.parse(from);
  // One that opened the evening before may last.
  for (let step = -1; openings.length < count && step < lookDays * count; step += 1) {
    const day = localDay(timeZone, fromMs, step);
    const opening = openingOn(window, timeZone, day);
    if (opening && Date.parse(opening.closesAt) > fromMs) openings.push(opening);
  }
  return openings;
}

/** Whether it is open at a moment. */
export function isOpenAt(window: MaintenanceWindow, timeZone: string, at: string): boolean {
  const [next] = nextOpenings(window, timeZone, at, 1);
  return next !== undefined && Date.parse(next.opensAt) <= Date.parse(at);
}

function openingOn({ days, from, to }: MaintenanceWindow, timeZone: string, day: LocalDay): Opening | null {
  const weekday = weekdays[new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay()];
  if (days.length > 0 && (weekday === undefined || !days.includes(weekday))) return null;
  const opens = localInstant(timeZone, day, from);
  const closes = localInstant(timeZone, to > from ? day : nextDay(day), to);
  if (closes <= opens) return null;
  return { opensAt: new Date(opens).toISOString(), closesAt: new Date(closes).toISOString() };
}

function nextDay({ year, month, day }: LocalDay): LocalDay {
  const next = new Date(Date.UTC(year, month - 1, day) + dayMs);
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}
