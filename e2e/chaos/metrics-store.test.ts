/** The history checker itself: what it must find in a store that lost or repeated something. */
import { describe, expect, test } from 'vitest';
import { accountedFor, firstFlaw, type StoredEpoch } from './metrics-store.ts';

const stored = (...batches: readonly (readonly [fromSeq: number, count: number])[]): StoredEpoch => ({
  batches: batches.map(([fromSeq, count]) => ({ fromSeq, count })),
  losses: [],
});

describe('the history checker', () => {
  test('finds nothing wrong with numbers that are there once, and does not look beyond what was acknowledged', () => {
    expect(firstFlaw(stored([1, 3], [4, 2], [6, 10]), 5)).toBe(undefined);
    expect(accountedFor(stored([1, 3], [4, 2], [6, 10]), 5)).toBe(5);
    expect(firstFlaw(stored(), 0)).toBe(undefined);
  });

  test('finds a batch that was lost, at the beginning, in between and at the end', () => {
    expect(firstFlaw(stored([4, 2]), 5)).toBe(1);
    expect(firstFlaw(stored([1, 3], [6, 2]), 7)).toBe(4);
    expect(firstFlaw(stored([1, 3]), 5)).toBe(4);
  });

  test('finds a batch of which a record was lost or stored twice', () => {
    expect(firstFlaw(stored([1, 2], [4, 2]), 5)).toBe(3);
    expect(firstFlaw(stored([1, 4], [4, 2]), 5)).toBe(4);
    expect(accountedFor(stored([1, 6], [4, 2]), 5)).not.toBe(5);
  });

  test('counts what the agent declared lost', () => {
    expect(accountedFor({ ...stored([1, 3]), losses: [{ fromSeq: 4, count: 2 }] }, 5)).toBe(5);
  });
});
