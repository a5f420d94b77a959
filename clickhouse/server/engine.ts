/**
 * The ClickHouse engine inside this process. One session runs one statement at a time, so there is one lane for
 * writing and a few for reading, all on the same data directory: a slow query delays no quick one.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { drainPending, Session } from 'chdb';
import { EngineError } from './engine-error.ts';
import { Lane, type NativeInsert } from './lane.ts';
import { Spool } from './spool.ts';

/** How the engine is opened. */
export type EngineOptions = {
  readonly directory: string;
  readonly readers: number;
  readonly maxMemoryMb: number;
  /** Statements that may wait for a lane before further ones are refused. */
  readonly queueMax: number;
};

type Identity = { readonly version: string; readonly timezone: string; readonly spool: Spool };

/** An open data directory. One process owns it: opening a busy one throws code 76. */
export class Engine {
  readonly version: string;
  readonly timezone: string;
  readonly spool: Spool;
  readonly #writers: LanePool;
  readonly #readers: LanePool;

  private constructor(lanes: readonly Lane[], queueMax: number, identity: Identity) {
    this.version = identity.version;
    this.timezone = identity.timezone;
    this.spool = identity.spool;
    this.#writers = new LanePool(lanes.slice(0, 1), queueMax);
    this.#readers = new LanePool(lanes.slice(1), queueMax);
  }

  /** Opens the data directory and replays what a crash left behind. */
  static async open(options: EngineOptions): Promise<Engine> {
    const insert = loadNativeInsert();
    const lanes: Lane[] = [];
    try {
      for (let index = 0; index <= options.readers; index += 1) {
        const session = new Session(options.directory, { connectionArgs: engineArguments(options) });
        lanes.push(new Lane(session, insert));
      }
      const answer = await lanes[0]?.query('SELECT version(), timezone()', 'TabSeparated');
      const [version = '', timezone = 'UTC'] = answer?.text().trim().split('\t') ?? [];
      const spool = await Spool.open(join(options.directory, 'spool'));
      return new Engine(lanes, options.queueMax, { version, timezone, spool });
    } catch (thrown) {
      for (const lane of lanes) lane.close();
      throw EngineError.from(thrown);
    }
  }

  /** Runs work on the writing lane, after the writes already waiting. */
  async write<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    return this.#writers.use(work);
  }

  /** Runs work on a free reading lane. Throws code 202 when too many already wait. */
  async read<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    return this.#readers.use(work);
  }

  /** Statements running and waiting, for the metrics page. */
  get load(): { readonly running: number; readonly waiting: number } {
    return {
      running: this.#writers.running + this.#readers.running,
      waiting: this.#writers.waiting + this.#readers.waiting,
    };
  }

  /** Closes every lane once nothing native is outstanding. */
  async close(): Promise<void> {
    for (const lane of [...this.#readers.lanes, ...this.#writers.lanes]) lane.close();
    await drainPending();
  }
}

/**
 * Server-wide limits for an engine that shares a small machine: bounded memory, and two merge threads so that
 * background work cannot starve queries.
 */
function engineArguments({ maxMemoryMb }: EngineOptions): string[] {
  return [`--max_server_memory_usage=${maxMemoryMb * 1024 * 1024}`, '--mark_cache_size=67108864'];
}

/** The binding's own entry for inserts: its public wrapper admits only text formats and hides the count of rows. */
function loadNativeInsert(): NativeInsert {
  const require = createRequire(import.meta.url);
  const loader = require(join(dirname(require.resolve('chdb/package.json')), 'dist', 'loader.js')) as {
    loadNative(): { InsertRawAsyncConnection: NativeInsert };
  };
  return loader.loadNative().InsertRawAsyncConnection;
}

class LanePool {
  readonly lanes: readonly Lane[];
  readonly #free: Lane[];
  readonly #queue: ((lane: Lane) => void)[] = [];
  readonly #queueMax: number;

  constructor(lanes: readonly Lane[], queueMax: number) {
    this.lanes = lanes;
    this.#free = [...lanes];
    this.#queueMax = queueMax;
  }

  get running(): number {
    return this.lanes.length - this.#free.length;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async use<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = this.#free.pop() ?? (await this.#wait());
    try {
      return await work(lane);
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free.push(lane);
      else next(lane);
    }
  }

  async #wait(): Promise<Lane> {
    if (this.#queue.length >= this.#queueMax) {
      throw EngineError.of(202, `Too many simultaneous queries. Maximum: ${this.lanes.length + this.#queueMax}.`);
    }
    return new Promise((resolve) => this.#queue.push(resolve));
  }
}
