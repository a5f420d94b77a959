/** From the wall clock of a place to instants and back, by the time zones the platform knows. */

/** A day as a calendar there shows it; months begin with 1. */
export type LocalDay = { readonly year: number; readonly month: number; readonly day: number };

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the platform knows a time zone by this name. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The day it is in a place at an instant, some days further on. */
export function localDay(timeZone: string, atMs: number, daysOn: number): LocalDay {
  const local = new Date(atMs + offsetMs(timeZone, atMs));
  const then = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) + daysOn * dayMs);
  return { year: then.getUTCFullYear(), month: then.getUTCMonth() + 1, day: then.getUTCDate() };
}

/**
 * The instant at which clocks there show a time on a day. The first one where they show it twice; where they skip it,
 * the instant at which they do.
 */
export function localInstant(timeZone: string, { year, month, day }: LocalDay, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const offsets = [offsetMs(timeZone, wall - dayMs), offsetMs(timeZone, wall + dayMs)];
  const shown = offsets.map((offset) => wall - offset).filter((at) => at + offsetMs(timeZone, at) === wall);
  return shown.length > 0 ? Math.min(...shown) : changeBetween(timeZone, wall - dayMs, wall + dayMs);
}

/** The instant between two at which clocks there change. */
function changeBetween(timeZone: string, fromMs: number, toMs: number): number {
  let [before, after] = [fromMs, toMs];
  const offset = offsetMs(timeZone, before);
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (middle <= before) break;
    if (offsetMs(timeZone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** How far clocks there are ahead of UTC at an instant. */
function offsetMs(timeZone: string, atMs: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(atMs / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...numeric, ...clock });
    formats.set(timeZone, format);
  }
  return format;
}
