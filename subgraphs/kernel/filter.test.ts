import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter, printFilter, type FilterTerm } from './filter.ts';

const keys = ['conn', 'label', 'name'];

describe('the filter grammar', () => {
  it('reads keys, alternatives, negation, quotes and bare words', () => {
    expect(parseFilter('conn:LIVE,DELAYED -label:site=rtm name:"two words" kiosk', keys)).toEqual([
      { key: 'conn', values: ['LIVE', 'DELAYED'], isNegated: false },
      { key: 'label', values: ['site=rtm'], isNegated: true },
      { key: 'name', values: ['two words'], isNegated: false },
      { key: 'text', values: ['kiosk'], isNegated: false },
    ]);
  });

  it('names the unknown key and the known ones', () => {
    expect(() => parseFilter('state:LIVE', keys)).toThrow('unknown key state; known keys are conn, label, name');
  });

  it('refuses an open quote, a key without a value and an endless filter', () => {
    expect(() => parseFilter('name:"open', keys)).toThrow('open quote');
    expect(() => parseFilter('conn:,', keys)).toThrow('no value for conn');
    expect(() => parseFilter('a '.repeat(30), keys)).toThrow('more than 20 terms');
  });

  it('prints what it parses back to the same terms', () => {
    const term: fc.Arbitrary<FilterTerm> = fc.record({
      key: fc.constantFrom('text', ...keys),
      values: fc
        .array(fc.stringMatching(/^[a-zA-Z0-9=._]{1,12}$/), { minLength: 1, maxLength: 3 })
        .map((values) => values),
      isNegated: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
        expect(parseFilter(printFilter(terms), keys)).toEqual(terms);
      }),
    );
    const odd = [{ key: 'name', values: ['say "hi", \\ -'], isNegated: false }];
    expect(parseFilter(printFilter(odd), keys)).toEqual(odd);
  });
});
