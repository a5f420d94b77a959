/**
 * Follows the log for asynchronous projections. A checkpoint and the rows it stands for move in one transaction,
 * so each event counts once whatever crashes. A hole in the positions, or an event its projection cannot digest,
 * halts that projection visibly and no other. Events it handles wake it at once; over all others its checkpoint steps
 * once a second, so a projection costs what it does and not what the log does.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { everyTenant, type Database } from '../database.ts';
import type { Recorded } from '../event.ts';
import { findHole, readShard } from '../log/read.ts';
import type { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import { gauge } from '../metrics.ts';
import { ask, tell } from '../transaction.ts';
import type { AsyncProjection } from './projection.ts';

const batchMax = 1000;
const parallelShards = 3;
const tidyMs = 1000;

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
  /** Shards with events to digest; `all` also where there may only be a checkpoint to move. */
  #wanted = new Set<number | 'all'>();
  #tidying: NodeJS.Timeout | undefined;
  #unfollow: (() => void)[] = [];

  constructor(database: Database, projection: AsyncProjection, logger: Logger) {
    this.#database = database;
    this.#projection = projection;
    this.#logger = logger.child({ projection: projection.name });
  }

  /** Registers the checkpoints and follows the log until `stop`. */
  async start(tail: Pick<LogTail, 'onAdvance' | 'follow'>): Promise<void> {
    await this.#database.inTenant(everyTenant, (em) => register(em, this.#projection.name));
    this.#unfollow = [
      tail.follow(this.#projection.handles, (shard) => this.#wake(shard)),
      tail.onAdvance(() => this.#tidySoon()),
    ];
    this.#wake('all');
  }

  /** Finishes the batch in flight and follows no more. */
  async stop(): Promise<void> {
    for (const unfollow of this.#unfollow) unfollow();
    clearTimeout(this.#tidying);
    this.#wanted.clear();
    await this.#running;
    clearTimeout(this.#tidying);
  }

  /** Projects everything that is in the log now. Used by tests and rebuilds; `start` does it by itself. */
  async catchUp(): Promise<void> {
    await this.#advanceAll(await this.#behind());
  }

  /** Lag and halts, from the checkpoints. */
  async status(): Promise<ProjectionStatus> {
    return this.#database.inTenant(everyTenant, (em) => readStatus(em, this.#projection.name));
  }

  #wake(shard: number | 'all'): void {
    this.#wanted.add(shard);
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
      for (const wanted of this.#wanted) return this.#wake(wanted);
    });
  }

  async #drain(): Promise<void> {
    // What the tail tells of one look comes in one go; all of it is one batch.
    await Promise.resolve();
    while (this.#wanted.size > 0) {
      const wanted = this.#wanted;
      this.#wanted = new Set();
      try {
        await this.#advanceAll(wanted.has('all') ? await this.#behind() : ([...wanted] as number[]));
        if (wanted.has('all')) await this.#measure();
      } catch (error) {
        this.#logger.error({ err: error }, 'the projection could not read the log; it tries again within a second');
        this.#tidySoon();
      }
    }
  }

  async #advanceAll(shards: number[]): Promise<void> {
    const next = async (): Promise<void> => {
      for (let shard = shards.pop(); shard !== undefined; shard = shards.pop()) while (await this.#advance(shard));
    };
    await Promise.all(Array.from({ length: parallelShards }, next));
  }

  /** At most once a second, and until nothing is left to digest, so that the gauges end on the truth. */
  #tidySoon(): void {
    this.#tidying ??= setTimeout(() => {
      this.#tidying = undefined;
      this.#wake('all');
    }, tidyMs);
  }

  async #measure(): Promise<void> {
    const status = await this.status();
    lag.set({ projection: this.#projection.name }, status.lagEvents);
    halted.set({ projection: this.#projection.name }, status.halted.length);
    // Another process holds what is left, and may crash with it: somebody has to look again.
    if (status.lagEvents > 0 && (await this.#behind()).length > 0) this.#tidySoon();
  }

  async #behind(): Promise<number[]> {
    return this.#database.inTenant(everyTenant, async (em) => {
      const rows = await ask<{ shard: number }>(
        em,
        `select c.shard from log.checkpoints c join log.heads h using (shard)
         where c.projection = $1 and c.halted_at is null and c.position < h.position`,
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
    const { name, handles } = this.#projection;
    // Nothing is lost when a crash undoes the last commits here: rows and checkpoint go back together, and are redone.
    const [checkpoint] = await ask<{ after: string; upTo: string; head: string }>(
      em,
      `select c.position::text as after, least(c.position + $3, h.position)::text as "upTo", h.position::text as head,
         set_config('synchronous_commit', 'off', true)
       from log.checkpoints c join log.heads h using (shard)
       where c.projection = $1 and c.shard = $2 and c.halted_at is null and c.position < h.position
       for update of c skip locked`,
      [name, shard, batchMax],
    );
    if (!checkpoint) return false;
    const { after, upTo, head } = checkpoint;
    const [hole, events] = await Promise.all([
      findHole(em, shard, { after, upTo }),
      readShard(em, shard, { after, upTo, limit: batchMax, types: handles }),
    ]);
    if (hole !== null) {
      await setHalt(em, name, { shard, reason: `position ${hole} is missing` });
      this.#logger.error({ shard, position: hole }, 'the projection halted at a hole in the log');
      return false;
    }
    await this.#digest(em, events, state);
    tell(em, 'update log.checkpoints set position = $1 where projection = $2 and shard = $3', [upTo, name, shard]);
    return upTo !== head;
  }

  async #digest(em: EntityManager, events: readonly Recorded[], state: { at?: Recorded }): Promise<void> {
    const [first] = events;
    if (first && this.#projection.projectBatch) {
      state.at = first;
      await this.#projection.projectBatch(em, events);
    } else {
      for (const event of events) {
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
