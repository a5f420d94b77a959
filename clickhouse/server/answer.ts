/**
 * Writes one HTTP answer in ClickHouse's dialect: its headers, compression, and the two ways to report a failure,
 * by status before the first byte and by a tagged trailer after it.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib';
import type { Transform } from 'node:stream';
import type { EngineError } from './engine-error.ts';

/** What an answer says about itself. */
export type AnswerHead = {
  readonly queryId: string;
  readonly timezone: string;
  readonly format?: string;
  readonly summary?: Summary;
  /** Repeat the summary as a progress header, for clients that asked for progress. */
  readonly progress?: boolean;
};

/** The counters of X-ClickHouse-Summary. */
export type Summary = {
  readonly readRows: number;
  readonly readBytes: number;
  readonly writtenRows: number;
  readonly writtenBytes: number;
  readonly resultRows: number;
  readonly elapsedNs: number;
};

/** The compression a client asked for, if it is one of ours. */
export type Encoding = 'gzip' | 'br' | 'deflate' | 'zstd';

const encodings: readonly Encoding[] = ['gzip', 'br', 'zstd', 'deflate'];

/** Chooses the answer's compression: only when the client enabled it and accepts one we have. */
export function chooseEncoding(isEnabled: boolean, accepted: string | undefined): Encoding | undefined {
  if (!isEnabled || accepted === undefined) return undefined;
  const names = accepted.split(',').map((name) => name.split(';')[0]?.trim());
  return encodings.find((encoding) => names.includes(encoding));
}

/** Sends a body that is known whole. */
export async function sendWhole(
  response: ServerResponse,
  head: AnswerHead,
  { body, encoding }: { readonly body: Uint8Array; readonly encoding: Encoding | undefined },
): Promise<void> {
  writeHead(response, head, encoding);
  if (encoding === undefined) {
    response.setHeader('content-length', body.length);
    response.end(body);
    return;
  }
  await pipeline([body], compressor(encoding), response);
}

/**
 * Sends a body as it comes, no faster than the client reads. A failure on the way becomes the tagged trailer that
 * clients look for; a client that stops reading for `stallMs` is disconnected, because it occupies a reading lane.
 */
export async function sendStream(
  response: ServerResponse,
  head: AnswerHead,
  { chunks, encoding, stallMs }: { chunks: AsyncIterable<Uint8Array>; encoding: Encoding | undefined; stallMs: number },
): Promise<void> {
  const tag = randomBytes(8).toString('hex');
  response.setHeader('x-clickhouse-exception-tag', tag);
  writeHead(response, head, encoding);
  response.flushHeaders();
  response.setTimeout(stallMs, () => response.destroy());
  const body = withTrailer(chunks, tag);
  await (encoding === undefined ? pipeline(body, response) : pipeline(body, compressor(encoding), response));
}

/** Sends a refusal with its code and status. Nothing may have been sent before. */
export function sendError(
  response: ServerResponse,
  head: Pick<AnswerHead, 'queryId' | 'timezone'>,
  error: EngineError,
) {
  writeHead(response, head, undefined);
  response.statusCode = error.status;
  response.setHeader('x-clickhouse-exception-code', error.code);
  response.setHeader('content-type', 'text/plain; charset=UTF-8');
  response.end(`${error.message}\n`);
}

async function* withTrailer(chunks: AsyncIterable<Uint8Array>, tag: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (thrown) {
    const message = `${(thrown as Error).message}\n`;
    const length = Buffer.byteLength(message);
    yield Buffer.from(`\r\n__exception__\r\n${tag}\r\n${message}${length} ${tag}\r\n__exception__\r\n`);
  }
}

function writeHead(response: ServerResponse, head: AnswerHead, encoding: Encoding | undefined): void {
  response.setHeader('x-clickhouse-server-display-name', 'flotilla');
  response.setHeader('x-clickhouse-timezone', head.timezone);
  response.setHeader('x-clickhouse-query-id', head.queryId);
  if (encoding !== undefined) response.setHeader('content-encoding', encoding);
  if (head.format !== undefined) {
    response.setHeader('x-clickhouse-format', head.format);
    response.setHeader('content-type', contentType(head.format));
  }
  if (head.summary === undefined) return;
  const summary = summaryText(head.summary);
  response.setHeader('x-clickhouse-summary', summary);
  if (head.progress === true) response.setHeader('x-clickhouse-progress', summary);
}

/** Every counter is a string, as ClickHouse writes them. */
function summaryText(summary: Summary): string {
  return JSON.stringify({
    read_rows: String(summary.readRows),
    read_bytes: String(summary.readBytes),
    written_rows: String(summary.writtenRows),
    written_bytes: String(summary.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(summary.resultRows),
    result_bytes: '0',
    elapsed_ns: String(Math.round(summary.elapsedNs)),
  });
}

function contentType(format: string): string {
  if (/^JSON.*EachRow/.test(format)) return 'application/x-ndjson; charset=UTF-8';
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8';
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8; header=absent';
  if (/^(TabSeparated|TSV)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  return /^(RowBinary|Native|Parquet|Arrow|ORC|Avro)/.test(format)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}

function compressor(encoding: Encoding): Transform {
  switch (encoding) {
    case 'gzip':
      return createGzip({ level: 1 });
    case 'deflate':
      return createDeflate({ level: 1 });
    case 'br':
      return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 2 } });
    case 'zstd':
      return createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  }
}
