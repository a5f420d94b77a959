import { describe, expect, it } from 'vitest';
import { nextSort, parseSort } from './sort-text.ts';

describe('sort text', () => {
  it('reads the direction from the minus', () => {
    expect(parseSort('-lastSeen')).toEqual({ key: 'lastSeen', isDescending: true });
    expect(parseSort('name')).toEqual({ key: 'name', isDescending: false });
    expect(parseSort('')).toBeNull();
  });

  it('goes through ascending, descending and none', () => {
    expect(['', 'name', '-name', '-lastSeen'].map((text) => nextSort(text, 'name'))).toEqual([
      'name',
      '-name',
      '',
      'name',
    ]);
  });
});
