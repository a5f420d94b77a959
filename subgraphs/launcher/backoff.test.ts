import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('a service that keeps crashing is started ever less often, but at least twice a minute', () => {
  expect([1, 2, 3, 4, 7, 50].map(backoffMs)).toEqual([500, 1000, 2000, 4000, 30_000, 30_000]);
});
