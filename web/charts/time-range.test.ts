import { describe, expect, it } from 'vitest';
import {
  RANGE_PRESETS,
  describeRange,
  formatTimeRange,
  frozen,
  parseTimeRange,
  shiftRange,
  spanOf,
  thawed,
} from './time-range.ts';

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

  it('shows whoever opens it later what was shown when it was frozen, and thaws to the same length', () => {
    const range = frozen({ kind: 'live', lengthS: 900 }, now + 0.4);
    expect(spanOf(range, now + 86_400)).toEqual({ from: now - 900, to: now });
    expect(frozen(range, now + 86_400)).toEqual(range);
    expect(thawed(range)).toEqual({ kind: 'live', lengthS: 900 });
  });

  it('says itself in words', () => {
    expect(describeRange({ kind: 'live', lengthS: 86_400 })).toBe('Last 24 hours');
    expect(describeRange({ kind: 'live', lengthS: 5400 })).toBe('Last 90m');
    expect(describeRange({ kind: 'fixed', from: now, to: now + 600 })).toMatch(/^15 Jan \d\d:\d\d – \d\d:\d\d$/);
    expect(describeRange({ kind: 'fixed', from: now, to: now + 172_800 })).toMatch(/ – 17 Jan /);
  });

  it('becomes live again when it is shifted up to the present', () => {
    const past = shiftRange({ kind: 'live', lengthS: 600 }, -1, now);
    expect(past).toEqual({ kind: 'fixed', from: now - 900, to: now - 300 });
    expect(shiftRange(past, 1, now)).toEqual({ kind: 'live', lengthS: 600 });
    expect(shiftRange(past, 1, now + 20)).toEqual({ kind: 'live', lengthS: 600 });
    expect(shiftRange(past, 1, now + 60).kind).toBe('fixed');
  });
});
