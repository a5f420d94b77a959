/** Migrations and what their tables promise, against the embedded server, across kills. */
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClient } from './client.ts';
import { readClientConfig } from './config.ts';
import { migrate, readMigrations } from './migrate.ts';
import { startTestServer, testAccount, type TestServer } from './testing/server.ts';

const layout = { database: 'flotilla', cluster: undefined };
const tenant_id = '00000000-0000-4000-8000-00000000000a';
// Recent, so that no TTL removes it while the test counts.
const firstMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
const environmentOf = ({ url }: TestServer) => ({
  FLOTILLA_CLICKHOUSE_URL: url,
  FLOTILLA_CLICKHOUSE_PASSWORD: testAccount.password,
});
let server: TestServer;
let client: ClickHouseClient;

beforeAll(async () => {
  server = await startTestServer();
  client = openClient(readClientConfig(environmentOf(server)));
});

afterAll(async () => {
  await client.close();
  await server.remove();
});

/** Ten one-second samples of each of some devices, as one insert. */
async function insert(block: number, devices = 20): Promise<void> {
  const values = Array.from({ length: devices * 10 }, (_, index) => ({
    tenant_id,
    device_id: `00000000-0000-4000-8000-${String(index % devices).padStart(12, '0')}`,
    time: firstMs + block * 10_000 + Math.floor(index / devices) * 1000,
    epoch: 1,
    from_seq: block * 10 + 1,
    cpu_usage_pct: index % 7 === 0 ? null : 10,
    other: { custom: 2 },
  }));
  await client.insert({
    table: 'device_samples_raw_v1',
    values,
    format: 'JSONEachRow',
    clickhouse_settings: { insert_deduplication_token: `block-${block}` },
  });
}

/** How many samples each level holds, counted by the series outside the catalogue that every sample carries. */
async function samplesPerLevel() {
  const answer = await client.query({
    query: `SELECT (SELECT count() FROM device_samples_raw_v1) AS raw,
      (SELECT sumMap(other_count)['custom'] FROM device_samples_per_minute_v1) AS minute,
      (SELECT sumMap(other_count)['custom'] FROM device_samples_per_hour_v1) AS hour`,
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<Record<string, unknown>>();
  return Object.values(row ?? {}).map(Number);
}

describe('migrations', () => {
  test('apply once, and a second run changes nothing', async () => {
    const config = readClientConfig(environmentOf(server));
    await using first = openClient({ ...config, FLOTILLA_CLICKHOUSE_DATABASE: 'default' });
    expect(await migrate(first, layout)).toEqual(readMigrations().map(({ name }) => name));
    expect(await migrate(client, layout)).toEqual([]);
  });

  test('that a crash cut short are applied again without harm', async () => {
    await client.command({ query: 'TRUNCATE TABLE migrations_v1' });
    expect(await migrate(client, layout)).toHaveLength(readMigrations().length);
  });
});

describe('the tables', () => {
  test('store a repeated insert once, in samples and in both rollups', async () => {
    await insert(0);
    await insert(0);
    expect(await samplesPerLevel()).toEqual([200, 200, 200]);
    const answer = await client.query({
      query: 'SELECT avgMerge(cpu_usage_pct_avg) AS avg, max(cpu_usage_pct_max) AS max FROM device_samples_per_hour_v1',
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ avg: 10, max: 10 }]);
  });

  test('keep every acknowledged row and no row twice when the server is killed between inserts and repeats', async () => {
    for (let block = 1; block <= 8; block += 1) {
      const inserting = insert(block).then(
        () => 'acknowledged',
        () => 'unknown',
      );
      await new Promise((resolve) => setTimeout(resolve, (block * 13) % 60));
      await server.kill();
      const outcome = await inserting;
      await server.start();
      if (outcome === 'acknowledged') expect((await samplesPerLevel())[0]).toBe(200 * (block + 1));
      await insert(block);
      expect(await samplesPerLevel(), `after block ${block}`).toEqual(Array(3).fill(200 * (block + 1)));
    }
  }, 120_000);
});
