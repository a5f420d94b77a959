/**
 * What the HTTP interface must know of a statement before the engine sees it: whether it only reads, which format it
 * names itself, where an INSERT's data begins, and that there is only one statement.
 */
import { EngineError } from './engine-error.ts';
import { tokens, type Token } from './lexer.ts';

/** A statement and what was learned of it. */
export type Statement = Query | Insert;

/** Anything but an INSERT that carries data. `select` may be streamed; `change` belongs to the one writer. */
export type Query = {
  readonly kind: 'select' | 'read' | 'change';
  readonly sql: string;
  /** The format named by the statement's own FORMAT clause. */
  readonly format: string | undefined;
};

/** An INSERT whose rows are data: what it inserts into, its settings and format, and the data that followed in the text. */
export type Insert = {
  readonly kind: 'insert';
  /** `INSERT INTO table (columns)`. */
  readonly target: string;
  /** `SETTINGS …` or nothing. */
  readonly settings: string;
  readonly format: string;
  readonly data: string;
};

const selects = new Set(['SELECT', 'WITH', 'FROM', 'VALUES']);
const reads = new Set(['SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN', 'CHECK', 'KILL']);

/** Examines one statement. A trailing semicolon is dropped; a second statement is refused as ClickHouse refuses it. */
export function examine(text: string): Statement {
  const significant = significantTokens(text);
  const first = significant.next();
  if (first.done) throw EngineError.of(62, 'Empty query.');
  if (first.value.word === 'INSERT') {
    const insert = examineInsert(text, significant);
    return insert ?? { kind: 'change', sql: withoutSemicolon(text, [...significant]), format: undefined };
  }
  const all = [first.value, ...significant];
  const leading = all.find((token) => token.sign !== '(')?.word ?? '';
  const kind = selects.has(leading) ? 'select' : reads.has(leading) ? 'read' : 'change';
  return { kind, sql: withoutSemicolon(text, all), format: formatClause(all) };
}

type Significant = Token & { readonly word: string | undefined; readonly text: string; readonly sign: string };

function* significantTokens(text: string): Generator<Significant> {
  for (const token of tokens(text)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const own = text.slice(token.from, token.to);
    const isWord = token.kind === 'word';
    yield { ...token, text: own, word: isWord ? own.toUpperCase() : undefined, sign: isWord ? '' : own.charAt(0) };
  }
}

/** Reads only as far as the data, which may be large and need not be text. Undefined for INSERT … SELECT. */
function examineInsert(text: string, rest: Generator<Significant>): Insert | undefined {
  let depth = 0;
  let settingsAt: number | undefined;
  for (let next = rest.next(); !next.done; next = rest.next()) {
    const { word, sign, from, to } = next.value;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth > 0) continue;
    if (word === 'SELECT' || word === 'WITH') return undefined;
    if (word === 'INFILE') throw EngineError.of(48, 'INSERT FROM INFILE is for the command line, not for HTTP.');
    if (word === 'SETTINGS') settingsAt ??= from;
    if (word !== 'VALUES' && word !== 'FORMAT') continue;
    const parts = { target: text.slice(0, settingsAt ?? from), settings: text.slice(settingsAt ?? from, from) };
    if (word === 'VALUES') return { kind: 'insert', ...parts, format: 'Values', data: dataFrom(text, to) };
    const name = rest.next();
    if (name.done || name.value.word === undefined) throw EngineError.of(62, 'Syntax error: FORMAT names no format.');
    return { kind: 'insert', ...parts, format: name.value.text, data: dataFrom(text, name.value.to) };
  }
  return undefined;
}

/** Data begins after the line that names its format. */
function dataFrom(text: string, at: number): string {
  const data = text.slice(at).replace(/^[ \t]*\r?\n?/, '');
  return data.trim() === ';' ? '' : data;
}

/** Everything up to the one permitted trailing semicolon. */
function withoutSemicolon(text: string, all: readonly Significant[]): string {
  const semicolon = all.findIndex((token) => token.sign === ';');
  if (semicolon === -1) return text;
  if (all.slice(semicolon).some((token) => token.sign !== ';')) {
    throw EngineError.of(62, 'Syntax error: Multi-statements are not allowed.');
  }
  return text.slice(0, all[semicolon]?.from);
}

/** FORMAT ends a statement: it comes last, or only SETTINGS follow. `format(` is a function. */
function formatClause(all: readonly Significant[]): string | undefined {
  const at = all.findLastIndex((token) => token.word === 'FORMAT');
  const name = all[at + 1];
  const next = all[at + 2];
  if (at < 1 || name?.word === undefined) return undefined;
  return next === undefined || next.sign === ';' || next.word === 'SETTINGS' ? name.text : undefined;
}
