/** Who is let in: the one account, named in any of ClickHouse's three ways, and nobody without its password. */
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spawnServer, startTestServer, testAccount, type TestServer } from '../testing/server.ts';

const { username, password } = testAccount;
const basic = (user: string, key: string) => ({ authorization: `Basic ${btoa(`${user}:${key}`)}` });
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.remove());

async function ask(headers: Record<string, string>, search = ''): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}/${search}`, { method: 'POST', body: 'SELECT 42', headers });
  return { status: response.status, text: (await response.text()).trim() };
}

describe('the account is let in', () => {
  test.each<[string, Record<string, string>, string?]>([
    ['X-ClickHouse headers', { 'x-clickhouse-user': username, 'x-clickhouse-key': password }],
    ['a key alone, because the user is then "default"', { 'x-clickhouse-key': password }],
    ['basic authorisation', basic(username, password)],
    ['the URL', {}, `?user=${username}&password=${password}`],
  ])('by %s', async (_, headers, search) => {
    expect(await ask(headers, search)).toEqual({ status: 200, text: '42' });
  });

  test('by the stock client', async () => {
    const client = createClient({ url: server.url, ...testAccount });
    expect(await (await client.query({ query: 'SELECT 42 AS n', format: 'JSONEachRow' })).json()).toEqual([{ n: 42 }]);
    await client.close();
  });
});

describe('refused with status 403 and code 516 is', () => {
  const refusal = (user: string) =>
    `Code: 516. DB::Exception: ${user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`;

  test.each<[string, string, Record<string, string>, string?]>([
    ['nobody', 'default', {}],
    ['a wrong key', 'default', { 'x-clickhouse-user': username, 'x-clickhouse-key': 'wrong' }],
    ['a user without a key', 'default', { 'x-clickhouse-user': username }],
    ['a wrong password of basic authorisation', 'default', basic(username, 'wrong')],
    ['another kind of authorisation', '', { authorization: `Bearer ${password}` }],
    ['another user with the right password', 'stranger', basic('stranger', password)],
    ['a wrong password in the URL', 'default', {}, `?user=${username}&password=wrong`],
    ['the beginning of the password', 'default', { 'x-clickhouse-key': password.slice(0, -1) }],
  ])('%s', async (_, user, headers, search) => {
    expect(await ask(headers, search)).toEqual({ status: 403, text: refusal(user) });
  });

  test('whoever names themselves in two ways at once', async () => {
    const { status, text } = await ask(basic(username, password), `?user=${username}&password=${password}`);
    expect(status).toBe(403);
    expect(text).toContain('not allowed to use Authorization HTTP header and authentication via parameters');
  });

  test('the stock client without the password, and told so by code', async () => {
    const client = createClient({ url: server.url, log: { level: ClickHouseLogLevel.OFF } });
    await expect(client.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' });
    await client.close();
  });
});

test('health is told to anybody, for probes have no account', async () => {
  expect((await fetch(`${server.url}/ping`)).status).toBe(200);
});

test('without a password the server does not start, and says which variable is missing', async () => {
  const start = spawnServer(server.dataDirectory, { FLOTILLA_CLICKHOUSE_PORT: '0', FLOTILLA_CLICKHOUSE_PASSWORD: '' });
  await expect(start).rejects.toThrow(/^FLOTILLA_CLICKHOUSE_PASSWORD: must be set/);
});
