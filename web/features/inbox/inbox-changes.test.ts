import { describe, expect, test } from 'vitest';
import { changesBetween } from './inbox-changes.ts';

const row = (id: string, score: number) => ({ id, key: `k-${id}`, score });

describe('a newer reading of the queue', () => {
  test('tells what arrived and what left', () => {
    const { arrived, left } = changesBetween([row('a', 90), row('b', 50)], {
      rows: [row('a', 91), row('c', 40)],
      hasMore: false,
    });
    expect(arrived.map(({ id }) => id)).toEqual(['c']);
    expect(left).toEqual(['b']);
  });

  test('does not take a row for gone that only fell below the end of the page', () => {
    const shown = [row('a', 90), row('b', 30), row('z', 50)];
    const { left } = changesBetween(shown, { rows: [row('a', 90), row('c', 50)], hasMore: true });
    expect(left).toEqual([]);
    expect(changesBetween(shown, { rows: [row('a', 90), row('c', 50)], hasMore: false }).left).toEqual(['b', 'z']);
  });

  test('takes a row for gone that should stand above the end of the page', () => {
    const { left } = changesBetween([row('b', 70)], { rows: [row('a', 90), row('c', 50)], hasMore: true });
    expect(left).toEqual(['b']);
  });
});
