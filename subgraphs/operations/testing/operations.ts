/**
 * Operations on a real PostgreSQL for one integration test file, called as the gateway calls it: by documents, with a
 * verified viewer. The facts it follows are put straight into the log, as the fleet and access would record them.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Database, everyTenant } from '@flotilla/kernel/database';
import type { Event } from '@flotilla/kernel/event';
import { append } from '@flotilla/kernel/log/append';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import { SubgraphCaller } from '@flotilla/kernel/testing/subgraph-caller';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { assemble } from '../subgraph.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

/** An assembled subgraph whose projections and clock move when the test says so. */
export class TestOperations extends SubgraphCaller {
  readonly postgres: TestDatabase;
  readonly #close: () => Promise<void>;

  private constructor(parts: Pick<TestOperations, 'subgraph' | 'tail' | 'postgres' | 'close'>) {
    super(parts);
    this.postgres = parts.postgres;
    this.#close = parts.close;
  }

  /** Makes a database of its own, migrates it, assembles operations on it. */
  static async open(): Promise<TestOperations> {
    const postgres = await openTestDatabase();
    await migrate(postgres.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'operations', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const opened: Database[] = [];
    const openDatabase = async (schema: string, entities: Parameters<typeof Database.open>[0]['entities']) => {
      const database = await Database.open({ url: postgres.url, searchPath: [schema], entities });
      opened.push(database);
      return database;
    };
    const tail = new LogTail(await openDatabase('log', []), { url: postgres.url, logger });
    const subgraph = await assemble({ openDatabase, tail, logger, env: {} });
    const database = subgraph.database;
    await database.inTenant(everyTenant, (em) =>
      em.execute(
        `insert into log.checkpoints (projection, shard)
         select p, shard from log.heads, unnest(array['operations.attention', 'operations.people']) as p`,
      ),
    );
    const close = async () => {
      for (const each of opened) await each.close();
      await postgres.drop();
    };
    return new TestOperations({ subgraph, tail, postgres, close });
  }

  /** Closes every connection and drops the database. */
  async close(): Promise<void> {
    await this.#close();
  }

  /** Records facts of a tenant, all in one append, and lets every projection follow. */
  async record(tenantId: string, ...events: readonly Event[]): Promise<void> {
    await this.append(tenantId, events);
    await this.follow();
  }

  /** Records facts of a tenant, all in one append. */
  async append(tenantId: string, events: readonly Event[]): Promise<void> {
    const writes = events.map((event) => ({ stream: `test-${randomUUID()}`, expectedVersion: null, events: [event] }));
    await this.subgraph.database.inTenant(tenantId, (em) =>
      append(em, { tenantId, metadata: { actor: 'test' }, writes }),
    );
  }

  /** Lets every projection see all of the log. */
  async follow(): Promise<void> {
    for (const projection of this.asyncProjections()) {
      const runner = new ProjectionRunner(this.subgraph.database, projection, logger);
      await runner.catchUp();
      const { halted } = await runner.status();
      if (halted.length > 0) throw new Error(JSON.stringify(halted));
    }
  }

  /** Its projections that follow the log. */
  asyncProjections(): AsyncProjection[] {
    return this.subgraph.projections.filter((each): each is AsyncProjection => each.mode === 'async');
  }
}

/** A person with one role in a tenant. */
export function person(tenantId: string, role: Role = 'OPERATOR'): Viewer {
  return {
    kind: 'user',
    subject: randomUUID(),
    tenantId,
    roles: [role],
    scopes: [],
    sessionId: null,
    certificateFingerprint: null,
    requestId: randomUUID(),
  };
}
