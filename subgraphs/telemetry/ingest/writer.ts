/**
 * Carries accepted rows into the metrics database, in few large inserts: a small one costs it as much as a large one.
 * One block at a time, repeated until it is confirmed; meanwhile the journal keeps what comes after.
 */
import { Readable } from 'node:stream';
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client';
import type { Database } from '@flotilla/kernel/database';
import type { Logger } from '@flotilla/kernel/logger';
import { counter, gauge, histogram } from '@flotilla/kernel/metrics';
import { adoptBlocks, forgetBlock, formBlock, setBlockAside, type Block } from './blocks.ts';
import type { JournalEntry } from './journal.ts';
import { insertStatements, type BatchPart } from './rows.ts';

const waiting = gauge({
  name: 'flotilla_ingest_waiting_bytes',
  help: 'Accepted rows not yet in the metrics database.',
});
const blocks = counter({ name: 'flotilla_ingest_blocks_total', help: 'Inserts by outcome.', labelNames: ['outcome'] });
const seconds = histogram({
  name: 'flotilla_ingest_insert_seconds',
  help: 'Time of one insert into the metrics database.',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

/** When the writer writes. */
export type WriterTiming = {
  /** Rows wait at most about this long for others to go with them. */
  readonly gatherMs: number;
  /** Bytes that make a block at once: about ten thousand samples. */
  readonly blockBytes: number;
  /** Bytes accepted and not written at which admission must pause. */
  readonly waitingBytesMax: number;
  /** Age at which another process's entries are taken for abandoned. */
  readonly abandonedMs: number;
};

/** The timing of production. */
export const presetTiming: WriterTiming = {
  gatherMs: 500,
  blockBytes: 1_400_000,
  waitingBytesMax: 64 * 1024 * 1024,
  abandonedMs: 15_000,
};

const parts = Object.keys(insertStatements) as BatchPart[];

/** The one writer of a process. */
export class Writer {
  readonly #database: Database;
  readonly #client: ClickHouseClient;
  readonly #logger: Logger;
  readonly #timing: WriterTiming;
  #queue: JournalEntry[] = [];
  #bytes = 0;
  #wake: () => void = () => undefined;
  #isStopping = false;
  #running: Promise<void> | undefined;
  #adoptedAt: number | undefined;

  constructor(parts: { database: Database; client: ClickHouseClient; logger: Logger; timing?: WriterTiming }) {
    this.#database = parts.database;
    this.#client = parts.client;
    this.#logger = parts.logger;
    this.#timing = parts.timing ?? presetTiming;
  }

  /** Whether so much waits that nothing more should be accepted. */
  get isFull(): boolean {
    return this.#bytes > this.#timing.waitingBytesMax;
  }

  /** Takes entries whose transaction has committed. */
  add(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#bytes += sizeOf(entry);
    this.#queue.push(...entries);
    waiting.set(this.#bytes);
    if (this.#bytes >= this.#timing.blockBytes) this.#wake();
  }

  /** Begins to write, first what an earlier process left behind. */
  start(): void {
    this.#running = this.#run();
  }

  /** Writes what waits and ends. What cannot be written in time stays in the journal for the next start. */
  async stop(graceMs = 3000): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }

  async #run(): Promise<void> {
    while (!this.#isStopping || this.#queue.length > 0) {
      if (!this.#isStopping && this.#bytes < this.#timing.blockBytes) await this.#gather();
      try {
        await this.#writeNext();
        await this.#adopt();
      } catch (thrown) {
        this.#logger.error(
          { err: thrown },
          'accepted telemetry could not be taken from the journal; it is tried again',
        );
        await pause(this.#timing.gatherMs);
        if (this.#isStopping) return;
      }
    }
  }

  async #gather(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#timing.gatherMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#isStopping) this.#wake();
    });
  }

  async #writeNext(): Promise<void> {
    const entries = this.#take();
    if (entries.length === 0) return;
    try {
      await this.#write(await formBlock(this.#database, entries));
    } catch (thrown) {
      this.#queue.unshift(...entries);
      throw thrown;
    }
    for (const entry of entries) this.#bytes -= sizeOf(entry);
    waiting.set(this.#bytes);
  }

  /** Entries for one block, oldest first. */
  #take(): JournalEntry[] {
    let bytes = 0;
    const end = this.#queue.findIndex((entry) => (bytes += sizeOf(entry)) > this.#timing.blockBytes);
    return this.#queue.splice(0, end === -1 ? this.#queue.length : Math.max(1, end));
  }

  async #adopt(): Promise<void> {
    const now = performance.now();
    const isFirst = this.#adoptedAt === undefined;
    if (this.#isStopping || now - (this.#adoptedAt ?? -Infinity) < this.#timing.abandonedMs / 3) return;
    this.#adoptedAt = now;
    // What is there when a process starts is most likely its predecessor's, and its device's charts wait for it.
    for (const block of await adoptBlocks(this.#database, isFirst ? 0 : this.#timing.abandonedMs)) {
      this.#logger.info({ blockId: block.id, entries: block.entries.length }, 'writing telemetry that was left behind');
      await this.#write(block);
    }
  }

  /** Inserts a block until the metrics database has it, or has refused it for what is in it. */
  async #write(block: Block): Promise<void> {
    for (let attempt = 1; block.entries.length > 0; attempt += 1) {
      try {
        await this.#insert(block);
        blocks.inc({ outcome: 'stored' });
        return await forgetBlock(this.#database, block.id);
      } catch (thrown) {
        blocks.inc({ outcome: 'failed' });
        if (isContentRefused(thrown) && attempt >= 3) {
          this.#logger.error({ err: thrown, blockId: block.id }, 'a block of telemetry was refused and is set aside');
          return await setBlockAside(this.#database, block.id, String(thrown));
        }
        this.#logger.warn({ err: thrown, attempt }, 'telemetry waits for the metrics database');
        if (this.#isStopping && attempt >= 3) return;
        await pause(Math.min(5000, 100 * 2 ** attempt));
      }
    }
  }

  async #insert(block: Block): Promise<void> {
    const end = seconds.startTimer();
    for (const part of parts) {
      const rows = block.entries.map((entry) => entry[part]).filter((buffer) => buffer.length > 0);
      if (rows.length === 0) continue;
      const { stream } = await this.#client.exec({
        query: insertStatements[part],
        values: Readable.from([Buffer.concat(rows)]),
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: `${block.id}-${part}` },
      });
      stream.resume();
    }
    end();
  }
}

/** What makes a returned insert a stored one, also on a cluster, and its token count in the rollups. */
const insertSettings = {
  async_insert: 0,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  distributed_foreground_insert: 1,
} as const;

/**
 * Codes by which the engine says that the rows themselves are wrong, so that repeating them is futile. Everything
 * else, from a refused connection to too many parts, may pass.
 */
const contentCodes = new Set(['6', '16', '26', '27', '32', '33', '38', '41', '53', '62', '69', '117', '131']);

function isContentRefused(thrown: unknown): boolean {
  return thrown instanceof ClickHouseError && contentCodes.has(thrown.code);
}

function sizeOf(entry: JournalEntry): number {
  return entry.samples.length + entry.kernelEvents.length + entry.losses.length;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
