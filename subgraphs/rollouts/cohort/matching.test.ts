import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlsMax, controlsPerDevice, likenessOf, matchControls, thinned, type Likeness } from './matching.ts';

const device = (id: string, more: Partial<Likeness> = {}): Likeness => ({
  id,
  domainId: 'd1',
  locationId: 'l1',
  kind: 'EDGE',
  labels: [],
  ...more,
});
const role = (value: string) => [{ key: 'role', value }];

describe('who is compared with a device', () => {
  test('has its role before its place, its place before its domain, its domain before its kind', () => {
    const till = device('a', { labels: role('till') });
    const pool = [
      device('kind', { domainId: 'd2', locationId: 'l2' }),
      device('domain', { locationId: 'l2' }),
      device('place', {}),
      device('role', { labels: role('till'), domainId: 'd2', locationId: 'l2', kind: 'DC' }),
    ];
    expect(matchControls([till], pool)).toEqual(['role', 'place', 'domain', 'kind']);
  });

  test('is no device of the wave, nor anybody twice, nor more than are measured', () => {
    const pool = Array.from({ length: 900 }, (_, at) => device(`p${at}`));
    const treated = [device('p1'), device('p2')];
    const controls = matchControls(treated, pool);
    expect(controls).toHaveLength(2 * controlsPerDevice);
    expect(new Set(controls).size).toBe(controls.length);
    expect(controls).not.toContain('p1');
    expect(matchControls(pool.slice(0, 100), pool)).toHaveLength(controlsMax);
  });

  test('is nobody where nobody is left', () => {
    expect(matchControls([device('a')], [device('a')])).toEqual([]);
    expect(matchControls([], [device('a')])).toEqual([]);
  });

  test('is the most alike there is, whatever the order', () => {
    const any = fc.record({
      id: fc.uuid(),
      domainId: fc.constantFrom('d1', 'd2'),
      locationId: fc.constantFrom('l1', 'l2', null),
      kind: fc.constantFrom('EDGE', 'DC'),
      labels: fc.constantFrom([], role('till'), role('relay')),
    });
    fc.assert(
      fc.property(any, fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 30 }), (one, pool) => {
        const others = pool.filter(({ id }) => id !== one.id);
        const [best] = matchControls([one], pool);
        const most = Math.max(...others.map((other) => likenessOf(one, other)));
        const chosen = others.find(({ id }) => id === best);
        expect(chosen === undefined ? others.length : likenessOf(one, chosen)).toBe(chosen === undefined ? 0 : most);
        expect(matchControls([one], pool.toReversed())).toEqual(matchControls([one], pool));
      }),
    );
  });
});

test('a long list is thinned evenly', () => {
  expect(thinned([1, 2, 3], 3)).toEqual([1, 2, 3]);
  expect(
    thinned(
      Array.from({ length: 100 }, (_, at) => at),
      4,
    ),
  ).toEqual([0, 25, 50, 75]);
});
