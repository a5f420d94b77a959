/**
 * The contract of the HTTP interface, as the stock client sees it, against the embedded server running as a process of
 * its own. What passes here must pass against ClickHouse's own server too.
 */
import { createClient, ClickHouseLogLevel, type ClickHouseClient } from '@clickhouse/client';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spawnServer, startTestServer, testAccount, type TestServer } from '../testing/server.ts';

let server: TestServer;
let client: ClickHouseClient;
const open = (options: Parameters<typeof createClient>[0] = {}) =>
  createClient({ url: server.url, ...testAccount, log: { level: ClickHouseLogLevel.OFF }, ...options });

beforeAll(async () => {
  server = await startTestServer();
  client = open();
});

afterAll(async () => {
  await client.close();
  await server.remove();
});

/** The account in the way that suits a bare request. */
const authorization = `Basic ${btoa(`${testAccount.username}:${testAccount.password}`)}`;

async function value(query: string, query_params: Record<string, unknown> = {}): Promise<unknown> {
  const answer = await client.query({ query, query_params, format: 'JSONEachRow' });
  const [row] = await answer.json<Record<string, unknown>>();
  return Object.values(row ?? {})[0];
}

describe('parameters', () => {
  test.each<[string, unknown, unknown]>([
    ['UInt8', 7, 7],
    ['Int64', -5, -5],
    ['Float64', 1.5, 1.5],
    ['Bool', true, true],
    ['String', 'it\'s \\ "quoted"\n\ttab \0 nul ü 🚢', 'it\'s \\ "quoted"\n\ttab \0 nul ü 🚢'],
    ['Nullable(String)', null, null],
    ['Nullable(UInt8)', null, null],
    ['Array(String)', ["a'b", 'c,d', 'e\\f'], ["a'b", 'c,d', 'e\\f']],
    ['Array(UInt32)', [1, 2, 3], [1, 2, 3]],
    ['Map(String, UInt8)', { a: 1, "b'": 2 }, { a: 1, "b'": 2 }],
    ['DateTime64(3)', '2026-01-02 03:04:05.678', '2026-01-02 03:04:05.678'],
    ['UUID', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001'],
    ['LowCardinality(String)', 'x', 'x'],
    ["Enum8('a' = 1, 'b' = 2)", 'b', 'b'],
  ])('of type %s arrive as they were sent', async (type, sent, received) => {
    expect(await value(`SELECT {p:${type}} AS p`, { p: sent })).toEqual(received);
  });

  test.each([
    "'; DROP TABLE x; --",
    "\\'; SELECT 1",
    "' OR 1=1 --",
    "\\N'",
    '{q:String}',
    "') FROM system.one --",
    '`',
  ])('that try to break out stay text: %s', async (text) => {
    expect(await value('SELECT {p:String}', { p: text, q: 'no' })).toBe(text);
  });

  test('name tables as identifiers and never as syntax', async () => {
    expect(await value('SELECT count() FROM {t:Identifier}', { t: 'system.one' })).toBe(1);
    await expect(value('SELECT count() FROM {t:Identifier}', { t: 'system.one WHERE 0' })).rejects.toThrow();
  });

  test('also travel in a form, when they are too long for a URL', async () => {
    const form = new FormData();
    form.set('query', 'SELECT length({p:String})');
    form.set('param_p', 'x'.repeat(100_000));
    const answer = await fetch(`${server.url}/?default_format=TSV`, {
      method: 'POST',
      body: form,
      headers: { authorization },
    });
    expect((await answer.text()).trim()).toBe('100000');
  });
});

describe('settings', () => {
  test('of one request do not leak into the next', async () => {
    const max_block_size = async (settings?: Record<string, string>) => {
      const answer = await client.query({
        query: "SELECT getSetting('max_block_size') AS v",
        format: 'JSONEachRow',
        ...(settings ? { clickhouse_settings: settings } : {}),
      });
      return (await answer.json<{ v: number | string }>())[0]?.v;
    };
    const preset = await max_block_size();
    expect(Number(await max_block_size({ max_block_size: '77' }))).toBe(77);
    for (let round = 0; round < 4; round += 1) expect(await max_block_size()).toBe(preset);
  });

  test('that do not exist are refused with 115', async () => {
    const query = client.query({ query: 'SELECT 1', clickhouse_settings: { no_such_setting: 1 } });
    await expect(query).rejects.toMatchObject({ code: '115', type: 'UNKNOWN_SETTING' });
  });

  test('choose the database, and an unknown one is refused with 81', async () => {
    const other = open({ database: 'system' });
    expect(await (await other.query({ query: 'SELECT currentDatabase() AS d', format: 'JSONEachRow' })).json()).toEqual(
      [{ d: 'system' }],
    );
    await other.close();
    const missing = open({ database: 'nowhere' });
    await expect(missing.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '81' });
    await missing.close();
  });
});

