import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, everyTenant } from '../database.ts';
import type { Event } from '../event.ts';
import { appendAndLocate } from '../log/append.ts';
import { LogTail } from '../log/tail.ts';
import { createLogger } from '../logger.ts';
import { registry } from '../metrics.ts';
import { migrate } from '../migrate.ts';
import { openTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import type { AsyncProjection } from './projection.ts';
import { rebuild } from './rebuild.ts';
import { ProjectionRunner } from './runner.ts';

type Counted = Event<'Counted', { readonly by: number }>;

const logger = createLogger({ name: 'test', level: 'silent' });
const totals: AsyncProjection = {
  name: 'counting.totals',
  mode: 'async',
  tables: ['totals'],
  handles: ['Counted'],
  async project(em, event) {
    const { by } = event.data as Counted['data'];
    if (by === 666) throw new Error('cannot digest 666');
    await em.execute(
      `insert into totals (stream, total) values (?, ?)
       on conflict (stream) do update set total = totals.total + excluded.total`,
      [event.stream, by],
    );
  },
};

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await openTestDatabase();
  await migrate(test.adminUrl, [
    { schema: 'log', folder: fileURLToPath(new URL('../log/migrations', import.meta.url)) },
  ]);
  await asOwner(`create schema counting; create table counting.totals (stream text primary key, total int not null, doubled int generated always as (total * 2) stored);
    grant usage on schema counting to flotilla_app; grant all on counting.totals to flotilla_app`);
  database = await Database.open({ url: test.url, searchPath: ['counting'], entities: [], poolMax: 20 });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

async function asOwner(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: test.adminUrl });
  await client.connect();
  try {
    await client.query("select set_config('flotilla.tenant', '*', false)");
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}

function count(tenantId: string, stream: string, by: number) {
  const write = { stream, expectedVersion: null, events: [{ type: 'Counted', data: { by } } as Counted] };
  return database.inTenant(tenantId, (em) =>
    appendAndLocate<Counted>(em, { tenantId, metadata: { actor: 'system' }, writes: [write] }),
  );
}

async function total(stream: string): Promise<number> {
  const rows = await database.inTenant(everyTenant, (em) =>
    em.execute<{ total: number }[]>('select total from totals where stream = ?', [stream]),
  );
  return rows[0]?.total ?? 0;
}

