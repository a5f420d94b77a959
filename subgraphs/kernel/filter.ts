/**
 * The one filter grammar of URL, API, console and saved views:
 * `conn:LIVE,DELAYED label:site=rtm name:kiosk -trust:REVOKED "free text"`. A term is a key and alternatives; terms
 * are joined by and; a leading minus negates; a bare word searches. This file parses; queries give terms a meaning.
 */
import { Refusal } from './errors.ts';

/** One condition. `key` is `text` for a bare word. */
export type FilterTerm = {
  readonly key: string;
  readonly values: readonly string[];
  readonly isNegated: boolean;
};

const termMax = 20;
const lengthMax = 500;
const pattern = /\s*(-?)(?:([a-z][a-zA-Z]*):)?("(?:[^"\\]|\\.)*"|[^\s"]+)/y;

/** Parses a filter by the keys a list understands. Refuses with INVALID_INPUT naming the term and the known keys. */
export function parseFilter(text: string, keys: readonly string[]): FilterTerm[] {
  const trimmed = text.trim();
  if (trimmed.length > lengthMax) throw invalid(`is longer than ${lengthMax} characters`, trimmed.slice(0, 40));
  const terms: FilterTerm[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < trimmed.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(trimmed);
    if (!match) throw invalid('has an open quote', trimmed.slice(from, from + 40));
    const [whole, minus, key = 'text', value = ''] = match;
    if (key !== 'text' && !keys.includes(key)) {
      throw invalid(`has the unknown key ${key}; known keys are ${keys.join(', ')}`, whole.trim());
    }
    const values = value.startsWith('"') ? [unquoted(value)] : value.split(',').filter((item) => item !== '');
    if (values.length === 0) throw invalid(`has no value for ${key}`, whole.trim());
    terms.push({ key, values, isNegated: minus === '-' });
    if (terms.length > termMax) throw invalid(`has more than ${termMax} terms`, whole.trim());
  }
  return terms;
}

/** Writes terms back as text that parses to the same terms. */
export function printFilter(terms: readonly FilterTerm[]): string {
  return terms
    .map((term) => `${term.isNegated ? '-' : ''}${term.key === 'text' ? '' : `${term.key}:`}${printValues(term)}`)
    .join(' ');
}

function printValues(term: FilterTerm): string {
  const [only] = term.values;
  if (term.values.length === 1 && only !== undefined && /[\s",\\:]|^-/.test(only)) return JSON.stringify(only);
  return term.values.join(',');
}

function unquoted(value: string): string {
  return value.slice(1, -1).replace(/\\(.)/g, '$1');
}

function invalid(reason: string, term: string): Refusal {
  return new Refusal('INVALID_INPUT', `The filter ${reason}, at "${term}".`, { argument: 'q', term });
}