describe('compression', () => {
  test.each(['gzip', 'zstd', 'br'] as const)('by %s works for answers and for inserts', async (codec) => {
    const packed = open({ compression: { response: { codec }, request: { codec } } });
    await packed.command({ query: 'CREATE TABLE IF NOT EXISTS packed (n UInt32, s String) ENGINE = Memory' });
    await packed.command({ query: 'TRUNCATE TABLE packed' });
    const values = Array.from({ length: 1000 }, (_, n) => ({ n, s: `line\n\n${n}` }));
    await packed.insert({ table: 'packed', values, format: 'JSONEachRow' });
    const answer = await packed.query({ query: 'SELECT * FROM packed ORDER BY n', format: 'JSONEachRow' });
    expect(await answer.json()).toEqual(values);
    await packed.close();
  });
});

describe('streaming', () => {
  test('a large answer arrives in pieces and complete', async () => {
    const answer = await client.query({ query: 'SELECT number AS n FROM numbers(500000)', format: 'JSONEachRow' });
    let [rows, pieces, sum] = [0, 0, 0];
    for await (const piece of answer.stream<{ n: number }>()) {
      pieces += 1;
      for (const row of piece) {
        rows += 1;
        sum += Number(row.json<{ n: number }>().n);
      }
    }
    expect({ rows, sum }).toEqual({ rows: 500_000, sum: (500_000 * 499_999) / 2 });
    expect(pieces).toBeGreaterThan(3);
  });

  test('a failure after the first rows reaches the reader as that failure', async () => {
    const answer = await client.query({
      query: 'SELECT throwIf(number = 3000000) AS n FROM numbers(4000000)',
      format: 'JSONEachRow',
      // Small blocks in one thread: the first rows are on their way long before the engine comes to the bad one.
      clickhouse_settings: { max_block_size: '10000', max_threads: 1 },
    });
    await expect(answer.json()).rejects.toMatchObject({ code: '395' });
  });

  test('an insert of a stream stores every row, blank lines and all', async () => {
    await client.command({ query: 'CREATE TABLE streamed (n UInt32, s String) ENGINE = Memory' });
    const lines = async function* () {
      for (let n = 0; n < 20_000; n += 1) yield `${n},"a\n\nb ; ${n}"\n`;
    };
    await client.insert({ table: 'streamed', values: Readable.from(lines(), { objectMode: false }), format: 'CSV' });
    expect(await value("SELECT count() FROM streamed WHERE s = concat('a\\n\\nb ; ', toString(n))")).toBe(20_000);
  });

  test('binary rows arrive byte for byte', async () => {
    await client.command({ query: 'CREATE TABLE binary (n UInt32) ENGINE = Memory' });
    const rows = Buffer.alloc(4 * 5000, '\n\n; ');
    const sent = await client.exec({ query: 'INSERT INTO binary FORMAT RowBinary', values: Readable.from([rows]) });
    sent.stream.resume();
    expect(await value('SELECT count() FROM binary')).toBe(5000);
  });
});

