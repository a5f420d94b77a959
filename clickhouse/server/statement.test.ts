/** What the interface learns of a statement without running it. */
import { describe, expect, test } from 'vitest';
import { examine } from './statement.ts';

describe('a statement', () => {
  test.each([
    ['SELECT 1', 'select'],
    ['-- why\n WITH x AS (SELECT 1) SELECT * FROM x', 'select'],
    ['((SELECT 1))', 'select'],
    ['show tables', 'read'],
    ['CREATE TABLE t (a UInt8) ENGINE = Memory', 'change'],
    ['INSERT INTO t SELECT 1', 'change'],
    ['INSERT INTO t VALUES (1)', 'insert'],
  ])('%s is a %s', (sql, kind) => {
    expect(examine(sql).kind).toBe(kind);
  });

  test('names its own format only in its FORMAT clause', () => {
    expect(examine('SELECT 1 FORMAT JSON')).toMatchObject({ format: 'JSON' });
    expect(examine('SELECT 1 FORMAT JSON SETTINGS max_threads = 1;')).toMatchObject({ format: 'JSON' });
    expect(examine("SELECT format('{}', 1), 'x FORMAT CSV'")).toMatchObject({ format: undefined });
  });

  test('is refused when a second one follows', () => {
    expect(() => examine('SELECT 1; DROP TABLE t')).toThrow('Multi-statements are not allowed');
    expect(examine("SELECT ';' ;")).toMatchObject({ sql: "SELECT ';' " });
  });

  test('that inserts is split into target, settings, format and data', () => {
    expect(examine('INSERT INTO t (a, b) SETTINGS x = 1 FORMAT JSONEachRow\n{"a":1}')).toEqual({
      kind: 'insert',
      target: 'INSERT INTO t (a, b) ',
      settings: 'SETTINGS x = 1 ',
      format: 'JSONEachRow',
      data: '{"a":1}',
    });
    expect(examine('INSERT INTO t VALUES (1);')).toMatchObject({ format: 'Values', data: '(1);' });
  });
});
