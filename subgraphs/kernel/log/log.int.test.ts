import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, everyTenant } from '../database.ts';
import type { Event, Recorded } from '../event.ts';
import { migrate } from '../migrate.ts';
import { openTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { append, appendAndLocate, claimKey, sqlState, VersionConflict } from './append.ts';
import { readHeads, readShard, readStream } from './read.ts';

type Counted = Event<'Counted', { readonly by: number }>;

const folder = fileURLToPath(new URL('migrations', import.meta.url));
const metadata = { actor: 'system' };
let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await openTestDatabase();
  await migrate(test.adminUrl, [{ schema: 'log', folder }]);
  database = await Database.open({ url: test.url, searchPath: ['log'], entities: [], poolMax: 20 });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function request(tenantId: string, stream: string) {
  return {
    tenantId,
    metadata,
    writes: [{ stream, expectedVersion: 0, events: [{ type: 'Counted' as const, data: { by: 1 } }] }],
  };
}

async function insertRows(client: pg.Client, table: string, rows: readonly { row: string }[]): Promise<void> {
  const json = `[${rows.map(({ row }) => row).join(',')}]`;
  await client.query(`insert into log.${table} select * from jsonb_populate_recordset(null::log.${table}, $1::jsonb)`, [
    json,
  ]);
}

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: test.adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function count(tenantId: string, stream: string, expectedVersion: number | null, by = [1]) {
  return database.inTenant(tenantId, (em) =>
    appendAndLocate<Counted>(em, {
      tenantId,
      metadata,
      writes: [{ stream, expectedVersion, events: by.map((each) => ({ type: 'Counted', data: { by: each } })) }],
    }),
  );
}

function readAll(shard: number): Promise<Recorded[]> {
  return database.inTenant(everyTenant, (em) => readShard(em, shard, { after: '0', limit: 100_000 }));
}

/** The first position that is missing between a position and events read after it, or null. */
function firstHole(after: string, events: readonly Pick<Recorded, 'position'>[]): string | null {
  let expected = BigInt(after);
  for (const event of events) {
    expected += 1n;
    if (BigInt(event.position) !== expected) return expected.toString();
  }
  return null;
}

describe('the event log', () => {
  it('E1, E2: positions are dense, and what a reader sees has nothing missing below it, under concurrent writers', async () => {
    const tenantId = randomUUID();
    const [first] = await count(tenantId, `seen-${tenantId}`, null);
    const shard = first!.shard;
    let isWriting = true;
    const holes: string[] = [];
    const reader = (async () => {
      let after = '0';
      while (isWriting) {
        const events = await database.inTenant(everyTenant, (em) => readShard(em, shard, { after, limit: 10_000 }));
        const hole = firstHole(after, events);
        if (hole) holes.push(hole);
        after = events.at(-1)?.position ?? after;
      }
    })();
    const writers = Array.from({ length: 12 }, async (_, writer) => {
      for (let i = 0; i < 25; i += 1) await count(tenantId, `seen-${writer}-${tenantId}`, null, [1, 2, 3]);
    });
    await Promise.all(writers);
    isWriting = false;
    await reader;
    const events = await readAll(shard);
    expect(holes).toEqual([]);
    expect(firstHole('0', events)).toBeNull();
    const heads = await database.inTenant(everyTenant, readHeads);
    expect(heads.get(shard)).toBe(events.at(-1)!.position);
  });

  it('a reader by a serial column, the planted fault, misses events that this log does not', async () => {
    const tenantId = randomUUID();
    await asOwner('create table log.serial_fault (pos bigserial primary key, writer int)');
    await asOwner('grant all on log.serial_fault, log.serial_fault_pos_seq to flotilla_app');
    const seen = new Set<string>();
    let after = '0';
    const look = async () => {
      const rows = await database.inTenant(everyTenant, (em) =>
        em.execute<{ at: string }[]>(
          'select pos::text as at from log.serial_fault where pos > ?::bigint order by pos',
          [after],
        ),
      );
      for (const row of rows) seen.add(row.at);
      after = rows.at(-1)?.at ?? after;
    };
    const insert = (writer: number, between: () => Promise<void>) =>
      database.inTenant(tenantId, async (em) => {
        await em.execute('insert into log.serial_fault (writer) values (?)', [writer]);
        await between();
      });
    await insert(1, async () => {
      await insert(2, () => Promise.resolve());
      await look();
    });
    await look();
    expect([...seen]).toEqual(['2']);

    const slow = `slow-${tenantId}`;
    const quick = `quick-${tenantId}`;
    const [before] = await count(tenantId, `before-${tenantId}`, 0);
    const one = (stream: string) => ({
      stream,
      expectedVersion: 0,
      events: [{ type: 'Counted', data: { by: 1 } } as Counted],
    });
    const quickDone = { at: Promise.resolve<Recorded[]>([]) };
    await database.inTenant(tenantId, async (em) => {
      await append<Counted>(em, { tenantId, metadata, writes: [one(slow)] });
      // The append is only on its way when it returns; an answer behind it says that it holds its place.
      await em.execute('select 1');
      quickDone.at = count(tenantId, quick, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const visible = await database.inTenant(everyTenant, (other) =>
        readShard(other, before!.shard, { after: before!.position, limit: 10 }),
      );
      expect(visible).toEqual([]);
    });
    await quickDone.at;
    const visible = await database.inTenant(everyTenant, (em) =>
      readShard(em, before!.shard, { after: before!.position, limit: 10 }),
    );
    expect(visible.map((event) => event.stream)).toEqual([slow, quick]);
  });

  it('E3: of many writers at one version exactly one succeeds, and versions run 1 to n', async () => {
    const tenantId = randomUUID();
    const stream = `race-${tenantId}`;
    for (let version = 0; version < 5; version += 1) {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => count(tenantId, stream, version)));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(VersionConflict);
      }
    }
    const events = await database.inTenant(tenantId, (em) => readStream(em, stream));
    expect(events.map((event) => event.streamVersion)).toEqual([1, 2, 3, 4, 5]);
  });

  it('E4: one idempotency key has one effect, however many ask at once; another request under it is refused', async () => {
    const tenantId = randomUUID();
    const claim = { tenantId, key: 'k-1', requestHash: 'a' };
    const work = () =>
      database.inTenant(tenantId, async (em) => {
        if (!(await claimKey(em, claim))) return false;
        await append<Counted>(em, {
          tenantId,
          metadata,
          writes: [
            { stream: `once-${tenantId}`, expectedVersion: null, events: [{ type: 'Counted', data: { by: 1 } }] },
          ],
        });
        return true;
      });
    const done = await Promise.all(Array.from({ length: 10 }, work));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await database.inTenant(tenantId, (em) => readStream(em, `once-${tenantId}`))).toHaveLength(1);
    const other = database.inTenant(tenantId, (em) => claimKey(em, { ...claim, requestHash: 'b' }));
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('E5: a transaction that fails after its append leaves neither events nor a gap', async () => {
    const tenantId = randomUUID();
    const stream = `undone-${tenantId}`;
    const failing = database.inTenant(tenantId, async (em) => {
      const write = { stream, expectedVersion: 0, events: [{ type: 'Counted', data: { by: 1 } } as Counted] };
      await append<Counted>(em, { tenantId, metadata, writes: [write] });
      throw new Error('the row could not be written');
    });
    await expect(failing).rejects.toThrow('the row could not be written');
    expect(await database.inTenant(tenantId, (em) => readStream(em, stream))).toEqual([]);
    const [event] = await count(tenantId, stream, 0);
    expect(firstHole('0', await readAll(event!.shard))).toBeNull();
  });

  it('E7: the application can neither change nor delete an event', async () => {
    const tenantId = randomUUID();
    await count(tenantId, `kept-${tenantId}`, 0);
    for (const sql of ['update log.events set type = type', 'delete from log.events', 'truncate log.events']) {
      const attempt = database.inTenant(everyTenant, (em) => em.execute(sql));
      expect(sqlState(await attempt.catch((thrown: unknown) => thrown))).toBe('42501');
    }
  });

  it('keeps positions through a dump and a restore in any order, and goes on from there', async () => {
    const restored = await openTestDatabase();
    await migrate(restored.adminUrl, [{ schema: 'log', folder }]);
    const target = new pg.Client({ connectionString: restored.superuserUrl });
    await target.connect();
    const copied = await database.inTenant(everyTenant, (em) =>
      em.execute<{ row: string }[]>('select to_jsonb(e)::text as row from log.events e order by random()'),
    );
    for (const table of ['heads', 'tenants', 'streams']) {
      const rows = await database.inTenant(everyTenant, (em) =>
        em.execute<{ row: string }[]>(`select to_jsonb(t)::text as row from log.${table} t`),
      );
      await target.query(`delete from log.${table}`);
      await insertRows(target, table, rows);
    }
    await insertRows(target, 'events', copied);
    await target.end();
    const second = await Database.open({ url: restored.url, searchPath: ['log'], entities: [] });
    const read = (each: Database, shard: number) =>
      each.inTenant(everyTenant, (em) => readShard(em, shard, { after: '0', limit: 100_000 }));
    for (const shard of (await database.inTenant(everyTenant, readHeads)).keys()) {
      expect(await read(second, shard)).toEqual(await read(database, shard));
    }
    const tenantId = randomUUID();
    const [event] = await second.inTenant(tenantId, (em) =>
      appendAndLocate<Counted>(em, request(tenantId, `on-${tenantId}`)),
    );
    expect(firstHole('0', await read(second, event!.shard))).toBeNull();
    await second.close();
    await restored.drop();
  });

  it("shows a tenant its own events only, and refuses to write to another tenant's stream", async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await count(theirs, `walled-${theirs}`, 0);
    expect(await database.inTenant(mine, (em) => readStream(em, `walled-${theirs}`))).toEqual([]);
    await expect(count(mine, `walled-${theirs}`, null)).rejects.toBeInstanceOf(Error);
  });
});
