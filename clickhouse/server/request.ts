/**
 * Reads one HTTP request in ClickHouse's dialect: who asks, the statement (from the URL, the body or a form), its
 * parameters and settings, and the data of an INSERT, decompressed.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { EngineError } from './engine-error.ts';

/** A request, understood. */
export type ClickHouseRequest = {
  readonly url: URL;
  /** The statement as text; empty when none was sent. */
  readonly query: string;
  /** What followed the statement's text, when the statement came in the URL. */
  readonly data: Buffer | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
};

/** The one account. */
export type Account = { readonly user: string; readonly password: string };

/** Names in the URL that are not settings of the engine. */
const reserved = new Set(
  (
    'query database query_id user password default_format quota_key wait_end_of_query buffer_size stacktrace ' +
    'session_id session_timeout session_check role compress decompress ' +
    // Inserts are batched by the writer: the engine's own queue would acknowledge rows that are not yet stored.
    'async_insert wait_for_async_insert'
  ).split(' '),
);

const unsupported = ['session_id', 'role', 'compress', 'decompress'];

/** Reads and decompresses the request. Throws an `EngineError` for what ClickHouse would refuse. */
export async function readRequest(request: IncomingMessage, bodyMax: number): Promise<ClickHouseRequest> {
  const url = new URL(request.url ?? '/', 'http://clickhouse');
  const refused = unsupported.find((name) => !['', '0', null].includes(url.searchParams.get(name)));
  if (refused !== undefined) throw EngineError.of(48, `The embedded server does not support "${refused}".`);
  const body = await readBody(request, bodyMax);
  const form = await readForm(request, body);
  const all = [...url.searchParams, ...form];
  const fromUrl = url.searchParams.get('query') ?? undefined;
  const isForm = form.length > 0;
  const text = isForm ? form.find(([name]) => name === 'query')?.[1] : undefined;
  return {
    url,
    query: text ?? fromUrl ?? (isForm ? '' : body.toString('utf8')),
    data: fromUrl !== undefined && !isForm && body.length > 0 ? body : undefined,
    parameters: new Map(
      all.filter(([name]) => name.startsWith('param_')).map(([name, value]) => [name.slice('param_'.length), value]),
    ),
    settings: new Map([...url.searchParams].filter(([name]) => !reserved.has(name) && !name.startsWith('param_'))),
  };
}

/**
 * Throws code 516, which is status 403, unless the request names the account in one of ClickHouse's three ways:
 * `X-ClickHouse-User` and `-Key`, basic authorisation, or `user` and `password` in the URL. As there, two ways at once
 * are refused, because it would be a guess which of them is meant.
 */
export function authenticate(request: IncomingMessage, account: Account): void {
  refuseBrowsers(request);
  const ways = waysOf(request);
  if (ways.length > 1) {
    const [first, second] = ways;
    const words = `Invalid authentication: it is not allowed to use ${first?.name} and ${second?.name} simultaneously.`;
    throw EngineError.of(516, words);
  }
  const { user = 'default', password = '' } = ways[0] ?? {};
  // Both are compared in any case: how long a refusal takes shall not tell which of them was wrong.
  const isUser = isSame(user, account.user);
  if (isSame(password, account.password) && isUser) return;
  throw EngineError.of(
    516,
    `${user}: Authentication failed: password is incorrect, or there is no user with such name.`,
  );
}

type Way = { readonly name: string; readonly user: string | undefined; readonly password: string | undefined };

/** The ways in which a request says who asks; none means the user `default` without a password. */
function waysOf({ headers, url = '/' }: IncomingMessage): Way[] {
  const parameters = new URL(url, 'http://clickhouse').searchParams;
  const basic = Buffer.from(/^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '', 'base64').toString('utf8');
  const colon = basic.indexOf(':');
  const ways: Way[] = [
    {
      name: 'X-ClickHouse HTTP headers',
      user: headers['x-clickhouse-user']?.toString(),
      password: headers['x-clickhouse-key']?.toString(),
    },
    {
      name: 'Authorization HTTP header',
      user: headers.authorization === undefined ? undefined : colon < 0 ? basic : basic.slice(0, colon),
      password: colon < 0 ? undefined : basic.slice(colon + 1),
    },
    {
      name: 'authentication via parameters',
      user: parameters.get('user') ?? undefined,
      password: parameters.get('password') ?? undefined,
    },
  ];
  return ways.filter((way) => way.user !== undefined || way.password !== undefined);
}

/** No page of a browser has business here, and one from anywhere could otherwise send statements to this machine. */
function refuseBrowsers({ headers }: IncomingMessage): void {
  if (headers.origin === undefined && headers['sec-fetch-site'] === undefined) return;
  throw EngineError.of(516, 'Requests of browsers are not served.');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function readBody(request: IncomingMessage, bodyMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyMax) throw EngineError.of(229, `Request body is larger than ${bodyMax} bytes.`);
    chunks.push(chunk);
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const decompress = decompressors.get(encoding);
  if (decompress === undefined) throw EngineError.of(48, `Unknown content encoding ${JSON.stringify(encoding)}.`);
  try {
    return await decompress(Buffer.concat(chunks), { maxOutputLength: bodyMax });
  } catch (thrown) {
    throw EngineError.of(36, `The request body is not valid ${encoding}: ${(thrown as Error).message}`);
  }
}

type Decompressor = (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decompressors = new Map<string, Decompressor>([
  ['identity', async (data) => data],
  ['gzip', promisify(gunzip) as Decompressor],
  ['deflate', promisify(inflate) as Decompressor],
  ['br', promisify(brotliDecompress) as Decompressor],
  ['zstd', promisify(zstdDecompress) as Decompressor],
]);

/** The text fields of a multipart form; empty for any other body. */
async function readForm(request: IncomingMessage, body: Buffer): Promise<(readonly [string, string])[]> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return [];
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  } catch {
    throw EngineError.of(36, 'The multipart form cannot be read.');
  }
}