describe('errors', () => {
  test.each([
    ['SELECT', 400, '62'],
    ['SELECT 1; SELECT 2', 400, '62'],
    ['SELECT nope', 404, '47'],
    ['SELECT * FROM nowhere', 404, '60'],
    ["SELECT toUInt8('x')", 400, '6'],
    ['SELECT 1 FORMAT Nope', 404, '73'],
    ["SELECT throwIf(1, 'no')", 500, '395'],
    ['SELECT {missing:UInt8}', 500, '456'],
  ])('%s answers %i with code %s', async (body, status, code) => {
    const answer = await fetch(server.url, { method: 'POST', body, headers: { authorization } });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    expect(await answer.text()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: .+ \\([A-Z_]+\\)`, 's'));
  });

  test('a statement that changes something is refused by GET', async () => {
    const answer = await fetch(
      `${server.url}/?query=${encodeURIComponent('CREATE TABLE g (a UInt8) ENGINE = Memory')}`,
      { headers: { authorization } },
    );
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
  });

  test("a browser's page is refused, whatever account it names", async () => {
    const headers = { authorization, origin: 'https://example.org' };
    const answer = await fetch(server.url, { method: 'POST', body: 'SELECT 1', headers });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
  });

  test('a body that is not what its encoding says is refused', async () => {
    const answer = await fetch(server.url, {
      method: 'POST',
      body: 'x',
      headers: { authorization, 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('headers', () => {
  test('carry the query id, the format and the summary', async () => {
    const answer = await client.query({ query: 'SELECT 1 AS a', format: 'JSON', query_id: 'my-query' });
    expect(answer.query_id).toBe('my-query');
    expect(answer.response_headers).toMatchObject({ 'x-clickhouse-format': 'JSON' });
    await answer.json();
    await client.command({ query: 'CREATE TABLE counted (n UInt32) ENGINE = Memory' });
    const inserted = await client.insert({ table: 'counted', values: [{ n: 1 }, { n: 2 }], format: 'JSONEachRow' });
    expect(inserted.summary).toMatchObject({ written_rows: '2' });
  });

  test('carry progress when it is asked for', async () => {
    const url = `${server.url}/?send_progress_in_http_headers=1&query=${encodeURIComponent('SELECT 1 FORMAT JSON')}`;
    const answer = await fetch(url, { headers: { authorization } });
    expect(JSON.parse(answer.headers.get('x-clickhouse-progress') ?? '')).toMatchObject({ read_rows: '1' });
  });

  test('the health addresses answer without an account', async () => {
    for (const path of ['/', '/ping', '/replicas_status']) {
      expect(await (await fetch(server.url + path)).text()).toBe('Ok.\n');
    }
    expect(await client.ping()).toEqual({ success: true });
    expect((await fetch(`${server.url}/nope`)).status).toBe(404);
  });
});

describe('time', () => {
  test('a slow query does not delay a quick one', async () => {
    const slow = value('SELECT count() FROM numbers(3) WHERE NOT ignore(sleepEachRow(0.5))');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const quick = value('SELECT 1');
    expect(await Promise.race([slow, quick])).toBe(1);
    expect(await slow).toBe(3);
  });

  test('max_execution_time ends a query with 159', async () => {
    const query = client.query({
      query: 'SELECT count() FROM numbers(28) WHERE NOT ignore(sleepEachRow(0.1))',
      clickhouse_settings: { max_execution_time: 1 },
      format: 'JSONEachRow',
    });
    await expect(query.then((answer) => answer.json())).rejects.toMatchObject({ code: '159' });
  });
});

describe('the process', () => {
  test('refuses a data directory that another process owns, in one clear line', async () => {
    const second = spawnServer(server.dataDirectory, { FLOTILLA_CLICKHOUSE_PORT: '0' });
    await expect(second).rejects.toThrow(/belongs to the running process \d+ \(FLOTILLA_DATA_DIR\)\.$/);
  });

  test('refuses a busy port and a wrong variable, in one clear line each', async () => {
    const other = `${server.dataDirectory}/other`;
    const busy = spawnServer(other, { FLOTILLA_CLICKHOUSE_PORT: new URL(server.url).port });
    await expect(busy).rejects.toThrow('FLOTILLA_CLICKHOUSE_PORT: the port is taken by another process.');
    await expect(spawnServer(other, { FLOTILLA_CLICKHOUSE_PORT: 'x' })).rejects.toThrow(/^FLOTILLA_CLICKHOUSE_PORT: /);
  });

  test('ends cleanly when asked to, and opens its data again', async () => {
    await client.command({ query: 'CREATE TABLE kept (n UInt32) ENGINE = MergeTree ORDER BY n' });
    await client.insert({ table: 'kept', values: [{ n: 1 }], format: 'JSONEachRow' });
    expect(await server.terminate()).toBe(0);
    await server.start();
    expect(await value('SELECT count() FROM kept')).toBe(1);
  });
});
