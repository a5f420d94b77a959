/**
 * A subgraph's way to PostgreSQL: one pool whose search path is the subgraph's own schema, and one law, that all
 * work runs in a transaction which says whose rows it may see. Row-level security then holds even where a query
 * forgets its tenant.
 */
import { MikroORM, type EntityManager, type Options } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { inSpan, SpanKind } from './tracing.ts';
import { Transaction } from './transaction.ts';

/** What one pool of connections needs to know. */
export type DatabaseOptions = {
  /** Connection URL of the application's role, which row-level security binds. */
  readonly url: string;
  /** The subgraph's schema; several, in search order, while a projection is rebuilt beside the live rows. */
  readonly searchPath: readonly string[];
  readonly entities: NonNullable<Options['entities']>;
  /** Connections at most. */
  readonly poolMax?: number;
};

/** Work on behalf of every tenant at once: projections, sweeps, sign-in before the tenant is known. */
export const everyTenant = '*';

/** An open pool. Close it when the process drains. */
export class Database {
  readonly pool: Pool;
  /** The rows this database was opened with; a rebuild opens the same ones on its shadow tables. */
  readonly entities: DatabaseOptions['entities'];
  readonly #orm: MikroORM;

  private constructor(orm: MikroORM, pool: Pool, entities: DatabaseOptions['entities']) {
    this.#orm = orm;
    this.pool = pool;
    this.entities = entities;
  }

  /** Opens the pool. Throws when the URL is unusable or the server does not answer. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const orm = await MikroORM.init({
      clientUrl: options.url,
      entities: options.entities as never,
      discovery: { warnWhenNoEntities: false },
      pool: { min: 0, max: options.poolMax ?? 10 },
      driverOptions: {
        // One plan serves all values of what is prepared, and none is made for the first five. No statement of a
        // request is so long that starting workers for it pays.
        options: [
          `-c search_path=${options.searchPath.join(',')}`,
          '-c plan_cache_mode=force_generic_plan',
          '-c max_parallel_workers_per_gather=0',
        ].join(' '),
        application_name: options.searchPath[0],
        pipeline: true,
      },
      logger: () => undefined,
    });
    const pool = await (orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> }).getNativeClient();
    return new Database(orm, pool, options.entities);
  }

  /**
   * Runs work in one READ COMMITTED transaction that sees one tenant's rows, or every tenant's with `everyTenant`.
   * Commits when the work resolves, rolls back when it throws. Each call has its own identity map.
   */
  async inTenant<T>(tenantId: string, work: (em: EntityManager) => Promise<T>): Promise<T> {
    const span = { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } };
    return inSpan('transaction', span, async () => {
      const client = await this.pool.connect();
      const transaction = Transaction.begin(client, tenantId);
      const em = this.#orm.em.fork();
      em.setTransactionContext(transaction);
      try {
        const result = await work(em);
        await transaction.commit();
        return result;
      } catch (thrown) {
        throw await transaction.rollBack(thrown);
      } finally {
        client.release();
      }
    });
  }

  /** Whether the server answers. */
  async isReachable(): Promise<boolean> {
    return this.pool.query('select 1').then(
      () => true,
      () => false,
    );
  }

  /** Closes every connection after the work in flight. */
  async close(): Promise<void> {
    await this.#orm.close();
  }
}

export type { EntityManager };
