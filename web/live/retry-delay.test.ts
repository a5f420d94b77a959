import { expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

it('waits longer with every try, up to twenty seconds, and never by a fixed time', () => {
  expect([0, 1, 2, 3].map((retries) => retryDelayMs(retries, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(retryDelayMs(40, 1)).toBe(20_000);
  expect(retryDelayMs(3, 0)).toBe(2000);
});
