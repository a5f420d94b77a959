/**
 * Telemetry that waits for the server. Every record gets the next number of the epoch in the commit that stores it; a
 * number is afterwards in exactly one place: here, accepted by the server, or declared dropped. The queue is bounded
 * in bytes: when it is full the oldest samples go first, then the oldest kernel events, each loss signed.
 */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Samples, type TelemetryBatch, type TelemetryClass, telemetryClasses } from '../wire.ts';
import { openDatabase } from './database.ts';
import { lossReasons } from './declaration.ts';
import { encodeKernelEvents, encodeSamples, type KernelEventRecord } from './encoding.ts';
import { type Extent, extentOf, FlightDeck } from './flight-deck.ts';
import { LossBook, lossRowBytes } from './loss-book.ts';
import { Meta } from './meta.ts';
import type { Account, Tally } from './tally.ts';

/** What was produced since the last commit. */
export type Produced = { readonly samples: Samples | null; readonly kernelEvents: readonly KernelEventRecord[] };

/** How a queue is opened. */
export type QueueOptions = {
  readonly deviceId: string;
  /** Bound of what is queued. The file is larger by SQLite's own needs, about a tenth. */
  readonly bytesMax: number;
  /** Signs a loss; see declaration.ts. */
  readonly sign: (text: string) => string;
  /** Changes at every boot of the machine. */
  readonly bootId: string;
  /** The least epoch that was surely never used. */
  readonly freshEpoch: number;
  /** Makes an epoch durable outside the queue before it is used. */
  readonly reserveEpoch: (epoch: number) => void;
};

/** Where a queue's file came from: it may be another one than this device last wrote, or of a boot that ended badly. */
export type Origin = { readonly isRestored: boolean; readonly isAfterCrash: boolean };

type Numbered = Omit<Extent, 'bytes'>;

type Held = Record<TelemetryClass | 'bytes', number>;

type Unstored = { readonly count: number; readonly fromMs: number; readonly toMs: number };

/** What a row weighs beside its body. */
const rowBytes = 64;

/** One device's queue. */
export class Queue {
  readonly #database: DatabaseSync;
  readonly #options: QueueOptions;
  readonly #meta: Meta;
  readonly #losses: LossBook;
  readonly #flights: FlightDeck;
  readonly #statements;
  readonly #unstored = new Map<TelemetryClass, Unstored>();
  #origin: Origin = { isRestored: true, isAfterCrash: false };
  // Kept here because counting 250,000 rows at every commit would cost more than the rest of the agent.
  #held: Held;

