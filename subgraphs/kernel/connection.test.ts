import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionOf, decodeCursor, encodeCursor, pageOf } from './connection.ts';

describe('pages by cursor', () => {
  it('refuses pages under 1 or over 200 rows, and cursors that are not ours', () => {
    expect(() => pageOf({ first: 0 })).toThrow('first must be 1 to 200');
    expect(() => pageOf({ first: 201 })).toThrow('first must be 1 to 200');
    expect(() => pageOf({ first: 10, after: 'nonsense' })).toThrow('not a cursor of this list');
  });

  it('visits every row of a list exactly once, whatever the page size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (total, first) => {
        const rows = Array.from({ length: total }, (_, index) => String(index).padStart(3, '0'));
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const page = pageOf({ first, after });
          const from = page.after?.[0];
          const found = rows.filter((row) => from === undefined || row > from).slice(0, first + 1);
          const connection = connectionOf(found, page, { cursor: (row) => [row] });
          seen.push(...connection.edges.map((edge) => edge.node));
          after = connection.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
        } while (after !== null);
        expect(seen).toEqual(rows);
      }),
    );
  });

  it('keeps any text in a cursor', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(decodeCursor(encodeCursor(parts))).toEqual(parts);
      }),
    );
  });
});
