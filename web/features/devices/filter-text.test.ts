import { describe, expect, it } from 'vitest';
import { parseFilterText, printFilterText, withToggledValue, withoutTerm, wordAtCursor } from './filter-text.ts';

describe('filter text', () => {
  it('reads keys, alternatives, negation, quotes and bare words', () => {
    expect(parseFilterText(' conn:LIVE,DELAYED -trust:REVOKED label:site=rtm "till 4" kiosk')).toEqual([
      { key: 'conn', values: ['LIVE', 'DELAYED'], isNegated: false },
      { key: 'trust', values: ['REVOKED'], isNegated: true },
      { key: 'label', values: ['site=rtm'], isNegated: false },
      { key: 'text', values: ['till 4'], isNegated: false },
      { key: 'text', values: ['kiosk'], isNegated: false },
    ]);
  });

  it.each(['conn:LIVE', '-trust:REVOKED kiosk', 'name:"till 4"', 'label:site=rtm,hub', '"a \\"b\\""'])(
    'writes %s back as it was',
    (text) => {
      expect(printFilterText(parseFilterText(text) ?? [])).toBe(text);
    },
  );

  it('does not guess at what cannot be read', () => {
    expect(parseFilterText('name:"till')).toBeNull();
    expect(parseFilterText('conn:,')).toBeNull();
    expect(parseFilterText('')).toEqual([]);
  });

  it('adds a value to the alternatives of its key and takes it away again', () => {
    const one = withToggledValue('name:kiosk', 'conn', 'LIVE');
    const two = withToggledValue(one, 'conn', 'DELAYED');
    expect(two).toBe('name:kiosk conn:LIVE,DELAYED');
    expect(withToggledValue(two, 'conn', 'LIVE')).toBe('name:kiosk conn:DELAYED');
    expect(withToggledValue('conn:LIVE', 'conn', 'LIVE')).toBe('');
  });

  it('leaves negated terms alone when a value is added', () => {
    expect(withToggledValue('-conn:LIVE', 'conn', 'DELAYED')).toBe('-conn:LIVE conn:DELAYED');
  });

  it('removes exactly one term', () => {
    expect(withoutTerm('conn:LIVE conn:LIVE kiosk', 1)).toBe('conn:LIVE kiosk');
  });

  it('finds the word under the cursor', () => {
    expect(wordAtCursor('conn:LIVE tru', 13)).toEqual({ start: 10, word: 'tru' });
    expect(wordAtCursor('conn:LI', 4)).toEqual({ start: 0, word: 'conn' });
    expect(wordAtCursor('conn:LIVE ', 10)).toEqual({ start: 10, word: '' });
  });
});
