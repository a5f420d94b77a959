/**
 * Splits ClickHouse SQL into the few kinds of token the HTTP interface must tell apart: words, quoted text, comments
 * and punctuation. It never judges the statement; the engine does. What it guarantees is that nothing inside a
 * string, a quoted identifier or a comment is ever taken for syntax.
 */

/** A stretch of the statement. `from` and `to` are offsets into the text. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'comment' | 'space' | 'punctuation';
  readonly from: number;
  readonly to: number;
};

const word = /[A-Za-z0-9_$\u0080-\uffff]/;
const space = /\s/;

/** The tokens of a statement, in order, covering every character. Unclosed quotes and comments run to the end. */
export function* tokens(sql: string): Generator<Token> {
  let from = 0;
  while (from < sql.length) {
    const kind = kindAt(sql, from);
    const to = endOf(kind, sql, from);
    yield { kind, from, to };
    from = to;
  }
}

function kindAt(sql: string, at: number): Token['kind'] {
  const two = sql.slice(at, at + 2);
  const one = sql.charAt(at);
  if (two === '--' || two === '/*' || two === '#!' || two === '# ') return 'comment';
  if (one === "'" || one === '"' || one === '`' || heredocTag(sql, at) !== undefined) return 'quoted';
  if (space.test(one)) return 'space';
  return word.test(one) ? 'word' : 'punctuation';
}

function endOf(kind: Token['kind'], sql: string, from: number): number {
  switch (kind) {
    case 'comment':
      return sql.startsWith('/*', from) ? after(sql, '*/', from + 2) : after(sql, '\n', from);
    case 'quoted':
      return endOfQuoted(sql, from);
    case 'space':
      return endOfRun(sql, from, space);
    case 'word':
      return endOfRun(sql, from, word);
    case 'punctuation':
      return from + 1;
  }
}

function endOfQuoted(sql: string, from: number): number {
  const tag = heredocTag(sql, from);
  if (tag !== undefined) return after(sql, tag, from + tag.length);
  const quote = sql.charAt(from);
  for (let at = from + 1; at < sql.length; at += 1) {
    if (sql.charAt(at) === '\\') at += 1;
    else if (sql.charAt(at) === quote) {
      if (sql.charAt(at + 1) !== quote) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

/** A heredoc opens with `$tag$` and runs to the same tag. */
function heredocTag(sql: string, at: number): string | undefined {
  if (sql.charAt(at) !== '$') return undefined;
  const tag = /^\$[A-Za-z0-9_]*\$/.exec(sql.slice(at, at + 66))?.[0];
  return tag !== undefined && sql.includes(tag, at + tag.length) ? tag : undefined;
}

function after(sql: string, mark: string, from: number): number {
  const at = sql.indexOf(mark, from);
  return at === -1 ? sql.length : at + mark.length;
}

function endOfRun(sql: string, from: number, run: RegExp): number {
  let at = from;
  while (at < sql.length && run.test(sql.charAt(at))) at += 1;
  return at;
}
