/**
 * Follows the log for asynchronous projections. A checkpoint and the rows it stands for move in one transaction,
 * so each event counts once whatever crashes. A hole in the positions, or an event its projection cannot digest,
 * halts that projection visibly and no other.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { everyTenant, type Database } from '../database.ts';
import type { Recorded } from '../event.ts';
import { readShard } from '../log/read.ts';
import type { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import { gauge } from '../metrics.ts';
import type { AsyncProjection } from './projection.ts';

const batchMax = 1000;
const parallelShards = 3;
const measureMs = 1000;

const lag = gauge({
  name: 'flotilla_projection_lag_events',
  help: 'Events in the log that a projection has not seen yet.',
  labelNames: ['projection'],
});
const halted = gauge({
  name: 'flotilla_projection_halted_shards',
  help: 'Shards in which a projection has stopped at a hole or at an event it cannot digest.',
  labelNames: ['projection'],
});

/** How far a projection is, over all shards. */
export type ProjectionStatus = {
  readonly lagEvents: number;
  readonly halted: readonly { readonly shard: number; readonly reason: string }[];
};

/** Runs one projection in this process. Several processes may: each shard is held by one at a time. */
export class ProjectionRunner {
  readonly #database: Database;
  readonly #projection: AsyncProjection;
  readonly #logger: Logger;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #measuring: NodeJS.Timeout | undefined;
  #unfollow: (() => void) | undefined;

  constructor(database: Database, projection: AsyncProjection, logger: Logger) {
    this.#database = database;
    this.#projection = projection;
    this.#logger = logger.child({ projection: projection.name });
  }

  /** Registers the checkpoints and follows the log until `stop`. */
  async start(tail: Pick<LogTail, 'onAdvance'>): Promise<void> {
    await this.#database.inTenant(everyTenant, (em) => register(em, this.#projection.name));
    this.#unfollow = tail.onAdvance(() => this.#wake());
    this.#wake();
  }

