/**
 * Operations on a real PostgreSQL for one integration test file, called as the gateway calls it: by documents, with a
 * verified viewer. The facts it follows are put straight into the log, as the fleet and access would record them.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Context } from '@flotilla/kernel/context';
import { Database, everyTenant } from '@flotilla/kernel/database';
import { isRefusal, type Refusal } from '@flotilla/kernel/errors';
import type { Event } from '@flotilla/kernel/event';
import { append } from '@flotilla/kernel/log/append';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import type { Subgraph } from '@flotilla/kernel/server/subgraph';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { createSourceEventStream, execute, parse, type GraphQLError } from 'graphql';
import { assemble } from '../subgraph.ts';

/** What a document answers: whatever the test asked for, as parsed JSON. */
export type Answer = ReturnType<typeof JSON.parse>;

const logger = createLogger({ name: 'test', level: 'silent' });

/** An assembled subgraph whose projections and clock move when the test says so. */
export class TestOperations {
  readonly subgraph: Subgraph;
  readonly tail: LogTail;
  readonly postgres: TestDatabase;
  readonly #close: () => Promise<void>;

  private constructor(parts: Pick<TestOperations, 'subgraph' | 'tail' | 'postgres' | 'close'>) {
    this.subgraph = parts.subgraph;
    this.tail = parts.tail;
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

  /** Runs a document as a viewer and answers its data. Throws the refusal of the first error. */
  async run<Data = Answer>(viewer: Viewer, document: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const result = await execute({
      schema: this.subgraph.schema,
      document: parse(document),
      variableValues: variables,
      contextValue: this.contextOf(viewer),
    });
    const [error] = result.errors ?? [];
    if (error) throw refusalIn(error) ?? error;
    return result.data as Data;
  }

  /** The refusal a document comes to. Throws when it succeeds or fails otherwise. */
  async refusal(viewer: Viewer, document: string, variables: Record<string, unknown> = {}): Promise<Refusal> {
    const outcome = await this.run(viewer, document, variables).then(
      () => new Error('it was not refused'),
      (thrown: unknown) => thrown,
    );
    if (isRefusal(outcome)) return outcome;
    throw outcome;
  }

  /** Opens a subscription and answers its results, each executed with a context of its own. */
  async subscribe(viewer: Viewer, document: string, variables: Record<string, unknown> = {}) {
    const args = { schema: this.subgraph.schema, document: parse(document), variableValues: variables };
    const source = await createSourceEventStream({ ...args, contextValue: this.contextOf(viewer) });
    if (!(Symbol.asyncIterator in source)) {
      const [error] = source.errors ?? [];
      throw refusalIn(error) ?? new Error(String(error));
    }
    const iterator = source[Symbol.asyncIterator]();
    return {
      next: async () => {
        const { value: rootValue } = await iterator.next();
        const result = await execute({ ...args, rootValue, contextValue: this.contextOf(viewer) });
        return result.data as Answer;
      },
      close: async () => void (await iterator.return?.()),
    };
  }

  /** SQL as the application's role, on behalf of every tenant. */
  async sql<Row = Answer>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.subgraph.database.inTenant(everyTenant, (em) => em.execute<Row[]>(sql, [...values]));
  }

  contextOf(viewer: Viewer): Context {
    return new Context({ viewer, database: this.subgraph.database, tail: this.tail, logger });
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

function refusalIn(error: GraphQLError | undefined): Refusal | undefined {
  const thrown = error?.originalError;
  return isRefusal(thrown) ? thrown : undefined;
}
