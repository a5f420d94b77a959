import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, everyTenant, type EntityManager } from './database.ts';
import { sqlState } from './log/append.ts';
import { openTestDatabase, type TestDatabase } from './testing/postgres.ts';
import { ask, tell } from './transaction.ts';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await openTestDatabase();
  const owner = new pg.Client({ connectionString: test.adminUrl });
  await owner.connect();
  await owner.query(`create schema notes; grant usage on schema notes to flotilla_app;
    create table notes.notes (tenant_id uuid not null, text text not null unique check (text <> ''));
    alter table notes.notes enable row level security;
    create policy tenant on notes.notes using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
    grant select, insert on notes.notes to flotilla_app`);
  await owner.end();
  database = await Database.open({ url: test.url, searchPath: ['notes'], entities: [], poolMax: 3 });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function note(em: EntityManager, tenantId: string, text: string): void {
  tell(em, 'insert into notes (tenant_id, text) values ($1, $2)', [tenantId, text]);
}

async function notesOf(tenantId: string): Promise<string[]> {
  const rows = await database.inTenant(tenantId, (em) =>
    ask<{ text: string }>(em, 'select text from notes order by text', []),
  );
  return rows.map(({ text }) => text);
}

describe('a transaction', () => {
  it('keeps what it was told, in order with what it is asked and with what the ORM says', async () => {
    const tenantId = randomUUID();
    const seen = await database.inTenant(tenantId, async (em) => {
      note(em, tenantId, `first ${tenantId}`);
      await em.execute('insert into notes (tenant_id, text) values (?, ?)', [tenantId, `second ${tenantId}`]);
      const rows = await ask<{ text: string }>(em, 'select text from notes order by text', []);
      note(em, tenantId, `third ${tenantId}`);
      return rows.length;
    });
    expect(seen).toBe(2);
    expect(await notesOf(tenantId)).toHaveLength(3);
  });

  it('fails with the error of what it was told, and nothing of it remains', async () => {
    const tenantId = randomUUID();
    const telling = database.inTenant(tenantId, async (em) => {
      note(em, tenantId, `kept? ${tenantId}`);
      note(em, tenantId, '');
      note(em, tenantId, `never reached ${tenantId}`);
    });
    expect(sqlState(await telling.catch((thrown: unknown) => thrown))).toBe('23514');
    const asking = database.inTenant(tenantId, async (em) => {
      note(em, tenantId, '');
      await ask(em, 'select 1 as one', []);
    });
    expect(sqlState(await asking.catch((thrown: unknown) => thrown))).toBe('23514');
    expect(await notesOf(tenantId)).toEqual([]);
  });

  it('does not pretend to have committed after an error that somebody swallowed', async () => {
    const tenantId = randomUUID();
    const swallowing = database.inTenant(tenantId, async (em) => {
      note(em, tenantId, `lost ${tenantId}`);
      await ask(em, 'select 1 / $1::int as impossible', [0]).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('does not go on to commit');
    expect(await notesOf(tenantId)).toEqual([]);
  });

  it('takes no statement once it has ended, when its connection may be working for another tenant', async () => {
    const tenantId = randomUUID();
    const late = await database.inTenant(tenantId, async (em) => ({ em }));
    expect(() => note(late.em, tenantId, 'too late')).toThrow('has ended');
    await expect(ask(late.em, 'select 1 as one', [])).rejects.toThrow('has ended');
    await expect(late.em.execute('select 1')).rejects.toThrow('has ended');
  });

  it('shows each of many tenants its own rows, whichever connection it comes by', async () => {
    const tenants = Array.from({ length: 12 }, () => randomUUID());
    const work = tenants.flatMap((tenantId) =>
      Array.from({ length: 10 }, (_, n) =>
        database
          .inTenant(tenantId, async (em) => {
            note(em, tenantId, `${tenantId} ${n}`);
            if (n % 5 === 4) throw new Error('thought better of it');
          })
          .catch(() => undefined),
      ),
    );
    await Promise.all(work);
    for (const tenantId of tenants) {
      const notes = await notesOf(tenantId);
      expect(notes).toHaveLength(8);
      expect(notes.every((text) => text.startsWith(tenantId))).toBe(true);
    }
    expect((await notesOf(everyTenant)).length).toBeGreaterThanOrEqual(96);
  });
});
