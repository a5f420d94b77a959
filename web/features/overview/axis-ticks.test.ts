import { expect, it } from 'vitest';
import { axisTicks } from './axis-ticks.ts';

it('labels any window with few round times, none cut off at an edge', () => {
  for (const hours of [0.25, 1, 6, 24, 168]) {
    const window = { from: 1_700_000_123_000, to: 1_700_000_123_000 + hours * 3_600_000 };
    const ticks = axisTicks(window);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.every(({ at }) => at > window.from && at < window.to && at % 60_000 === 0)).toBe(true);
  }
});
