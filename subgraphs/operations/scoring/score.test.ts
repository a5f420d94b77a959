import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kinds, type AttentionKind } from './kinds.ts';
import { durationSteps, nextStepMs, scoreOf, severityOf, weights, type Measures } from './score.ts';

const kind = fc.constantFrom(...(Object.keys(kinds) as AttentionKind[]));
const measures: fc.Arbitrary<Measures> = fc.record({
  devices: fc.nat(100_000),
  lastedMs: fc.nat(30 * 86_400_000),
  measure: fc.double({ min: -1, max: 5, noNaN: true }),
});

describe('a score', () => {
  test('has weights that add up to 100', () => {
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  test('is the rounded sum of its visible terms and stays within 0 to 100', () => {
    fc.assert(
      fc.property(kind, measures, (each, given) => {
        const { score, terms } = scoreOf(each, given);
        const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
        expect(score).toBe(Math.round(sum));
        expect(score >= 0 && score <= 100).toBe(true);
        for (const term of terms) expect(Math.abs(term.contribution - term.weight * term.value)).toBeLessThan(0.051);
      }),
    );
  });

  test('never falls because more devices are concerned, it lasts longer, or its measure grows', () => {
    fc.assert(
      fc.property(kind, measures, measures, (each, a, b) => {
        const larger = {
          devices: Math.max(a.devices, b.devices),
          lastedMs: Math.max(a.lastedMs, b.lastedMs),
          measure: Math.max(a.measure, b.measure),
        };
        expect(scoreOf(each, larger).score).toBeGreaterThanOrEqual(scoreOf(each, a).score);
      }),
    );
  });

  test('changes by time only at the steps that a deadline is set for', () => {
    fc.assert(
      fc.property(kind, measures, fc.nat(3_600_000 * 100), (each, given, longerMs) => {
        const next = nextStepMs(given.lastedMs);
        const lastedMs = given.lastedMs + longerMs;
        fc.pre(next === null || lastedMs < next);
        expect(scoreOf(each, { ...given, lastedMs }).score).toBe(scoreOf(each, given).score);
      }),
    );
    expect(nextStepMs(durationSteps.at(-1)!)).toBeNull();
  });

  test('puts a dead site above each of the devices in it, and a clone above a silent device', () => {
    const one = { devices: 1, lastedMs: 30 * 86_400_000, measure: 1 };
    const site = scoreOf('SITE_DOWN', { devices: 3, lastedMs: 0, measure: 0.6 }).score;
    expect(site).toBeGreaterThan(scoreOf('SILENT', one).score);
    expect(severityOf(scoreOf('CLONE_SUSPECTED', { ...one, lastedMs: 0, measure: 0.5 }).score)).toBe('CRITICAL');
  });
});
