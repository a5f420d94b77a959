import { describe, expect, it, vi } from 'vitest';
import { RowStore } from './row-store.ts';

interface Row {
  id: string;
  mode: string;
}

function row(id: string, mode = 'LIVE'): Row {
  return { id, mode };
}

function page(rows: Row[], more: { totalCount?: number; endCursor?: string | null } = {}) {
  const endCursor = more.endCursor ?? null;
  return { rows, totalCount: more.totalCount ?? rows.length, endCursor, hasMore: endCursor !== null };
}

function listed(): RowStore<Row> {
  const store = new RowStore<Row>();
  store.replace(page([row('a'), row('b'), row('c')]));
  return store;
}

describe('RowStore', () => {
  it('patches a row in place and tells only that row', () => {
    const store = listed();
    const heardA = vi.fn();
    const heardB = vi.fn();
    store.subscribeRow('a', heardA);
    store.subscribeRow('b', heardB);
    store.patch(row('b', 'DELAYED'), true);
    expect(store.row('b')?.mode).toBe('DELAYED');
    expect([heardA.mock.calls.length, heardB.mock.calls.length]).toEqual([0, 1]);
    expect(store.shape().ids).toEqual(['a', 'b', 'c']);
  });

  it('keeps a device that left the filter where it is and counts it as news', () => {
    const store = listed();
    store.patch(row('b', 'DISCONNECTED'), false);
    expect(store.shape().ids).toEqual(['a', 'b', 'c']);
    expect(store.hasLeft('b')).toBe(true);
    expect(store.news()).toEqual({ arrived: 0, left: 1 });
    store.patch(row('b', 'LIVE'), true);
    expect(store.news()).toEqual({ arrived: 0, left: 0 });
  });

  it('counts an arriving device once, however often it changes', () => {
    const store = listed();
    store.patch(row('x'), true);
    store.patch(row('x', 'DELAYED'), true);
    expect(store.news().arrived).toBe(1);
    store.patch(row('x', 'DISCONNECTED'), false);
    expect(store.news().arrived).toBe(0);
  });

  it('forgets the news when the list is read again', () => {
    const store = listed();
    store.patch(row('x'), true);
    store.patch(row('a'), false);
    store.replace(page([row('b'), row('c'), row('x')]));
    expect(store.news()).toEqual({ arrived: 0, left: 0 });
    expect(store.hasLeft('a')).toBe(false);
  });

  it('lists a device once even if two pages carry it', () => {
    const store = new RowStore<Row>();
    store.replace(page([row('a'), row('b')], { totalCount: 4, endCursor: 'b' }));
    store.append(page([row('b', 'DELAYED'), row('c')], { totalCount: 4 }));
    expect(store.shape()).toEqual({ ids: ['a', 'b', 'c'], totalCount: 4, endCursor: null, hasMore: false });
    expect(store.row('b')?.mode).toBe('DELAYED');
  });

  it('does not list devices that only a refresh carried', () => {
    const store = listed();
    store.refresh([row('a', 'DELAYED'), row('z')]);
    expect(store.row('a')?.mode).toBe('DELAYED');
    expect(store.row('z')).toBeUndefined();
  });

  it('leaves no listener behind', () => {
    const store = listed();
    const heard = vi.fn();
    const stop = store.subscribeRow('a', heard);
    stop();
    store.patch(row('a', 'DELAYED'), true);
    expect(heard).not.toHaveBeenCalled();
  });
});
