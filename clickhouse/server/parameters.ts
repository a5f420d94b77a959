/**
 * Query parameters. The engine's own binding escapes twice and is not safe under concurrency, so `{name:Type}` is
 * replaced here by `CAST('text', 'Type')`, the text quoted as one literal. A value can therefore never become syntax.
 */
import { EngineError } from './engine-error.ts';
import { tokens } from './lexer.ts';

const placeholder = /^\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*:\s*/;

/**
 * The statement with each placeholder replaced. Placeholders inside strings, quoted identifiers and comments are left
 * alone. Throws code 456 when a parameter has no value.
 */
export function substitute(sql: string, values: ReadonlyMap<string, string>): string {
  let answer = '';
  let skipTo = 0;
  for (const token of tokens(sql)) {
    if (token.from < skipTo) continue;
    const found = token.kind === 'punctuation' ? placeholderAt(sql, token.from) : undefined;
    answer += found === undefined ? sql.slice(token.from, token.to) : render(found, values);
    skipTo = found?.to ?? token.to;
  }
  return answer;
}

type Placeholder = { readonly name: string; readonly type: string; readonly to: number };

function placeholderAt(sql: string, from: number): Placeholder | undefined {
  if (sql.charAt(from) !== '{') return undefined;
  const head = placeholder.exec(sql.slice(from, from + 200));
  if (head?.[1] === undefined) return undefined;
  const start = from + head[0].length;
  for (const token of tokens(sql.slice(start))) {
    if (token.kind === 'punctuation' && sql.charAt(start + token.from) === '}') {
      return { name: head[1], type: sql.slice(start, start + token.from).trim(), to: start + token.to };
    }
  }
  return undefined;
}

function render({ name, type }: Placeholder, values: ReadonlyMap<string, string>): string {
  const escaped = values.get(name);
  if (escaped === undefined) throw EngineError.of(456, `Substitution \`${name}\` is not set.`);
  if (type === 'Identifier') return escaped.split('.').map(quoteIdentifier).join('.');
  if (escaped === '\\N') return `CAST(NULL, ${quote(nullable(type))})`;
  // No cast leads from text to a Map, so the engine's own reader of escaped text parses it.
  if (type.includes('Map(')) {
    return `(SELECT value FROM format(TSV, ${quote(`value ${type}`)}, ${quote(escaped)}))`;
  }
  // Inside composite values strings are quoted, and those escapes belong to the value's own syntax.
  const text = /^(Array|Tuple|Nested)\(/.test(type) ? escaped : unescape(escaped);
  return `CAST(${quote(text)}, ${quote(type)})`;
}

/** A parameter travels as a field of tab-separated text; this undoes its escapes. */
function unescape(escaped: string): string {
  return escaped.replace(/\\(.)/gs, (_, sign: string) => escapes.get(sign) ?? sign);
}

const escapes = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['r', '\r'],
  ['n', '\n'],
  ['t', '\t'],
  ['0', '\0'],
]);

/** The text as one string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function nullable(type: string): string {
  return type.startsWith('Nullable(') || type.includes('LowCardinality(Nullable(') ? type : `Nullable(${type})`;
}
