/** What substitution promises: a value never becomes syntax, and nothing but a placeholder is touched. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokens } from './lexer.ts';
import { substitute } from './parameters.ts';

const given = (values: Record<string, string>) => new Map(Object.entries(values));

describe('substitution', () => {
  test('a value becomes one literal cast to its type', () => {
    expect(substitute('SELECT {n:UInt8}', given({ n: '5' }))).toBe("SELECT CAST('5', 'UInt8')");
  });

  test('an identifier is quoted, and a qualified one part by part', () => {
    expect(substitute('FROM {t:Identifier}', given({ t: 'a.b`c' }))).toBe('FROM `a`.`b\\`c`');
  });

  test('the mark of NULL becomes NULL', () => {
    expect(substitute('{n:Nullable(UInt8)}', given({ n: '\\N' }))).toBe("CAST(NULL, 'Nullable(UInt8)')");
  });

  test('what looks like a placeholder inside strings, identifiers and comments is left alone', () => {
    const sql = `SELECT '{a:String}', "{a:String}", \`{a:String}\` -- {a:String}\n/* {a:String} */, $x$ {a:String} $x$`;
    expect(substitute(sql, given({ a: 'no' }))).toBe(sql);
  });

  test('a missing value is refused by name', () => {
    expect(() => substitute('SELECT {a:String}', given({}))).toThrow('Substitution `a` is not set');
  });

  test('any text stays inside its literal', () => {
    const staysInside = (text: string) => {
      const sql = substitute('{a:String};', given({ a: text }));
      const quoted = [...tokens(sql)].filter((token) => token.kind === 'quoted');
      const [, type, ...more] = quoted.map((token) => sql.slice(token.from, token.to));
      return type === "'String'" && more.length === 0 && sql.endsWith(", 'String');");
    };
    const anything = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));
    fc.assert(fc.property(anything, staysInside), { numRuns: 300 });
    const breakers = fc.string({ unit: fc.constantFrom("'", '\\', '`', '"', '{', '}', '\0', '$', '-', '\n', 'a') });
    fc.assert(fc.property(breakers, staysInside), { numRuns: 300 });
  });
});
