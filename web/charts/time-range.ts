/**
 * The time window of a page, as it stands in the URL: `now-15m..now`, or two instants for a frozen one. One window
 * per page: every chart of the page shows the same stretch of time.
 */
import type { TimeSpan } from './aligned-series.ts';

/** A window that follows the clock, or one that stands still. Seconds throughout. */
export type TimeRange = { kind: 'live'; lengthS: number } | { kind: 'fixed'; from: number; to: number };

/** The windows a person picks with one click, shortest first. */
export const RANGE_PRESETS = [
  { text: 'now-5m..now', label: '5 minutes' },
  { text: 'now-15m..now', label: '15 minutes' },
  { text: 'now-1h..now', label: '1 hour' },
  { text: 'now-6h..now', label: '6 hours' },
  { text: 'now-24h..now', label: '24 hours' },
  { text: 'now-7d..now', label: '7 days' },
] as const;

/** What a page shows when the URL does not say. */
export const RANGE_DEFAULT = 'now-15m..now';

const UNIT_S: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const LENGTH_MIN_S = 30;

/** Reads a window from its text. Text that cannot be read is null: the caller shows the default and says so. */
export function parseTimeRange(text: string): TimeRange | null {
  const live = /^now-(\d+)([smhdw])\.\.now$/.exec(text);
  if (live !== null) {
    const lengthS = Number(live[1]) * (UNIT_S[live[2] ?? ''] ?? 0);
    return lengthS >= LENGTH_MIN_S ? { kind: 'live', lengthS } : null;
  }
  const [from, to, more] = text.split('..').map((instant) => Date.parse(instant) / 1000);
  if (from === undefined || to === undefined || more !== undefined) return null;
  return to - from >= LENGTH_MIN_S ? { kind: 'fixed', from, to } : null;
}

/** Writes a window the way `parseTimeRange` reads it. */
export function formatTimeRange(range: TimeRange): string {
  if (range.kind === 'fixed') return `${instant(range.from)}..${instant(range.to)}`;
  const unit = (['d', 'h', 'm', 's'] as const).find((letter) => range.lengthS % (UNIT_S[letter] ?? 1) === 0) ?? 's';
  return `now-${range.lengthS / (UNIT_S[unit] ?? 1)}${unit}..now`;
}

/** The window as a span of time at a given moment. */
export function spanOf(range: TimeRange, nowS: number): TimeSpan {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  return { from: nowS - range.lengthS, to: nowS };
}

/**
 * The window moved by half its length into the past (-1) or the future (+1); never past the present, and live again
 * when it comes close: between going back and coming forward some seconds have passed.
 */
export function shiftRange(range: TimeRange, direction: -1 | 1, nowS: number): TimeRange {
  const { from, to } = spanOf(range, nowS);
  const by = ((to - from) / 2) * direction;
  if (to + by >= nowS - (to - from) / 20) return { kind: 'live', lengthS: Math.round(to - from) };
  return { kind: 'fixed', from: Math.round(from + by), to: Math.round(to + by) };
}

/** The window as it stands now, for whoever opens it later; a window that stands still stays as it is. */
export function frozen(range: TimeRange, nowS: number): TimeRange {
  const { from, to } = spanOf(range, nowS);
  return range.kind === 'fixed' ? range : { kind: 'fixed', from: Math.round(from), to: Math.round(to) };
}

/** A window as long, up to the present. */
export function thawed(range: TimeRange): TimeRange {
  return range.kind === 'live' ? range : { kind: 'live', lengthS: Math.round(range.to - range.from) };
}

/** The window in words: "Last 15 minutes", or from when to when in the reader's time zone. */
export function describeRange(range: TimeRange): string {
  if (range.kind === 'live') {
    const preset = RANGE_PRESETS.find(({ text }) => lengthOf(text) === range.lengthS);
    return `Last ${preset?.label ?? /now-(\w+)\.\./.exec(formatTimeRange(range))?.[1] ?? ''}`;
  }
  const [from, to] = [range.from, range.to].map((time) => new Date(time * 1000));
  if (from === undefined || to === undefined) return '';
  const isOneDay = from.toDateString() === to.toDateString();
  return `${dayOf(from)} ${timeOf(from)} – ${isOneDay ? '' : `${dayOf(to)} `}${timeOf(to)}`;
}

function lengthOf(text: string): number {
  const range = parseTimeRange(text);
  return range?.kind === 'live' ? range.lengthS : 0;
}

function dayOf(date: Date): string {
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

function timeOf(date: Date): string {
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