describe('an asynchronous projection', () => {
  it('ends with a lag of 0 on the gauge, whoever digests the last event, and though another process dies over it', async () => {
    const gauge = async (): Promise<number | undefined> => {
      const lag = registry.getSingleMetric('flotilla_projection_lag_events');
      const { values } = (await lag?.get()) ?? { values: [] };
      return values.find(({ labels }) => labels['projection'] === totals.name)?.value;
    };
    const tail = new LogTail(database, { url: test.url, logger });
    await tail.start();
    const runner = new ProjectionRunner(database, totals, logger);
    await runner.start(tail);
    const stream = `lag-${randomUUID()}`;
    const tenantId = randomUUID();
    await count(tenantId, stream, 1);
    await expect.poll(() => total(stream)).toBe(1);
    await expect.poll(gauge).toBe(0);
    const other = new pg.Client({ connectionString: test.adminUrl });
    await other.connect();
    await other.query(`begin; select set_config('flotilla.tenant', '*', true)`);
    await other.query('select 1 from log.checkpoints where projection = $1 for update', [totals.name]);
    await count(tenantId, stream, 2);
    try {
      await expect.poll(gauge).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(await total(stream)).toBe(1);
    } finally {
      // The other process is gone, and with it the digestion it had begun; the log does not grow any more.
      await other.end();
    }
    await expect.poll(gauge).toBe(0);
    expect(await total(stream)).toBe(3);
    await runner.stop();
    await tail.stop();
  });

  it('sees each event once while several processes run it and writers race', async () => {
    const runners = [1, 2, 3].map(() => new ProjectionRunner(database, totals, logger));
    const tail = new LogTail(database, { url: test.url, logger });
    await tail.start();
    for (const runner of runners) await runner.start(tail);
    const tenants = Array.from({ length: 6 }, () => randomUUID());
    await Promise.all(
      tenants.map(async (tenantId) => {
        for (let i = 0; i < 30; i += 1) {
          await count(tenantId, `tally-${tenantId}`, 1);
          tail.committed();
        }
      }),
    );
    const runner = runners[0]!;
    await expect.poll(async () => (await runner.status()).lagEvents).toBe(0);
    for (const tenantId of tenants) expect(await total(`tally-${tenantId}`)).toBe(30);
    for (const each of runners) await each.stop();
    await tail.stop();
  });

  it('equals a rebuild from the log, and a planted difference is found and repaired', async () => {
    const parts = { adminUrl: test.adminUrl, url: test.url, schema: 'counting', entities: [], projection: totals };
    const run = (isApplied: boolean) => rebuild({ ...parts, isApplied, onProgress: () => undefined });
    expect((await run(false)).tables).toMatchObject([{ table: 'totals', onlyLive: 0, onlyRebuilt: 0 }]);
    await asOwner(
      'update counting.totals set total = total + 1 where stream = (select min(stream) from counting.totals)',
    );
    expect((await run(false)).tables).toMatchObject([{ onlyLive: 1, onlyRebuilt: 1 }]);
    await run(true);
    expect((await run(false)).tables).toMatchObject([{ onlyLive: 0, onlyRebuilt: 0 }]);
  });

  it('gives the same rows for any order of batches and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }), async (steps) => {
        const tenantId = randomUUID();
        for (const by of steps) {
          await count(tenantId, `any-${tenantId}`, by);
          if (by % 2 === 0) await new ProjectionRunner(database, totals, logger).catchUp();
        }
        await new ProjectionRunner(database, totals, logger).catchUp();
        expect(await total(`any-${tenantId}`)).toBe(steps.reduce((sum, by) => sum + by, 0));
      }),
      { numRuns: 8 },
    );
  });

  it('halts at an event it cannot digest, says which, and other shards go on', async () => {
    const bad = randomUUID();
    await count(bad, `bad-${bad}`, 1);
    await count(bad, `bad-${bad}`, 666);
    const runner = new ProjectionRunner(database, totals, logger);
    await runner.catchUp();
    const { halted } = await runner.status();
    expect(halted).toHaveLength(1);
    expect(halted[0]?.reason).toContain('cannot digest 666');
    const other = await tenantOfAnotherShard(halted[0]!.shard);
    await count(other, `good-${other}`, 1);
    await runner.catchUp();
    expect(await total(`good-${other}`)).toBe(1);
  });

  it('halts at a hole, the planted fault, instead of stepping over it', async () => {
    const tenantId = await tenantOfAnotherShard(
      (await new ProjectionRunner(database, totals, logger).status()).halted[0]!.shard,
    );
    const [first] = await count(tenantId, `hole-${tenantId}`, 1);
    await count(tenantId, `hole-${tenantId}`, 1);
    await asOwner(`delete from log.events where shard = ${first!.shard} and position = ${first!.position}`);
    const runner = new ProjectionRunner(database, totals, logger);
    await runner.catchUp();
    expect((await runner.status()).halted.map((halt) => halt.reason)).toContain(
      `position ${first!.position} is missing`,
    );
  });
});

async function tenantOfAnotherShard(shard: number): Promise<string> {
  for (;;) {
    const tenantId = randomUUID();
    const [event] = await count(tenantId, `probe-${tenantId}`, 1);
    if (event!.shard !== shard) return tenantId;
  }
}

describe('a crash', () => {
  it('of a writer killed in the middle of its transaction leaves no event, no gap and no lock', async () => {
    const tenantId = randomUUID();
    await count(tenantId, `crash-${tenantId}`, 1);
    const script = `
      const pg = require('pg'); const c = new pg.Client({ connectionString: process.argv[1] });
      c.connect().then(async () => {
        await c.query("begin; select set_config('flotilla.tenant', '${tenantId}', true)");
        await c.query("select * from log.reserve('${tenantId}', '[{\\"stream\\":\\"crash-${tenantId}\\",\\"expected\\":1,\\"count\\":1}]')");
        await c.query("select * from log.record('${tenantId}', '{}', '[{\\"id\\":\\"${randomUUID()}\\",\\"stream\\":\\"crash-${tenantId}\\",\\"streamVersion\\":2,\\"type\\":\\"Counted\\",\\"version\\":1,\\"data\\":{\\"by\\":1}}]')");
        console.log('appended'); setInterval(() => {}, 1000);
      });`;
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const writer = spawn(process.execPath, ['-e', script, test.url], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(writer.stdout, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    const [next] = await count(tenantId, `crash-${tenantId}`, 1);
    expect(next?.streamVersion).toBe(2);
  });
});
