import { describe, expect, it } from 'vitest';
import { POINTS_MAX } from './sample-window.ts';
import { stepForRange } from './step-for-range.ts';

describe('stepForRange', () => {
  it('never asks for more points than a chart shows', () => {
    for (const rangeS of [60, 900, 3600, 21_600, 86_400, 604_800, 31_536_000, 400_000_000]) {
      expect(rangeS / stepForRange(rangeS)).toBeLessThanOrEqual(POINTS_MAX);
    }
  });

  it('is as fine as the device measures when the range allows it', () => {
    expect([stepForRange(300), stepForRange(900), stepForRange(21_600)]).toEqual([1, 2, 60]);
  });

  it('is never finer than what the store still has', () => {
    expect(stepForRange(900, 60)).toBe(60);
  });
});
