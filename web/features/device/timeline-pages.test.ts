import { describe, expect, it } from 'vitest';
import { withNewestPage, withOlderPage } from './timeline-pages.ts';

function page(ids: number[], endCursor: string | null = null) {
  return { entries: ids.map((id) => ({ id: String(id) })), endCursor, hasMore: endCursor !== null };
}

function ids({ entries }: { entries: readonly { id: string }[] }) {
  return entries.map(({ id }) => Number(id));
}

describe('timeline pages', () => {
  it('adds older entries below and goes on from there', () => {
    const joined = withOlderPage(page([9, 8], 'after 8'), page([8, 7, 6], 'after 6'));
    expect(ids(joined)).toEqual([9, 8, 7, 6]);
    expect(joined.endCursor).toBe('after 6');
  });

  it('puts new entries on top and keeps the older ones that were loaded', () => {
    const shown = withOlderPage(page([9, 8], 'after 8'), page([7, 6], 'after 6'));
    const joined = withNewestPage(shown, page([10, 9], 'after 9'));
    expect(ids(joined)).toEqual([10, 9, 8, 7, 6]);
    expect(joined).toMatchObject({ endCursor: 'after 6', hasMore: true });
  });

  it('starts over when the newest page does not reach what is shown', () => {
    expect(ids(withNewestPage(page([3, 2, 1]), page([9, 8, 7], 'after 7')))).toEqual([9, 8, 7]);
    expect(ids(withNewestPage(null, page([1])))).toEqual([1]);
  });
});
