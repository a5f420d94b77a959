/**
 * One session of the engine, used by one statement at a time. It remembers which settings and which database it was
 * last given, so that a client which always sends the same ones pays for them once.
 */
import type { ChdbResult, Session, StreamChunk } from 'chdb';
import { EngineError } from './engine-error.ts';
import { quote } from './parameters.ts';

/** The binding's insert, which unlike its queries tells how many rows were written. */
export type NativeInsert = (
  ...call: [connection: unknown, statement: string, data: Buffer, countLines: boolean]
) => Promise<{ rowsWritten: number; bytesWritten: number; elapsed: number }>;

/** What a statement runs under. */
export type Surroundings = { readonly database: string; readonly settings: ReadonlyMap<string, string> };

const noData = Buffer.alloc(0);
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A session with a memory of its surroundings. */
export class Lane {
  readonly #session: Session;
  readonly #insert: NativeInsert;
  #settings = new Map<string, string>();
  #database = 'default';

  constructor(session: Session, insert: NativeInsert) {
    this.#session = session;
    this.#insert = insert;
  }

  /** Brings the session to these settings and this database; what an earlier statement set is undone. */
  async enter({ database, settings }: Surroundings): Promise<void> {
    const assignments = [...settings].filter(([name, value]) => this.#settings.get(name) !== value);
    const stale = [...this.#settings.keys()].filter((name) => !settings.has(name));
    if (stale.length > 0) await this.#reset(stale);
    if (assignments.length > 0) await this.#assign(assignments);
    if (database !== this.#database) {
      await this.query(`USE \`${database.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``, 'Null');
      this.#database = database;
    }
  }

  /** Runs a statement and holds its whole answer. */
  async query(sql: string, format: string): Promise<ChdbResult> {
    try {
      return await this.#session.queryAsync(sql, { format });
    } catch (thrown) {
      throw EngineError.from(thrown);
    }
  }

  /** Runs a query and yields its answer block by block. Leaving the loop early cancels it in the engine. */
  async *stream(sql: string, format: string): AsyncGenerator<StreamChunk> {
    try {
      yield* this.#session.queryStream(sql, { format });
    } catch (thrown) {
      throw EngineError.from(thrown);
    }
  }

  /** Runs an INSERT that reads its rows from a file. */
  async insert(statement: string): Promise<{ rowsWritten: number; bytesWritten: number; elapsed: number }> {
    try {
      return await this.#insert(this.#session.connection, statement, noData, false);
    } catch (thrown) {
      throw EngineError.from(thrown);
    }
  }

  /** Releases the session. */
  close(): void {
    this.#session.close();
  }

  async #assign(assignments: readonly (readonly [string, string])[]): Promise<void> {
    const bad = assignments.find(([name]) => !identifier.test(name));
    if (bad !== undefined) throw EngineError.of(36, `Setting ${JSON.stringify(bad[0])} is not an identifier.`);
    try {
      await this.query(`SET ${assignments.map(([name, value]) => `${name} = ${quote(value)}`).join(', ')}`, 'Null');
      for (const [name, value] of assignments) this.#settings.set(name, value);
    } catch (thrown) {
      // Some of them may have been taken before the wrong one was met.
      for (const [name] of assignments) await this.#reset([name]).catch(() => undefined);
      throw thrown;
    }
  }

  async #reset(names: readonly string[]): Promise<void> {
    for (const name of names) this.#settings.delete(name);
    await this.query(`SET ${names.map((name) => `${name} = DEFAULT`).join(', ')}`, 'Null');
  }
}
