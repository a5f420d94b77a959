/**
 * Throws away the bytes of withdrawn artifacts when their time is over. What is said about them stays, and so does every
 * fact: only what is large goes. Bytes go first and the fact follows, so a sweep that broke off is simply done again.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer } from '@flotilla/kernel/viewer';
import { artifactAggregate } from '../aggregates.ts';
import type { BlobStore } from '../blob/blob-store.ts';

const everyMs = 3_600_000;
const sweptMax = 500;

/** What sweeping needs. */
export type SweeperParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly store: BlobStore;
  readonly logger: Logger;
};

type Forgettable = { readonly tenantId: string; readonly artifactId: string; readonly digest: string };

/** Sweeps once an hour, and when somebody asks. */
export class RetentionSweeper {
  readonly #parts: SweeperParts;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<number> = Promise.resolve(0);

  constructor(parts: SweeperParts) {
    this.#parts = parts;
  }

  /** Begins. */
  start(): void {
    this.#timer = setInterval(() => void this.sweep(), everyMs);
  }

  /** Ends after the sweep that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Throws away what is over, and answers of how many artifacts. Never rejects: what failed is tried at the next. */
  sweep(): Promise<number> {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
    return this.#sweeping;
  }

  async #sweep(): Promise<number> {
    const { database, tail, store, logger } = this.#parts;
    let swept = 0;
    try {
      for (const { tenantId, artifactId, digest } of await database.inTenant(everyTenant, findForgettable)) {
        await store.remove({ tenantId, digest });
        const command = { type: 'NoteBytesRemoved', artifactId } as const;
        await handle(database, artifactAggregate, { id: artifactId, command, viewer: systemViewer(tenantId) });
        swept += 1;
      }
    } catch (thrown) {
      logger.warn({ err: thrown, swept }, 'bytes of withdrawn artifacts could not be thrown away');
    }
    if (swept > 0) tail.committed();
    return swept;
  }
}

async function findForgettable(em: EntityManager): Promise<Forgettable[]> {
  return ask<Forgettable>(
    em,
    `select a.tenant_id as "tenantId", a.id as "artifactId", a.digest from artifacts a
     where a.withdrawn_at is not null and a.retention_days is not null and a.bytes_removed_at is null
       and a.uploaded_at is not null and a.withdrawn_at + make_interval(days => a.retention_days) <= clock_timestamp()
     order by a.withdrawn_at limit $1`,
    [sweptMax],
  );
}
