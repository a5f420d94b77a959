import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drainOf, layOutDebt, outagesOf, totalsOf } from './debt-stack.ts';

describe('the backlog over time', () => {
  it('stacks its bands, and leaves out what nobody measured', () => {
    const bands = [
      { name: 'a', values: [null, 1, 2] },
      { name: 'b', values: [null, 3, null] },
    ];
    expect(totalsOf(bands)).toEqual([null, 4, 2]);
    const { gaps, areas, top } = layOutDebt(bands);
    expect(gaps).toEqual([{ from: 0, to: 1 / 3 }]);
    expect(top).toBe(5);
    expect(areas.map(({ band }) => band)).toEqual([0, 1]);
  });

  it('never draws above its box or below it', () => {
    const value = fc.option(fc.nat({ max: 1e9 }), { nil: null });
    const bands = fc.array(fc.record({ name: fc.string(), values: fc.array(value, { minLength: 5, maxLength: 5 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(bands, (given) => {
        const { areas } = layOutDebt(given);
        const numbers = areas.flatMap(({ path }) =>
          [...path.matchAll(/[\d.]+(?:e-?\d+)?/g)].map(([text]) => Number(text)),
        );
        expect(numbers.every((number) => number >= 0 && number <= 1)).toBe(true);
      }),
    );
  });

  it('is estimated to be gone only while it shrinks', () => {
    expect(drainOf([10, 8, 6, 4])).toEqual({ kind: 'draining', perStep: 2, steps: 2 });
    expect(drainOf([4, 6, 8])).toEqual({ kind: 'growing', perStep: 2 });
    expect(drainOf([5, 5, 5])).toEqual({ kind: 'growing', perStep: 0 });
    expect(drainOf([9, 3, 0])).toEqual({ kind: 'none' });
    expect(drainOf([null, null])).toEqual({ kind: 'unknown' });
    expect(drainOf([null, 7, 6])).toEqual({ kind: 'unknown' });
  });

  it('shades the steps in which half of the devices or more were away', () => {
    const points = [
      { away: 0, total: 4 },
      { away: 2, total: 4 },
      { away: 4, total: 4 },
      { away: 0, total: 0 },
    ];
    expect(outagesOf(points)).toEqual([{ from: 0.25, to: 0.75 }]);
  });
});