  /** Finishes the batch in flight and follows no more. */
  async stop(): Promise<void> {
    this.#unfollow?.();
    this.#isWanted = false;
    await this.#running;
    clearTimeout(this.#measuring);
  }

  /** Projects everything that is in the log now. Used by tests and rebuilds; `start` does it by itself. */
  async catchUp(): Promise<void> {
    const shards = await this.#behind();
    const next = async (): Promise<void> => {
      for (let shard = shards.pop(); shard !== undefined; shard = shards.pop()) while (await this.#advance(shard));
    };
    await Promise.all(Array.from({ length: parallelShards }, next));
  }

  /** Lag and halts, from the checkpoints. */
  async status(): Promise<ProjectionStatus> {
    return this.#database.inTenant(everyTenant, (em) => readStatus(em, this.#projection.name));
  }

  #wake(): void {
    this.#isWanted = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#isWanted) this.#wake();
    });
  }

  async #drain(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      try {
        await this.catchUp();
        this.#measureSoon();
      } catch (error) {
        this.#logger.error({ err: error }, 'the projection could not read the log; it tries again with the next event');
      }
    }
  }

  /** At most once a second, and always once more after the last batch, so that the gauges end on the truth. */
  #measureSoon(): void {
    this.#measuring ??= setTimeout(() => {
      this.#measuring = undefined;
      this.#measure().catch((error: unknown) => this.#logger.warn({ err: error }, 'the lag cannot be measured'));
    }, measureMs);
  }

  async #measure(): Promise<void> {
    const status = await this.status();
    lag.set({ projection: this.#projection.name }, status.lagEvents);
    halted.set({ projection: this.#projection.name }, status.halted.length);
  }

  async #behind(): Promise<number[]> {
    return this.#database.inTenant(everyTenant, async (em) => {
      const rows = await em.execute<{ shard: number }[]>(
        `select c.shard from log.checkpoints c join log.heads h using (shard)
         where c.projection = ? and c.halted_at is null and c.position < h.position`,
        [this.#projection.name],
      );
      return rows.map((row) => row.shard);
    });
  }

  /** One batch of one shard. False when there is nothing to do or somebody else is doing it. */
  async #advance(shard: number): Promise<boolean> {
    const state: { at?: Recorded } = {};
    try {
      return await this.#database.inTenant(everyTenant, (em) => this.#batch(em, shard, state));
    } catch (thrown) {
      if (state.at === undefined) throw thrown;
      await this.#halt(shard, `event ${state.at.type} at ${state.at.position}: ${String(thrown)}`);
      return false;
    }
  }

  async #batch(em: EntityManager, shard: number, state: { at?: Recorded }): Promise<boolean> {
    // Nothing is lost when a crash undoes the last commits here: rows and checkpoint go back together, and are redone.
    const [checkpoint] = await em.execute<{ position: string }[]>(
      `select position::text as position, set_config('synchronous_commit', 'off', true) from log.checkpoints
       where projection = ? and shard = ? and halted_at is null for update skip locked`,
      [this.#projection.name, shard],
    );
    if (!checkpoint) return false;
    const events = await readShard(em, shard, { after: checkpoint.position, limit: batchMax });
    const last = events.at(-1);
    if (!last) return false;
    const hole = firstHole(checkpoint.position, events);
    if (hole !== null) {
      await setHalt(em, this.#projection.name, { shard, reason: `position ${hole} is missing` });
      this.#logger.error({ shard, position: hole }, 'the projection halted at a hole in the log');
      return false;
    }
    await this.#digest(em, events, state);
    await em.execute('update log.checkpoints set position = ?::bigint where projection = ? and shard = ?', [
      last.position,
      this.#projection.name,
      shard,
    ]);
    return events.length === batchMax;
  }

  async #digest(em: EntityManager, events: readonly Recorded[], state: { at?: Recorded }): Promise<void> {
    const wanted = events.filter((event) => this.#projection.handles.includes(event.type));
    const [first] = wanted;
    if (first && this.#projection.projectBatch) {
      state.at = first;
      await this.#projection.projectBatch(em, wanted);
    } else {
      for (const event of wanted) {
        state.at = event;
        await this.#projection.project(em, event);
      }
    }
    delete state.at;
  }

  async #halt(shard: number, reason: string): Promise<void> {
    this.#logger.error({ shard, reason }, 'the projection halted at an event it cannot digest');
    await this.#database.inTenant(everyTenant, (em) => setHalt(em, this.#projection.name, { shard, reason }));
  }
}

/** Lag and halts of a projection by name. */
export async function readStatus(em: EntityManager, projection: string): Promise<ProjectionStatus> {
  const rows = await em.execute<{ shard: number; lag: string; reason: string | null }[]>(
    `select c.shard, (h.position - c.position)::text as lag, c.halt_reason as reason
     from log.checkpoints c join log.heads h using (shard) where c.projection = ?`,
    [projection],
  );
  return {
    lagEvents: rows.reduce((sum, row) => sum + Number(row.lag), 0),
    halted: rows.flatMap((row) => (row.reason === null ? [] : [{ shard: row.shard, reason: row.reason }])),
  };
}

/** The first position that is not there between a checkpoint and a batch read after it, or null. */
export function firstHole(after: string, events: readonly Pick<Recorded, 'position'>[]): string | null {
  let expected = BigInt(after);
  for (const event of events) {
    expected += 1n;
    if (BigInt(event.position) !== expected) return expected.toString();
  }
  return null;
}

async function register(em: EntityManager, projection: string): Promise<void> {
  await em.execute(
    'insert into log.checkpoints (projection, shard) select ?, shard from log.heads on conflict do nothing',
    [projection],
  );
}

async function setHalt(em: EntityManager, projection: string, halt: { shard: number; reason: string }): Promise<void> {
  await em.execute('update log.checkpoints set halted_at = now(), halt_reason = ? where projection = ? and shard = ?', [
    halt.reason,
    projection,
    halt.shard,
  ]);
}
