import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';

/** Reads RFC 4180 as a spreadsheet does. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('a file for spreadsheets', () => {
  it('comes back cell by cell, commas, quotes and line breaks included', () => {
    expect(
      readCsv(
        csvOf(
          ['a', 'b'],
          [
            ['x, y', 'say "hi"\nnow'],
            [null, 3],
          ],
        ),
      ),
    ).toEqual([
      ['a', 'b'],
      ['x, y', 'say "hi"\nnow'],
      ['', '3'],
    ]);
  });

  it('never holds a cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '|', '%'),
        (rest, sign) => {
          const cells = [`${sign}cmd`, ...rest];
          for (const cell of readCsv(csvOf([], [cells])).flat()) expect(cell).not.toMatch(/^\s*[=+\-@|%]/);
        },
      ),
    );
  });

  it('leaves numbers numbers', () => {
    expect(csvOf(['n'], [[-5]])).toBe('n\r\n-5\r\n');
  });
});
