import { describe, expect, it } from 'vitest';
import { COLUMN_IDS, parseColumns, printColumns, toggledColumns } from './column-choice.ts';

describe('column choice', () => {
  it('keeps the order of the table and the name, whatever is asked for', () => {
    expect(parseColumns('age,state')).toEqual(['name', 'state', 'age']);
  });

  it('shows everything when nothing known is asked for', () => {
    expect(parseColumns('')).toEqual(COLUMN_IDS);
    expect(parseColumns('bogus')).toEqual(COLUMN_IDS);
  });

  it('writes nothing for all columns and reads back what it writes', () => {
    expect(printColumns(COLUMN_IDS)).toBeNull();
    const some = toggledColumns(COLUMN_IDS, 'labels');
    expect(parseColumns(printColumns(some) ?? '')).toEqual(some);
    expect(toggledColumns(some, 'labels')).toEqual(COLUMN_IDS);
  });

  it('never takes the name away', () => {
    expect(toggledColumns(['name', 'state'], 'name')).toEqual(['name', 'state']);
  });
});
