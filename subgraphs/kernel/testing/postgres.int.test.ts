import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './postgres.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('an embedded PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.drop());

  test('is PostgreSQL 18 in UTF-8, and knows uuidv7', async () => {
    expect(await ask(database.url, "select current_setting('server_version_num')::int / 10000")).toEqual([18]);
    expect(await ask(database.url, "select current_setting('server_encoding')")).toEqual(['UTF8']);
    expect(await ask(database.url, 'select uuidv7() is not null')).toEqual([true]);
  });

  test('binds the application role to row-level security', async () => {
    const sql = 'select rolsuper, rolbypassrls from pg_roles where rolname = current_user';
    expect(await ask(database.url, sql)).toEqual([false, false]);
    expect(await ask(database.adminUrl, sql)).toEqual([false, false]);
  });

  test('lets only the owner create a schema', async () => {
    await expect(ask(database.url, 'create schema mine')).rejects.toThrow(/permission denied/);
    await ask(database.adminUrl, 'create schema mine');
  });

  test('listens on loopback only', async () => {
    expect(await ask(database.superuserUrl, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(await ask(database.superuserUrl, 'show unix_socket_directories')).toEqual(['']);
  });
});