  private constructor(database: DatabaseSync, options: QueueOptions) {
    this.#database = database;
    this.#options = options;
    this.#meta = new Meta(database);
    this.#losses = new LossBook(database, options);
    this.#flights = new FlightDeck(database);
    this.#statements = {
      insert: database.prepare(
        `insert into chunks (epoch, from_seq, to_seq, class, from_ms, to_ms, series_set, bytes, body)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      // What is on its way may already be with the server, so it is never given up.
      oldestOfClass: database.prepare(
        `select * from chunks where class = ? and not exists
           (select 1 from flight where flight.epoch = chunks.epoch and chunks.from_seq <= flight.to_seq)
         order by epoch, from_seq limit 1`,
      ),
      remove: database.prepare('delete from chunks where epoch = ? and from_seq = ?'),
      held: database.prepare(
        'select class, sum(to_seq - from_seq + 1) as records, sum(bytes) as bytes from chunks group by class',
      ),
      oldest: database.prepare('select from_ms from chunks order by epoch, from_seq limit 1'),
      seriesSet: database.prepare('select id from series_sets where names = ?'),
      addSeriesSet: database.prepare('insert into series_sets (names) values (?)'),
    };
    this.#held = this.#counted();
  }

  /** Opens the file. A new epoch begins when the last numbers given may not have survived. */
  static open(path: string, options: QueueOptions): Queue {
    const queue = new Queue(openDatabase(path), options);
    const { ino, birthtimeMs } = statSync(path);
    const fileId = `${ino}:${Math.trunc(birthtimeMs)}`;
    queue.#origin = queue.#originOf(fileId);
    if (queue.#mustBeginEpoch()) queue.beginEpoch();
    queue.#transaction(() => {
      queue.#meta.setText('boot_id', options.bootId);
      queue.#meta.setText('file_id', fileId);
      queue.#meta.setNumber('is_clean', 0);
    });
    return queue;
  }

  /** Stores what was produced, in one commit. When that fails it throws; the records are declared lost by a later one. */
  append(produced: Produced): void {
    try {
      this.#transaction(() => {
        this.#declareUnstored();
        if (produced.samples) this.#storeSamples(produced.samples);
        if (produced.kernelEvents.length > 0) this.#storeKernelEvents(produced.kernelEvents);
        this.#makeRoom();
      });
      this.#unstored.clear();
    } catch (fault) {
      this.#noteUnstored('SAMPLES', produced.samples?.timesMs ?? []);
      this.#noteUnstored(
        'KERNEL_EVENTS',
        produced.kernelEvents.map((event) => event.timeMs),
      );
      throw fault;
    }
  }

  /**
   * The batch to offer now: the one already offered if its fate is unknown, else the oldest records, whose limits are
   * stored before they are returned. Null when the queue is empty.
   */
  nextBatch(rowsMax: number): TelemetryBatch | null {
    const current = this.#flights.current();
    if (current) return this.#flights.read(current);
    const planned = this.#flights.plan(rowsMax, randomUUID());
    if (!planned) return null;
    this.#transaction(() => this.#flights.launch(planned));
    return this.#flights.read(planned);
  }

  /** The server holds the batch for good: only now it may be forgotten here. */
  acknowledge(batch: TelemetryBatch): void {
    this.#transaction(() => {
      const extents = this.#flights.extents(batch);
      this.#flights.land(batch, { losses: false });
      this.#losses.recount();
      for (const extent of extents) this.#meta.add(`accepted_${extent.class}`, extent.count);
      this.#release(extents);
    });
  }

  /**
   * The server will never take the batch: its records become a declared loss, so that the ones behind it can go. A
   * batch of nothing but declarations is let go, for refusing it again would block the queue for ever; what follows
   * is then numbered anew, so that no hole is left in an epoch.
   */
  refuse(batch: TelemetryBatch): void {
    const extents = this.#flights.extents(batch);
    if (extents.length === 0) return this.renumber(batch, batch.toSeq);
    this.#transaction(() => {
      this.#flights.land(batch, { losses: true });
      this.#release(extents);
      for (const extent of extents) this.#lose(extent, lossReasons.refused);
      this.#losses.seal();
    });
  }

  /**
   * The server does not believe the signatures: they are of another life of this device, with another id or key. The
   * batch on its way keeps its limits and its records and is offered again.
   */
  signAnew(): void {
    this.#transaction(() => this.#losses.sealAnew());
  }

  /**
   * The server's memory of this epoch does not connect with ours: one of us was restored. What it holds up to
   * `acknowledgedSeq` counts as accepted; the rest is numbered anew in a new epoch, so that nothing is stored twice.
   */
  renumber(batch: TelemetryBatch, acknowledgedSeq: number): void {
    this.beginEpoch();
    this.#transaction(() => {
      const moved = this.#flights.moveToEpoch(batch.epoch, this.#meta.number('epoch'), acknowledgedSeq);
      for (const extent of moved.accepted) this.#meta.add(`accepted_${extent.class}`, extent.count);
      this.#release(moved.accepted);
      this.#meta.setNumber('next_seq', moved.nextSeq);
      this.#losses.recount();
      this.#losses.seal();
    });
  }

  /** Numbers begin again at 1 in a higher epoch. Records already numbered keep their numbers. */
  beginEpoch(): void {
    const epoch = Math.max(this.#meta.number('epoch') + 1, this.#options.freshEpoch);
    this.#options.reserveEpoch(epoch);
    this.#transaction(() => {
      this.#meta.setNumber('epoch', epoch);
      this.#meta.setNumber('next_seq', 1);
    });
  }

  /** The open file, for the journal that lives in it. It closes with the queue. */
  get database(): DatabaseSync {
    return this.#database;
  }

  /** Where the file came from when it was opened. */
  get origin(): Origin {
    return this.#origin;
  }

  /** The bound of what is queued. */
  get bytesMax(): number {
    return this.#options.bytesMax;
  }

  /** How full the queue is, 0 to 1. */
  get fill(): number {
    return this.#weight() / this.#options.bytesMax;
  }

  /** The account of this queue. */
  tally(): Tally {
    const oldest = this.#statements.oldest.get()?.['from_ms'];
    return {
      byClass: { SAMPLES: this.#account('SAMPLES'), KERNEL_EVENTS: this.#account('KERNEL_EVENTS') },
      bytes: this.#weight(),
      oldestMs: typeof oldest === 'number' ? oldest : null,
      epoch: this.#meta.number('epoch'),
      nextSeq: this.#meta.number('next_seq'),
    };
  }

  /** Whether what the queue believes it holds is what lies on disk. Reads everything: for `doctor` and tests. */
  isTrue(): boolean {
    return JSON.stringify(this.#counted()) === JSON.stringify(this.#held);
  }

  /** Closes the file and notes that nothing was cut short. */
  close(): void {
    this.#transaction(() => this.#meta.setNumber('is_clean', 1));
    this.#database.close();
  }

  /** Lets go of the file as a crash would. */
  abandon(): void {
    this.#database.close();
  }

  /**
   * A killed process loses nothing that was committed, so its epoch goes on. A machine that went down uncleanly may
   * have had a disk that lied about syncing; a restored or copied file has given numbers it does not remember.
   */
  #mustBeginEpoch(): boolean {
    const { isRestored, isAfterCrash } = this.#origin;
    return this.#meta.number('epoch') === 0 || isRestored || isAfterCrash;
  }

  #originOf(fileId: string): Origin {
    const isSameBoot = this.#meta.text('boot_id') === this.#options.bootId;
    return {
      isRestored: this.#meta.text('file_id') !== fileId,
      isAfterCrash: !isSameBoot && this.#meta.number('is_clean') === 0,
    };
  }

  #storeSamples(samples: Samples): void {
    const extent = this.#numbered('SAMPLES', samples.timesMs);
    this.#store(extent, encodeSamples(samples), this.#seriesSet(JSON.stringify(samples.series)));
  }

  #storeKernelEvents(events: readonly KernelEventRecord[]): void {
    const times = events.map((event) => event.timeMs);
    this.#store(this.#numbered('KERNEL_EVENTS', times), encodeKernelEvents(events), null);
  }

  /** Gives the next numbers to records of a class and counts them as produced. */
  #numbered(telemetryClass: TelemetryClass, timesMs: readonly number[]): Numbered {
    const limits = { count: timesMs.length, fromMs: Math.min(...timesMs), toMs: Math.max(...timesMs) };
    return this.#allotted(telemetryClass, limits);
  }

  #allotted(telemetryClass: TelemetryClass, { count, fromMs, toMs }: Unstored): Numbered {
    const fromSeq = this.#meta.number('next_seq');
    this.#meta.setNumber('next_seq', fromSeq + count);
    this.#meta.add(`produced_${telemetryClass}`, count);
    const epoch = this.#meta.number('epoch');
    return { epoch, class: telemetryClass, fromSeq, toSeq: fromSeq + count - 1, count, fromMs, toMs };
  }

  #store(extent: Numbered, body: Uint8Array, seriesSet: number | null): void {
    const { epoch, fromSeq, toSeq, fromMs, toMs } = extent;
    const bytes = body.byteLength + rowBytes;
    this.#statements.insert.run(epoch, fromSeq, toSeq, extent.class, fromMs, toMs, seriesSet, bytes, body);
    this.#held[extent.class] += extent.count;
    this.#held.bytes += bytes;
  }

  #release(extents: readonly Extent[]): void {
    for (const extent of extents) {
      this.#held[extent.class] -= extent.count;
      this.#held.bytes -= extent.bytes;
    }
  }

  #makeRoom(): void {
    while (this.#weight() > this.#options.bytesMax) {
      const row = telemetryClasses.map((name) => this.#statements.oldestOfClass.get(name)).find((found) => found);
      if (!row) break;
      const extent = extentOf(row);
      this.#statements.remove.run(extent.epoch, extent.fromSeq);
      this.#release([extent]);
      this.#lose(extent, lossReasons.queueFull);
    }
    this.#losses.seal();
  }

  #lose({ epoch, fromSeq, toSeq, count, fromMs, toMs, ...extent }: Numbered, reason: string): void {
    this.#losses.add({ epoch, class: extent.class, fromSeq, toSeq, count, fromMs, toMs, reason });
    this.#meta.add(`dropped_${extent.class}`, count);
  }

  #noteUnstored(telemetryClass: TelemetryClass, timesMs: readonly number[]): void {
    if (timesMs.length === 0) return;
    const known = this.#unstored.get(telemetryClass);
    this.#unstored.set(telemetryClass, {
      count: (known?.count ?? 0) + timesMs.length,
      fromMs: known?.fromMs ?? Math.min(...timesMs),
      toMs: Math.max(...timesMs),
    });
  }

  #declareUnstored(): void {
    for (const [telemetryClass, unstored] of this.#unstored) {
      this.#lose(this.#allotted(telemetryClass, unstored), lossReasons.storageFailed);
    }
  }

  #account(telemetryClass: TelemetryClass): Account {
    return {
      produced: this.#meta.number(`produced_${telemetryClass}`),
      accepted: this.#meta.number(`accepted_${telemetryClass}`),
      dropped: this.#meta.number(`dropped_${telemetryClass}`),
      queued: this.#held[telemetryClass],
    };
  }

  #seriesSet(names: string): number {
    const known = this.#statements.seriesSet.get(names)?.['id'];
    return typeof known === 'number' ? known : Number(this.#statements.addSeriesSet.run(names).lastInsertRowid);
  }

  #weight(): number {
    return this.#held.bytes + this.#losses.rows * lossRowBytes;
  }

  #counted(): Held {
    this.#losses.recount();
    const held: Held = { bytes: 0, SAMPLES: 0, KERNEL_EVENTS: 0 };
    for (const row of this.#statements.held.all()) {
      held.bytes += Number(row['bytes']);
      held[row['class'] as TelemetryClass] = Number(row['records']);
    }
    return held;
  }

  #transaction(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (fault) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      this.#held = this.#counted();
      throw fault;
    }
  }
}
