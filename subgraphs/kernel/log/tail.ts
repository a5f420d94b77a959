/**
 * Tells this process that the log has grown, and what by. Wake-ups come from the process itself, from one coalesced
 * NOTIFY per 20 ms of other processes, and from a 250 ms look at the heads, which alone would be enough: losing a
 * wake-up costs latency and nothing else. However many wake-ups come, looks begin at least 15 ms apart.
 */
import { Client } from 'pg';
import { everyTenant, type Database, type EntityManager } from '../database.ts';
import type { Event, GlobalPosition, Recorded } from '../event.ts';
import type { Logger } from '../logger.ts';
import { readHeads, readShard, readTypes } from './read.ts';

const pollMs = 250;
const lookMs = 15;
const notifyMs = 20;
const pageMax = 1000;
const channel = 'flotilla_log';

/** Receives one event after its commit, in order within a shard. Must not throw; what it throws is logged. */
export type EventListener = (event: Recorded) => void;

type Page = {
  readonly shard: number;
  readonly upTo: GlobalPosition;
  /** What there is up to the head, whether anybody wants to hear of each or not. */
  readonly types: readonly string[];
  readonly events: readonly Recorded[];
  /** There may be more before the head. */
  readonly isFull: boolean;
};

/** Follows the log from the moment it starts. */
export class LogTail {
  readonly #database: Database;
  readonly #url: string;
  readonly #logger: Logger;
  readonly #listeners = new Map<EventListener, ReadonlySet<string>>();
  readonly #followers = new Map<(shard: number) => void, ReadonlySet<string>>();
  readonly #advanceListeners = new Set<() => void>();
  #positions = new Map<number, GlobalPosition>();
  #client: Client | undefined;
  #poll: NodeJS.Timeout | undefined;
  #notify: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #looking: NodeJS.Timeout | undefined;
  #lookedAt = -Infinity;
  #isStale = false;
  #isStopped = false;

  constructor(database: Database, options: { readonly url: string; readonly logger: Logger }) {
    this.#database = database;
    this.#url = options.url;
    this.#logger = options.logger;
  }

  /** Remembers the heads as they are and follows from there. */
  async start(): Promise<void> {
    this.#positions = await this.#database.inTenant(everyTenant, readHeads);
    this.#poll = setInterval(() => this.#look(), pollMs);
    await this.#listen();
  }

  /** Stops following. Listeners hear nothing more once this resolves. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#poll);
    clearTimeout(this.#looking);
    clearTimeout(this.#notify);
    await this.#reading;
    await this.#client?.end().catch(() => undefined);
  }

  /** Says that this process has committed events: looks within 15 ms, and tells other processes within 20 ms. */
  committed(): void {
    this.#look();
    this.#notify ??= setTimeout(() => void this.#tellOthers(), notifyMs);
  }

  /** Hears of committed events of some types. Returns the way to stop hearing. */
  subscribe<E extends Event>(types: readonly E['type'][], listener: (event: Recorded<E>) => void): () => void {
    const heard = listener as EventListener;
    this.#listeners.set(heard, new Set(types));
    return () => this.#listeners.delete(heard);
  }

  /** Hears in which shards there are new events of some types, for whoever reads them itself. Returns the way to stop. */
  follow(types: readonly string[], listener: (shard: number) => void): () => void {
    this.#followers.set(listener, new Set(types));
    return () => this.#followers.delete(listener);
  }

  /** Hears that the log may have grown, whatever the types. Returns the way to stop hearing. */
  onAdvance(listener: () => void): () => void {
    this.#advanceListeners.add(listener);
    return () => this.#advanceListeners.delete(listener);
  }

  /** The first look after a quiet moment is at once; those behind it wait for each other's company. */
  #look(): void {
    this.#isStale = true;
    if (this.#isStopped || this.#reading || this.#looking) return;
    const waitMs = this.#lookedAt + lookMs - performance.now();
    if (waitMs <= 0) return this.#lookNow();
    this.#looking = setTimeout(() => {
      this.#looking = undefined;
      this.#lookNow();
    }, waitMs);
  }

  #lookNow(): void {
    this.#isStale = false;
    this.#lookedAt = performance.now();
    this.#reading = this.#read()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the log cannot be followed just now'))
      .finally(() => {
        this.#reading = undefined;
        if (this.#isStale) this.#look();
      });
  }

  async #read(): Promise<void> {
    const types = [...new Set([...this.#listeners.values()].flatMap((wanted) => [...wanted]))];
    while (!this.#isStopped) {
      const pages = await this.#database.inTenant(everyTenant, (em) => this.#readNext(em, types));
      if (pages.length > 0) for (const listener of this.#advanceListeners) listener();
      for (const { shard, upTo, types: found, events } of pages) {
        for (const [follow, wanted] of this.#followers) if (found.some((type) => wanted.has(type))) follow(shard);
        for (const event of events) this.#tell(event);
        this.#positions.set(shard, upTo);
      }
      if (!pages.some(({ isFull }) => isFull)) return;
    }
  }

  /** The next page of every shard that has grown. */
  async #readNext(em: EntityManager, types: readonly string[]): Promise<Page[]> {
    const heads = await readHeads(em);
    const grown = [...heads].filter(([shard, head]) => BigInt(head) > BigInt(this.#positions.get(shard) ?? '0'));
    const pages = grown.map(async ([shard, head]): Promise<Page> => {
      const range = { after: this.#positions.get(shard) ?? '0', upTo: head };
      const [found, events] = await Promise.all([
        this.#followers.size > 0 ? readTypes(em, shard, range) : [],
        types.length > 0 ? readShard(em, shard, { ...range, limit: pageMax, types }) : [],
      ]);
      const isFull = events.length === pageMax;
      return { shard, upTo: isFull ? (events.at(-1)?.position ?? head) : head, types: found, events, isFull };
    });
    return Promise.all(pages);
  }

  #tell(event: Recorded): void {
    for (const [listener, types] of this.#listeners) {
      if (!types.has(event.type)) continue;
      try {
        listener(event);
      } catch (error) {
        this.#logger.error({ err: error, type: event.type }, 'a listener of the log failed');
      }
    }
  }

  /** One NOTIFY at a time; the poll of the others finds what was committed during one. */
  async #tellOthers(): Promise<void> {
    await this.#client?.query(`notify ${channel}`).catch(() => undefined);
    this.#notify = undefined;
  }

  async #listen(): Promise<void> {
    if (this.#isStopped) return;
    const client = new Client({ connectionString: this.#url });
    client.on('error', () => undefined);
    client.on('notification', ({ processId }) => {
      // One's own word comes back too.
      if (processId !== (client as Client & { readonly processID: number }).processID) this.#look();
    });
    client.on('end', () => {
      if (!this.#isStopped) setTimeout(() => void this.#listen(), 1000);
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      this.#client = client;
    } catch {
      await client.end().catch(() => undefined);
    }
  }
}
