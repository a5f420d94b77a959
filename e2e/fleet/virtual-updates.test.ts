import { expect, test } from 'vitest';
import { mannerOf } from './virtual-updates.ts';

const all = Array.from({ length: 90 }, (_, index) => index);

test('a device takes a version the same way at every start, and within a quarter of a minute', () => {
  for (const index of all) {
    expect(mannerOf(index, '1.0.0')).toEqual(mannerOf(index, '1.0.0'));
    expect(mannerOf(index, '1.0.0').tookMs).toBeLessThanOrEqual(15_000);
  }
});

test('only a faulty version fails, on every third device, and says why', () => {
  expect(all.filter((index) => mannerOf(index, '1.0.0').code !== null)).toEqual([]);
  const failing = all.map((index) => mannerOf(index, '1.1.0-faulty')).filter(({ code }) => code !== null);
  expect(failing).toHaveLength(30);
  expect(failing.every(({ code, detail }) => code === 'HEALTH_CHECK' && detail?.includes('1.1.0-faulty'))).toBe(true);
});
