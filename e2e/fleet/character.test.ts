import { expect, test } from 'vitest';
import { characterOf, dayShare, fleetSeries, hasLink, rowAt } from './character.ts';

const noon = Date.UTC(2026, 2, 3, 12);
const all = Array.from({ length: 200 }, (_, index) => characterOf(index));

test('a device is the same at every start, and no two are alike', () => {
  expect(characterOf(17)).toEqual(characterOf(17));
  expect(new Set(all.map((device) => device.name)).size).toBe(200);
  expect(new Set(all.map((device) => JSON.stringify(rowAt(device, noon)))).size).toBe(200);
});

test('every row has a finite value for every series, and shares stay shares', () => {
  for (const device of all) {
    for (let hour = 0; hour < 24; hour += 1) {
      const row = rowAt(device, noon + hour * 3_600_000);
      expect(row).toHaveLength(fleetSeries.length);
      for (const [index, value] of row.entries()) {
        expect(Number.isFinite(value)).toBe(true);
        if (fleetSeries[index]?.endsWith('_pct')) expect(value >= 0 && value <= 100).toBe(true);
      }
    }
  }
});

test('load has a day: the busiest hour is several times the quietest', () => {
  const device = characterOf(3);
  const hours = Array.from({ length: 24 }, (_, hour) => rowAt(device, noon + hour * 3_600_000)[0] ?? 0);
  expect(Math.max(...hours)).toBeGreaterThan(3 * Math.min(...hours));
  expect(dayShare({ peakHour: 12 }, noon)).toBe(1);
});

test('most links hold, some come and go', () => {
  const flapping = all.filter((device) => device.link.isFlapping);
  expect(flapping.length).toBeGreaterThan(5);
  expect(flapping.length).toBeLessThan(40);
  for (const device of flapping) {
    const seen = new Set(Array.from({ length: 1_500 }, (_, second) => hasLink(device, noon + second * 1_000)));
    expect(seen.size).toBe(2);
  }
});

test('one device in a hundred disturbs the others', () => {
  expect(all.filter((device) => device.isNoisy).map((device) => device.index)).toEqual([7, 107]);
});
