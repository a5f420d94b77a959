/**
 * ClickHouse's HTTP interface over the embedded engine, as far as the stock client and operators' tools use it. It is
 * a translation only: what a statement means, and whether it may run, is the engine's to say.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@flotilla/kernel/logger';
import { chooseEncoding, sendError, sendStream, sendWhole, type AnswerHead, type Encoding } from './answer.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { Lane, Surroundings } from './lane.ts';
import { quote, substitute } from './parameters.ts';
import { authenticate, readRequest, type Account, type ClickHouseRequest } from './request.ts';
import { examine, type Insert, type Query } from './statement.ts';

/** What the interface stands on, and its limits. */
export type InterfaceOptions = {
  readonly engine: Engine;
  readonly account: Account;
  readonly logger: Logger;
  readonly bodyMax: number;
  /** Seconds a statement may run when the client sets no `max_execution_time`, and at most. */
  readonly executionSeconds: { readonly preset: number; readonly max: number };
  readonly stallMs: number;
};

/** Formats whose blocks can be sent one after another; any other is a document and is sent whole. */
const streamable =
  /^(JSONEachRow|JSONLines|NDJSON|JSONStringsEachRow|JSONCompactEachRow|JSONCompactStringsEachRow|TabSeparated|TSV|TabSeparatedRaw|TSVRaw|CSV|RowBinary|Native)$/;

/** Answers one request. Never throws: what goes wrong is told to the client and logged. */
export function clickHouseInterface(options: InterfaceOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://clickhouse');
    const queryId = url.searchParams.get('query_id') || randomUUID();
    try {
      if (isHealthPath(url, request.method)) return void response.end('Ok.\n');
      if (url.pathname !== '/') return notFound(response, url.pathname);
      authenticate(request, options.account);
      const understood = await readRequest(request, options.bodyMax);
      await answer(options, { request, response, understood, queryId });
    } catch (thrown) {
      fail(options, { response, queryId, thrown });
    }
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly understood: ClickHouseRequest;
  readonly queryId: string;
};

function isHealthPath(url: URL, method: string | undefined): boolean {
  const isBareRoot = url.pathname === '/' && url.search === '' && method !== 'POST';
  return url.pathname === '/ping' || url.pathname === '/replicas_status' || isBareRoot;
}

async function answer(options: InterfaceOptions, exchange: Exchange): Promise<void> {
  const { understood, request } = exchange;
  const statement = examine(understood.query);
  const surroundings = surroundingsOf(options, request, understood);
  if (statement.kind === 'insert') {
    if (request.method === 'GET') throw EngineError.of(164, 'Cannot execute query in readonly mode.');
    return insert(options, exchange, { statement, surroundings });
  }
  if (understood.data !== undefined) throw EngineError.of(36, 'Only an INSERT takes data in the body.');
  const query = { ...statement, sql: substitute(statement.sql, understood.parameters) };
  if (query.kind === 'change') {
    if (request.method === 'GET') throw EngineError.of(164, 'Cannot execute query in readonly mode.');
    return options.engine.write(async (lane) => run(options, exchange, { lane, query, surroundings }));
  }
  return options.engine.read(async (lane) => run(options, exchange, { lane, query, surroundings }));
}

type Insertion = { readonly statement: Insert; readonly surroundings: Surroundings };

async function insert(options: InterfaceOptions, exchange: Exchange, insertion: Insertion): Promise<void> {
  const { engine } = options;
  const { statement, surroundings } = insertion;
  const { parameters, data } = exchange.understood;
  const inline = Buffer.from(statement.data, 'utf8');
  const rows = data === undefined ? inline : inline.length === 0 ? data : Buffer.concat([inline, data]);
  const started = performance.now();
  const result = await engine.spool.hold(rows, async (path) =>
    engine.write(async (lane) => {
      await lane.enter(surroundings);
      const target = substitute(statement.target, parameters);
      const sql = `${target} FROM INFILE ${quote(path)} ${statement.settings} FORMAT ${statement.format}`;
      return rows.length === 0 ? { rowsWritten: 0, bytesWritten: 0 } : lane.insert(sql);
    }),
  );
  const summary = {
    readRows: result.rowsWritten,
    readBytes: rows.length,
    writtenRows: result.rowsWritten,
    writtenBytes: result.bytesWritten,
    resultRows: result.rowsWritten,
    elapsedNs: (performance.now() - started) * 1e6,
  };
  await sendWhole(exchange.response, headOf(options, exchange, { summary }), {
    body: new Uint8Array(),
    encoding: undefined,
  });
}

