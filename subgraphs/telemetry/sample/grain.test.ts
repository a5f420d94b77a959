/** How a range and a step become a table and a grid. */
import { Refusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planMetrics, pointsMax } from './grain.ts';

const nowMs = Date.UTC(2026, 0, 31, 12);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const last = (ms: number, step: number | null = null) =>
  planMetrics({ range: { from: new Date(nowMs - ms), to: new Date(nowMs) }, step, series: ['load1'], nowMs });

describe('the choice of a table', () => {
  test.each([
    [10 * minute, 'RAW', 2],
    [hour, 'RAW', 10],
    [6 * hour, 'PER_MINUTE', 60],
    [day, 'PER_MINUTE', 300],
    [7 * day, 'PER_MINUTE', 1800],
    [30 * day, 'PER_HOUR', 7200],
    [365 * day, 'PER_HOUR', 86_400],
  ])('for the last %i ms is %s in steps of %i s', (ms, rollup, stepS) => {
    expect(last(ms)).toMatchObject({ rollup, stepS });
  });

  test('follows the step that was asked for, rounded up to whole rows', () => {
    expect(last(hour, 7)).toMatchObject({ rollup: 'RAW', stepS: 7 });
    expect(last(hour, 90)).toMatchObject({ rollup: 'PER_MINUTE', stepS: 120 });
    expect(last(20 * day, 4000)).toMatchObject({ rollup: 'PER_HOUR', stepS: 7200 });
  });

  test('leaves a table that no longer keeps the beginning of the range', () => {
    const old = (ageMs: number) => ({ from: new Date(nowMs - ageMs), to: new Date(nowMs - ageMs + 10 * minute) });
    const plan = (ageMs: number) => planMetrics({ range: old(ageMs), step: 5, series: null, nowMs });
    expect(plan(6 * day)).toMatchObject({ rollup: 'RAW', stepS: 5 });
    expect(plan(8 * day)).toMatchObject({ rollup: 'PER_MINUTE', stepS: 60 });
    expect(plan(91 * day)).toMatchObject({ rollup: 'PER_HOUR', stepS: 3600 });
  });
});

describe('a plan', () => {
  test('has a grid of whole steps that covers the range, with at most 2,000 points', () => {
    const request = fc.record({
      fromMs: fc.integer({ min: 1, max: 800 * day }),
      spanMs: fc.integer({ min: 1, max: 800 * day }),
      step: fc.option(fc.integer({ min: 1, max: 100_000 })),
    });
    fc.assert(
      fc.property(request, ({ fromMs, spanMs, step }) => {
        const range = { from: new Date(nowMs - fromMs), to: new Date(nowMs - fromMs + spanMs) };
        try {
          const { stepS, fromS, toS } = planMetrics({ range, step, series: null, nowMs });
          expect([fromS % stepS, toS % stepS]).toEqual([0, 0]);
          expect(fromS * 1000).toBeLessThanOrEqual(range.from.getTime());
          expect(toS * 1000).toBeGreaterThanOrEqual(range.to.getTime());
          expect((toS - fromS) / stepS).toBeLessThanOrEqual(pointsMax);
        } catch (thrown) {
          expect(step).not.toBeNull();
          expect(thrown).toBeInstanceOf(Refusal);
        }
      }),
    );
  });

  test.each([
    { argument: 'range', ms: 0, step: null, series: ['load1'] },
    { argument: 'step', ms: day, step: 1, series: ['load1'] },
    { argument: 'step', ms: hour, step: 0, series: ['load1'] },
    { argument: 'series', ms: hour, step: null, series: ['load1) FROM x --'] },
  ])('is refused when its $argument cannot be served', ({ argument, ms, step, series }) => {
    const range = { from: new Date(nowMs - ms), to: new Date(nowMs) };
    const plan = () => planMetrics({ range, step, series, nowMs });
    expect(plan).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { argument } }));
  });
});
