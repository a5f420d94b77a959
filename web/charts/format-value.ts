/**
 * Writes measured values the way an operator reads them: few digits, the unit always there, bytes in powers of 1024.
 * The unit strings are those the telemetry catalogue uses.
 */
import { durationText } from '../ui/age-text.ts';

/** How a number of a given unit is written, in full and on an axis where space is short. */
interface UnitFormat {
  full: (value: number) => string;
  axis: (value: number) => string;
}

const BYTE_PREFIXES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A value with its unit, for legends, tables and summaries: `12.3 %`, `4.2 MiB/s`, `0.8 ms`. */
export function formatValue(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'no data';
  return formatOf(unit).full(value);
}

/** A value for a chart axis: as short as it can be while still saying its unit. */
export function formatAxis(value: number, unit: string): string {
  return formatOf(unit).axis(value);
}

/** True for units that count bytes, whose axis has to be divided by powers of two. */
export function isByteUnit(unit: string): boolean {
  const word = normalise(unit);
  return word === 'b' || word === 'b/s';
}

function formatOf(unit: string): UnitFormat {
  switch (normalise(unit)) {
    case '%':
      return { full: (v) => `${digits(v)} %`, axis: (v) => `${digits(v)}%` };
    case 'b':
      return { full: bytes, axis: (v) => bytes(v).replace(' ', '').replace('iB', '') };
    case 'b/s':
      return { full: (v) => `${bytes(v)}/s`, axis: (v) => `${bytes(v).replace(' ', '').replace('iB', '')}/s` };
    case 'ms':
      return { full: milliseconds, axis: (v) => milliseconds(v).replace(' ', '') };
    case '1/s':
      return { full: (v) => `${digits(v)} /s`, axis: (v) => `${digits(v)}/s` };
    case 's':
      return { full: formatDuration, axis: formatDuration };
    default:
      return { full: digits, axis: digits };
  }
}

/** Several spellings of the same unit are in use; the catalogue's word decides nothing about meaning. */
function normalise(unit: string): string {
  const word = unit.trim().toLowerCase();
  if (['%', 'pct', 'percent'].includes(word)) return '%';
  if (['b', 'byte', 'bytes'].includes(word)) return 'b';
  if (['b/s', 'bytes/s', 'bytes_per_s', 'bytes per second', 'byte/s'].includes(word)) return 'b/s';
  if (['ms', 'millisecond', 'milliseconds'].includes(word)) return 'ms';
  if (['/s', '1/s', 'per_s', 'per second', 'count/s', 'segments/s'].includes(word)) return '1/s';
  if (['s', 'second', 'seconds'].includes(word)) return 's';
  return '';
}

function bytes(value: number): string {
  let rest = Math.abs(value);
  let prefix = 0;
  while (rest >= 1024 && prefix < BYTE_PREFIXES.length - 1) {
    rest /= 1024;
    prefix += 1;
  }
  const text = prefix === 0 ? String(Math.round(rest)) : digits(rest);
  return `${value < 0 ? '-' : ''}${text} ${BYTE_PREFIXES[prefix] ?? ''}`;
}

function milliseconds(value: number): string {
  return Math.abs(value) >= 1000 ? `${digits(value / 1000)} s` : `${digits(value)} ms`;
}

/** A duration in its two largest parts: `3d 4h`, `12m 5s`. */
export function formatDuration(seconds: number): string {
  return durationText(Math.max(0, Math.round(seconds)) * 1000);
}

/** About three significant digits, without trailing zeros. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}
