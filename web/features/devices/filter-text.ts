/**
 * The one filter grammar, as typed: `conn:LIVE,DELAYED label:site=rtm name:kiosk -trust:REVOKED "free text"`. The API
 * gives terms their meaning and refuses what it does not know; here they are only taken apart for chips and suggestions.
 */

/** One condition: a key, alternatives, possibly negated. The key of a bare word is `text`. */
interface FilterTerm {
  key: string;
  values: readonly string[];
  isNegated: boolean;
}

const TERM = /\s*(-?)(?:([a-z][a-zA-Z]*):)?("(?:[^"\\]|\\.)*"|[^\s"]+)/y;

/** Takes a filter apart. Null means it cannot be read (an open quote, a key without a value). */
export function parseFilterText(text: string): FilterTerm[] | null {
  const trimmed = text.trim();
  const terms: FilterTerm[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < trimmed.length) {
    const match = TERM.exec(trimmed);
    if (match === null) return null;
    const [, minus, key = 'text', value = ''] = match;
    const values = value.startsWith('"') ? [unquote(value)] : value.split(',').filter((item) => item !== '');
    if (values.length === 0) return null;
    terms.push({ key, values, isNegated: minus === '-' });
  }
  return terms;
}

/** Writes terms as the text that reads back to them. */
export function printFilterText(terms: readonly FilterTerm[]): string {
  return terms
    .map(({ key, values, isNegated }) => {
      const [only] = values;
      const text =
        values.length === 1 && only !== undefined && /[\s",\\:]|^-/.test(only)
          ? JSON.stringify(only)
          : values.join(',');
      return `${isNegated ? '-' : ''}${key === 'text' ? '' : `${key}:`}${text}`;
    })
    .join(' ');
}

/** The filter without one of its terms, for the cross on a chip. */
export function withoutTerm(text: string, index: number): string {
  return printFilterText((parseFilterText(text) ?? []).filter((_, i) => i !== index));
}

/**
 * The filter with a value added to the alternatives of a key, or taken away when it was already there. This is what
 * a click on a suggestion does; it never touches negated terms.
 */
export function withToggledValue(text: string, key: string, value: string): string {
  const terms = parseFilterText(text) ?? [];
  const index = terms.findIndex((term) => term.key === key && !term.isNegated);
  const existing = terms[index];
  if (existing === undefined) return printFilterText([...terms, { key, values: [value], isNegated: false }]);
  const values = existing.values.includes(value)
    ? existing.values.filter((item) => item !== value)
    : [...existing.values, value];
  const changed = values.length === 0 ? [] : [{ ...existing, values }];
  return printFilterText([...terms.slice(0, index), ...changed, ...terms.slice(index + 1)]);
}

/** The word the cursor stands in: where it starts and what was typed of it. Suggestions replace it. */
export function wordAtCursor(text: string, cursor: number): { start: number; word: string } {
  const start = text.lastIndexOf(' ', cursor - 1) + 1;
  return { start, word: text.slice(start, cursor) };
}

function unquote(value: string): string {
  return value.slice(1, -1).replace(/\\(.)/g, '$1');
}
