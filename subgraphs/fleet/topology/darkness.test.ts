import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDark, populationsOf, type Count } from './darkness.ts';

test('a place goes dark when most of it is away, and comes back when most of it is heard', () => {
  expect(isDark(false, { devices: 10, away: 5 })).toBe(false);
  expect(isDark(false, { devices: 10, away: 6 })).toBe(true);
  expect(isDark(true, { devices: 10, away: 3 })).toBe(true);
  expect(isDark(true, { devices: 10, away: 2 })).toBe(false);
  expect(isDark(false, { devices: 2, away: 2 })).toBe(false);
});

test('one device that goes to and fro never makes a place go to and fro', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 500 }), fc.nat(500), fc.boolean(), (devices, some, wasDark) => {
      const away = Math.min(some, devices - 1);
      let now = wasDark;
      let changes = 0;
      for (let look = 0; look < 20; look += 1) {
        const next = isDark(now, { devices, away: away + (look % 2) });
        changes += Number(next !== now);
        now = next;
      }
      expect(changes).toBeLessThanOrEqual(1);
    }),
  );
});

test('a domain has the devices of everything below it, a location has its own', () => {
  const paths = new Map([
    ['root', 'eu'],
    ['nl', 'eu/nl'],
    ['rtm', 'eu/nl/rtm'],
    ['us', 'us'],
  ]);
  const counts: Count[] = [
    { domainId: 'rtm', locationId: 'shop', devices: 5, away: 4 },
    { domainId: 'nl', locationId: 'shop', devices: 1, away: 1 },
    { domainId: 'root', locationId: null, devices: 7, away: 0 },
    { domainId: 'us', locationId: null, devices: 2, away: 2 },
  ];
  expect(Object.fromEntries(populationsOf(counts, paths))).toEqual({
    'LOCATION shop': { devices: 6, away: 5 },
    'DOMAIN rtm': { devices: 5, away: 4 },
    'DOMAIN nl': { devices: 6, away: 5 },
    'DOMAIN root': { devices: 13, away: 5 },
    'DOMAIN us': { devices: 2, away: 2 },
  });
});
