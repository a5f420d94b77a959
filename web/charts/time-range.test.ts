import { describe, expect, it } from 'vitest';
import { RANGE_PRESETS, formatTimeRange, parseTimeRange, shiftRange, spanOf } from './time-range.ts';

const now = 1_800_000_000;

describe('time range', () => {
  it('reads back what it writes', () => {
    for (const { text } of RANGE_PRESETS) {
      const range = parseTimeRange(text);
      expect(range && formatTimeRange(range)).toBe(text.replace('24h', '1d'));
    }
    const fixed = '2027-01-15T08:00:00Z..2027-01-15T09:00:00Z';
    const range = parseTimeRange(fixed);
    expect(range && formatTimeRange(range)).toBe(fixed);
  });

  it.each(['', 'now', 'now-15m', 'now-0m..now', 'yesterday..now', 'now-15m..now..now'])('refuses %j', (text) => {
    expect(parseTimeRange(text)).toBeNull();
  });

  it('refuses a window that ends before it starts', () => {
    expect(parseTimeRange('2027-01-15T09:00:00Z..2027-01-15T08:00:00Z')).toBeNull();
  });

  it('follows the clock only when it is live', () => {
    expect(spanOf({ kind: 'live', lengthS: 60 }, now)).toEqual({ from: now - 60, to: now });
    expect(spanOf({ kind: 'fixed', from: 1, to: 2 }, now)).toEqual({ from: 1, to: 2 });
  });

  it('becomes live again when it is shifted up to the present', () => {
    const past = shiftRange({ kind: 'live', lengthS: 600 }, -1, now);
    expect(past).toEqual({ kind: 'fixed', from: now - 900, to: now - 300 });
    expect(shiftRange(past, 1, now)).toEqual({ kind: 'live', lengthS: 600 });
  });
});
