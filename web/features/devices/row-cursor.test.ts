import { describe, expect, it } from 'vitest';
import { NO_CURSOR, cleared, extended, moved, toggled, withAll } from './row-cursor.ts';

const ids = ['a', 'b', 'c', 'd'];
const at = (id: string) => ({ at: id, anchor: id, selected: new Set<string>(), allOf: null });

describe('row cursor', () => {
  it('enters the list at its top and never leaves it', () => {
    expect(moved(NO_CURSOR, ids, 1).at).toBe('a');
    expect(moved(at('d'), ids, 1).at).toBe('d');
    expect(moved(at('a'), ids, -1).at).toBe('a');
    expect(moved(at('a'), [], 1)).toEqual(NO_CURSOR);
  });

  it('starts again at the top when its row is gone', () => {
    expect(moved(at('gone'), ids, 1).at).toBe('a');
  });

  it('selects everything between the anchor and where it goes', () => {
    const cursor = extended(extended(at('b'), ids, 1), ids, 1);
    expect([...cursor.selected]).toEqual(['b', 'c', 'd']);
    expect(cursor.at).toBe('d');
    expect(cursor.anchor).toBe('b');
  });

  it('selects and deselects a row', () => {
    const once = toggled(at('a'), 'c');
    expect([...once.selected]).toEqual(['c']);
    expect(toggled(once, 'c').selected.size).toBe(0);
  });

  it('keeps its place when the selection is cleared', () => {
    expect(cleared(toggled(at('a'), 'c'))).toEqual(at('c'));
  });
});

it('means everything that matches a filter only until a row is touched', () => {
  const all = withAll(NO_CURSOR, ['a', 'b'], 'conn:LIVE');
  expect(all.allOf).toBe('conn:LIVE');
  expect(moved(all, ['a', 'b'], 1).allOf).toBe('conn:LIVE');
  expect(toggled(all, 'a').allOf).toBeNull();
  expect(extended(all, ['a', 'b'], 1).allOf).toBeNull();
  expect(cleared(all)).toMatchObject({ allOf: null, selected: new Set() });
});
