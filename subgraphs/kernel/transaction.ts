/**
 * One transaction on one pipelined connection. A round trip costs more than most statements, so nothing waits that
 * does not have to: the beginning travels with the first statement, what needs no answer is told and not awaited, and
 * the commit follows on its heels. Statements are prepared once per connection and from then on only bound.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PoolClient, QueryResult } from 'pg';
import { invariant } from './invariant.ts';

/** A value as the driver sends it. */
export type SqlValue = string | number | boolean | null | readonly string[] | readonly number[];

type Row = Record<string, unknown>;

/**
 * Asks the transaction of `em` for rows. Parameters are `$1`, `$2`…; the text is prepared, so it must be one of few:
 * what depends on the call belongs into the values.
 */
export function ask<Found extends object>(
  em: EntityManager,
  sql: string,
  values: readonly SqlValue[],
): Promise<Found[]> {
  return transactionOf(em).ask<Found>(sql, values);
}

/**
 * As `ask`, for text that a request puts together, as a filter does: its parameters are `?`. The first shapes that come
 * are prepared, which spares the planning that costs more than most lists; further ones are planned at each call, so
 * that no request can fill the memory of the connections.
 */
export function askShaped<Found extends object>(
  em: EntityManager,
  sql: string,
  values: readonly SqlValue[] = [],
): Promise<Found[]> {
  return transactionOf(em).askShaped<Found>(sql, values);
}

/**
 * Does something in the transaction of `em` whose answer nobody needs: it is on its way when this returns, before
 * whatever is asked next. If it fails, the transaction fails with its error, at the commit at the latest.
 */
export function tell(em: EntityManager, sql: string, values: readonly SqlValue[]): void {
  transactionOf(em).tell(sql, values);
}

/** What the ORM holds as its transaction: `executeQuery` is all it calls of it. */
export class Transaction {
  readonly #client: PoolClient;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  private constructor(client: PoolClient) {
    this.#client = client;
  }

  /** Begins for one tenant, or for `*`; sent with the first statement. */
  static begin(client: PoolClient, tenantId: string): Transaction {
    const transaction = new Transaction(client);
    const beginning = `begin; set local flotilla.tenant = ${client.escapeLiteral(tenantId)}`;
    transaction.#forget(transaction.#send(() => client.query(beginning)));
    return transaction;
  }

  /** See the function of this name. */
  async ask<Found extends object>(sql: string, values: readonly SqlValue[]): Promise<Found[]> {
    return (await this.#prepared(sql, values)).rows as Found[];
  }

  /** See the function of this name. */
  async askShaped<Found extends object>(sql: string, values: readonly SqlValue[]): Promise<Found[]> {
    let hole = 0;
    const text = sql.replaceAll('?', () => `$${++hole}`);
    const name = shapeNameOf(text);
    const query = { ...(name === undefined ? {} : { name }), text, values: [...values] };
    return (await this.#send(() => this.#client.query<Row>(query))).rows as Found[];
  }

  /** See the function of this name. */
  tell(sql: string, values: readonly SqlValue[]): void {
    this.#forget(this.#prepared(sql, values));
  }

  /** A statement of the ORM, whose values are in its text. */
  async executeQuery({ sql }: { readonly sql: string }): Promise<{ rows: Row[]; numAffectedRows: bigint }> {
    const { rows, rowCount } = await this.#send(() => this.#client.query<Row>(sql));
    // Several statements in one text answer a list of results, which nobody asks for.
    return { rows: rows ?? [], numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /** Commits. Throws what failed on the way; then nothing of the transaction remains. */
  async commit(): Promise<void> {
    const { command } = await this.#end('commit');
    if (this.#failure) throw this.#failure.error;
    invariant(command === 'COMMIT', 'a transaction whose statement failed does not go on to commit');
  }

  /** Undoes everything. Answers what to throw: a failure that nobody waited for is behind whatever came after it. */
  async rollBack(thrown: unknown): Promise<unknown> {
    // A connection that cannot even roll back is broken, and the pool will not use it again.
    if (!this.#isOver) await this.#end('rollback').catch(() => undefined);
    return this.#failure ? this.#failure.error : thrown;
  }

  async #end(word: 'commit' | 'rollback'): Promise<QueryResult> {
    const ending = this.#send(() => this.#client.query(word));
    this.#isOver = true;
    return ending;
  }

  #prepared(sql: string, values: readonly SqlValue[]): Promise<QueryResult<Row>> {
    return this.#send(() => this.#client.query<Row>({ name: nameOf(sql), text: sql, values: [...values] }));
  }

  /** Whatever is sent before the event loop turns leaves in one packet. */
  #send<Answer>(query: () => Promise<Answer>): Promise<Answer> {
    invariant(!this.#isOver, 'a transaction that has ended takes no statement');
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return query();
  }

  #forget(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }
}

const names = new Map<string, string>();

/** The name a text is prepared under: short, and the same on every connection of the process. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) names.set(sql, (name = `s${names.size}`));
  return name;
}

/** Each takes some hundred kilobytes on every connection. */
const shapesMax = 64;
const shapes = new Map<string, string>();

/** The name of a text that a request put together; undefined when enough others are prepared. */
function shapeNameOf(sql: string): string | undefined {
  const known = shapes.get(sql);
  if (known !== undefined || shapes.size >= shapesMax) return known;
  const name = `l${shapes.size}`;
  shapes.set(sql, name);
  return name;
}

function transactionOf(em: EntityManager): Transaction {
  const transaction: unknown = em.getTransactionContext();
  invariant(transaction instanceof Transaction, 'statements are made within Database.inTenant');
  return transaction;
}
