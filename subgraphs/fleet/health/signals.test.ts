/** The health of a scope is reckoned from the sum of its domains. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signalsOf, within, type Minute } from './scopes.ts';
import { noMeasures, sumOf, type Measures } from './signals.ts';

const minuteMs = 60_000;
const standing = new Map<string, { state: string; since: Date }>();

function minute(atMs: number, measures: Record<string, Partial<Measures>>, lagEvents: number | null = 0): Minute {
  const all = Object.entries(measures).map(([id, own]) => [id, { ...noMeasures, ...own }] as const);
  return { atMs, measures: new Map(all), lagEvents };
}

function signal(name: string, now: Minute, past: readonly Minute[] = [], domainIds: ReadonlySet<string> | null = null) {
  const found = signalsOf({ now, past, domainIds, standing }).find((each) => each.name === name);
  if (!found) throw new Error(`there is no signal ${name}`);
  return found;
}

describe('a signal', () => {
  test('is a share of all devices of the scope, not a mean of its domains', () => {
    const now = minute(0, { big: { expected: 99, missed: 0 }, small: { expected: 1, missed: 1 } });
    expect(signal('missed_heartbeats', now)).toMatchObject({ value: 1, state: 'OK' });
    expect(signal('missed_heartbeats', now, [], new Set(['small']))).toMatchObject({ value: 100, state: 'BAD' });
    expect(signal('missed_heartbeats', now).explanation).toContain('1 of 100');
  });

  test('is unknown where there is nothing to measure it by, and not well', () => {
    const now = minute(0, {}, null);
    for (const name of ['missed_heartbeats', 'version_skew', 'cardinality_budget', 'projection_lag']) {
      expect(signal(name, now)).toMatchObject({ value: null, state: 'UNKNOWN' });
    }
    expect(signal('version_skew', now).explanation).toContain('No release is pinned');
  });

  test('counts what came in the last hour, and not what was there before', () => {
    const past = [
      minute(0, { a: { tokenReuse: 100 } }),
      minute(30 * minuteMs, { a: { tokenReuse: 100 } }),
      minute(61 * minuteMs, { a: { tokenReuse: 103 } }),
    ];
    expect(signal('token_reuse', minute(62 * minuteMs, { a: { tokenReuse: 104 } }), past)).toMatchObject({
      value: 4,
      state: 'WARN',
    });
    expect(signal('token_reuse', minute(200 * minuteMs, { a: { tokenReuse: 104 } }), past)).toMatchObject({ value: 1 });
    expect(signal('token_reuse', minute(62 * minuteMs, { a: { tokenReuse: 2 } }), past)).toMatchObject({ value: 0 });
  });

  test('says since when it stands so only while it still stands so', () => {
    const since = new Date(1);
    const known = new Map([['backlog', { state: 'OK', since }]]);
    const shown = (backlog: number) =>
      signalsOf({ now: minute(9, { a: { backlog } }), past: [], domainIds: null, standing: known }).find(
        ({ name }) => name === 'backlog',
      );
    expect(shown(1)).toMatchObject({ state: 'OK', since });
    expect(shown(100_000)).toMatchObject({ state: 'BAD', since: null });
  });

  test('has a trend of the last hour, and no point for a minute nobody sampled', () => {
    const past = [0, 59, 61, 120].map((at) => minute(at * minuteMs, { a: { backlog: at } }));
    const { trend } = signal('backlog', minute(120 * minuteMs, { a: { backlog: 7 } }), past);
    expect(trend.map(({ value }) => value)).toEqual([61, 120]);
  });
});

const measures = fc.record(
  Object.fromEntries(Object.keys(noMeasures).map((name) => [name, fc.nat(1_000)])),
) as unknown as fc.Arbitrary<Measures>;

/** However a fleet is divided into domains, the whole is the same. */
function check(all: readonly Measures[], places: readonly number[], sum: typeof sumOf): void {
  const divided = new Map<string, Measures>();
  for (const [index, each] of all.entries()) {
    const id = `${places[index % places.length]}`;
    divided.set(id, sum([divided.get(id) ?? noMeasures, each]));
  }
  expect(within(divided, null)).toEqual(sum(all));
}

describe('the measures of a scope', () => {
  test('are the same however its devices are divided into domains', () => {
    fc.assert(
      fc.property(fc.array(measures), fc.array(fc.nat(3), { minLength: 1 }), (all, places) =>
        check(all, places, sumOf),
      ),
    );
  });

  test('would depend on it if they were means, and the property shows it', () => {
    const mean: typeof sumOf = (all) => {
      const each = [...all];
      const total = sumOf(each);
      return { ...total, backlog: each.length === 0 ? 0 : total.backlog / each.length };
    };
    const run = () =>
      fc.assert(
        fc.property(fc.array(measures), fc.array(fc.nat(3), { minLength: 1 }), (all, places) =>
          check(all, places, mean),
        ),
      );
    expect(run).toThrow(/Property failed/);
  });
});