type Run = { readonly lane: Lane; readonly query: Query; readonly surroundings: Surroundings };

async function run(options: InterfaceOptions, exchange: Exchange, { lane, query, surroundings }: Run): Promise<void> {
  if (exchange.response.destroyed) return;
  await lane.enter(surroundings);
  const format = query.format ?? requestedFormat(exchange);
  const encoding = encodingOf(exchange, surroundings);
  if (query.kind === 'select' && streamable.test(format)) {
    return stream(options, exchange, { lane, sql: query.sql, format, encoding });
  }
  const result = await lane.query(query.sql, format);
  const summary = {
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    writtenRows: 0,
    writtenBytes: 0,
    resultRows: result.rowsRead,
    elapsedNs: result.elapsed * 1e9,
  };
  const head = headOf(options, exchange, { format, summary });
  await sendWhole(exchange.response, head, { body: result.bytes(), encoding });
}

type Streaming = { lane: Lane; sql: string; format: string; encoding: Encoding | undefined };

/**
 * Holds back the first block until the second is known to come: a small answer, and a failure before any row, then
 * still has its length, its summary and its proper status.
 */
async function stream(options: InterfaceOptions, exchange: Exchange, streaming: Streaming): Promise<void> {
  const { lane, sql, format, encoding } = streaming;
  const started = performance.now();
  const blocks = lane.stream(sql, format);
  try {
    const first = await blocks.next();
    const second = first.done ? first : await blocks.next();
    const rows = first.done ? 0 : first.value.numRows;
    const bytes = first.done ? new Uint8Array() : first.value.raw();
    const summary = {
      readRows: rows,
      readBytes: bytes.length,
      writtenRows: 0,
      writtenBytes: 0,
      resultRows: rows,
      elapsedNs: (performance.now() - started) * 1e6,
    };
    const head = headOf(options, exchange, { format, summary });
    if (second.done) return await sendWhole(exchange.response, head, { body: bytes, encoding });
    async function* chunks() {
      yield bytes;
      yield (second.value as { raw(): Uint8Array }).raw();
      for await (const block of blocks) yield block.raw();
    }
    await sendStream(exchange.response, head, { chunks: chunks(), encoding, stallMs: options.stallMs });
  } finally {
    await blocks.return(undefined);
  }
}

function surroundingsOf(
  options: InterfaceOptions,
  request: IncomingMessage,
  understood: ClickHouseRequest,
): Surroundings {
  const { preset, max } = options.executionSeconds;
  const asked = Number(understood.settings.get('max_execution_time') ?? preset);
  const seconds = Number.isFinite(asked) && asked > 0 ? Math.min(asked, max) : preset;
  const database = request.headers['x-clickhouse-database']?.toString() ?? understood.url.searchParams.get('database');
  return {
    database: database || 'default',
    settings: new Map([...understood.settings, ['async_insert', '0'], ['max_execution_time', String(seconds)]]),
  };
}

function headOf(
  { engine }: InterfaceOptions,
  { queryId, understood }: Exchange,
  more: Pick<AnswerHead, 'format' | 'summary'>,
): AnswerHead {
  const progress = understood.settings.get('send_progress_in_http_headers') === '1';
  return { queryId, timezone: engine.timezone, progress, ...more };
}

function requestedFormat({ request, understood }: Exchange): string {
  const header = request.headers['x-clickhouse-format']?.toString();
  return understood.url.searchParams.get('default_format') ?? header ?? 'TabSeparated';
}

function encodingOf({ request }: Exchange, { settings }: Surroundings): Encoding | undefined {
  return chooseEncoding(
    settings.get('enable_http_compression') === '1',
    request.headers['accept-encoding']?.toString(),
  );
}

function notFound(response: ServerResponse, path: string): void {
  response.statusCode = 404;
  response.end(`There is no handle ${path}\n`);
}

type Failure = { readonly response: ServerResponse; readonly queryId: string; readonly thrown: unknown };

function fail({ engine, logger }: InterfaceOptions, { response, queryId, thrown }: Failure): void {
  const error = EngineError.from(thrown);
  if (response.headersSent || response.destroyed) {
    logger.warn({ queryId, error: error.message }, 'The client left before its answer was complete.');
    response.destroy();
    return;
  }
  const level = error.status >= 500 ? 'error' : 'debug';
  logger[level]({ queryId, code: error.code, error: error.message }, 'A statement was refused.');
  sendError(response, { queryId, timezone: engine.timezone }, error);
}
