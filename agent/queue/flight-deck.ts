/**
 * The batch on its way to the server. Its limits are stored before it is sent and kept until its fate is known, so a
 * batch that is sent again, even by another process after a crash, is the same batch and the server can tell.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { TelemetryBatch, TelemetryClass } from '../wire.ts';
import { decodeKernelEvents, decodeSamples, joinSamples, kernelEventColumns } from './encoding.ts';
import { lossOf } from './loss-book.ts';

/** Limits of one batch: every record and every loss from `fromSeq` to `toSeq` of the epoch. */
export type Flight = {
  readonly epoch: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly runKey: string;
};

/** What one chunk covers. */
export type Extent = {
  readonly epoch: number;
  readonly class: TelemetryClass;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
};

const lossesMax = 90;

const within = 'epoch = ? and from_seq >= ? and from_seq <= ?';

/** Plans, stores, reads and removes flights. */
export class FlightDeck {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      flight: database.prepare('select * from flight'),
      launch: database.prepare('insert into flight (id, epoch, from_seq, to_seq, run_key) values (1, ?, ?, ?, ?)'),
      land: database.prepare('delete from flight'),
      oldestEpoch: database.prepare(
        `select min(epoch) as epoch from
           (select min(epoch) as epoch from chunks union all select min(epoch) as epoch from losses)`,
      ),
      oldest: database.prepare(
        'select from_seq, to_seq, series_set from chunks where epoch = ? order by from_seq limit ?',
      ),
      lossLimits: database.prepare('select min(from_seq) as first, max(to_seq) as last from losses where epoch = ?'),
      countLosses: database.prepare('select count(*) as count from losses where epoch = ? and from_seq <= ?'),
      seriesSet: database.prepare('select names from series_sets where id = ?'),
      chunks: database.prepare(`select * from chunks where ${within} order by from_seq`),
      losses: database.prepare(`select * from losses where ${within} order by from_seq`),
      forgetLosses: database.prepare('delete from losses where epoch = ? and to_seq <= ?'),
      firstSeq: database.prepare(
        `select min(first) as first from (select min(from_seq) as first from chunks where epoch = ?
           union all select min(from_seq) as first from losses where epoch = ?)`,
      ),
      lastSeq: database.prepare(
        `select max(last) as last from (select max(to_seq) as last from chunks where epoch = ?
           union all select max(to_seq) as last from losses where epoch = ?)`,
      ),
      moveChunks: database.prepare(
        'update chunks set epoch = ?, from_seq = from_seq - ?, to_seq = to_seq - ? where epoch = ?',
      ),
      moveLosses: database.prepare(
        "update losses set epoch = ?, from_seq = from_seq - ?, to_seq = to_seq - ?, signature = '' where epoch = ?",
      ),
      removeChunks: database.prepare(`delete from chunks where ${within}`),
      removeLosses: database.prepare(`delete from losses where ${within}`),
    };
  }

  /** The flight whose fate is unknown, or null. */
  current(): Flight | null {
    const row = this.#statements.flight.get();
    if (!row) return null;
    const { epoch, from_seq: fromSeq, to_seq: toSeq, run_key: runKey } = row;
    return { epoch: Number(epoch), fromSeq: Number(fromSeq), toSeq: Number(toSeq), runKey: String(runKey) };
  }

  /** Limits for the oldest records: whole chunks of one epoch and one series list, about `rowsMax` records. */
  plan(rowsMax: number, runKey: string): Flight | null {
    const epoch = this.#statements.oldestEpoch.get()?.['epoch'];
    if (typeof epoch !== 'number') return null;
    const losses = this.#statements.lossLimits.get(epoch);
    const firstLoss = typeof losses?.['first'] === 'number' ? losses['first'] : null;
    const chosen = this.#chooseWithFewLosses(epoch, rowsMax);
    if (!chosen) return { epoch, fromSeq: firstLoss ?? 1, toSeq: Number(losses?.['last']), runKey };
    const fromSeq = firstLoss === null ? chosen.fromSeq : Math.min(firstLoss, chosen.fromSeq);
    return { epoch, fromSeq, toSeq: chosen.toSeq, runKey };
  }

  /** Stores a flight. */
  launch({ epoch, fromSeq, toSeq, runKey }: Flight): void {
    this.#statements.launch.run(epoch, fromSeq, toSeq, runKey);
  }

  /** The flight's content, the same at every call. */
  read(flight: Flight): TelemetryBatch {
    const limits = limitsOf(flight);
    const chunks = this.#statements.chunks.all(...limits);
    const samples = chunks
      .filter((row) => row['class'] === 'SAMPLES')
      .map((row) =>
        decodeSamples(row['body'] as Uint8Array, extentOf(row).count, this.#series(Number(row['series_set']))),
      );
    const events = chunks
      .filter((row) => row['class'] === 'KERNEL_EVENTS')
      .flatMap((row) => decodeKernelEvents(row['body'] as Uint8Array));
    const dropped = this.#statements.losses.all(...limits).map((row) => {
      const { epoch: _, ...loss } = lossOf(row);
      return { ...loss, signature: String(row['signature']) };
    });
    return { ...flight, samples: joinSamples(samples), kernelEvents: kernelEventColumns(events), dropped };
  }

  /** What each chunk of the flight covers. */
  extents(flight: Flight): Extent[] {
    return this.#statements.chunks.all(...limitsOf(flight)).map(extentOf);
  }

  /** Ends the flight and removes its records; its losses too, unless they are still to be declared. */
  land(flight: Flight, keep: { readonly losses: boolean }): void {
    this.#statements.removeChunks.run(...limitsOf(flight));
    if (!keep.losses) this.#statements.removeLosses.run(...limitsOf(flight));
    this.#statements.land.run();
  }

  /**
   * Ends the flight and moves what lies beyond `acknowledgedSeq` to an empty epoch, where it begins at 1. Losses lose
   * their signature, for they now speak of other numbers. Answers what was left behind and is removed.
   */
  moveToEpoch(from: number, to: number, acknowledgedSeq: number): { accepted: Extent[]; nextSeq: number } {
    const known: Flight = { epoch: from, fromSeq: 0, toSeq: acknowledgedSeq, runKey: '' };
    const reached = this.extents(known).filter((extent) => extent.toSeq <= acknowledgedSeq);
    this.land({ ...known, toSeq: reached.at(-1)?.toSeq ?? 0 }, { losses: true });
    this.#statements.forgetLosses.run(from, acknowledgedSeq);
    const first = this.#statements.firstSeq.get(from, from)?.['first'];
    const offset = typeof first === 'number' ? first - 1 : 0;
    this.#statements.moveChunks.run(to, offset, offset, from);
    this.#statements.moveLosses.run(to, offset, offset, from);
    return { accepted: reached, nextSeq: Number(this.#statements.lastSeq.get(to, to)?.['last'] ?? 0) + 1 };
  }

  /** Between two chunks lie at most six losses, so fifteen chunks stay below what a server takes in one batch. */
  #chooseWithFewLosses(epoch: number, rowsMax: number): { fromSeq: number; toSeq: number } | null {
    const chosen = this.#choose(epoch, rowsMax);
    if (!chosen) return null;
    const losses = Number(this.#statements.countLosses.get(epoch, chosen.toSeq)?.['count']);
    return losses > lossesMax ? this.#choose(epoch, 15) : chosen;
  }

  #choose(epoch: number, rowsMax: number): { fromSeq: number; toSeq: number } | null {
    const [first, ...others] = this.#statements.oldest.all(epoch, rowsMax);
    if (!first) return null;
    const fromSeq = Number(first['from_seq']);
    let toSeq = Number(first['to_seq']);
    let seriesSet = first['series_set'];
    for (const row of others) {
      const isOtherSet = row['series_set'] !== null && seriesSet !== null && row['series_set'] !== seriesSet;
      if (isOtherSet || Number(row['to_seq']) - fromSeq >= rowsMax) break;
      seriesSet = row['series_set'] ?? seriesSet;
      toSeq = Number(row['to_seq']);
    }
    return { fromSeq, toSeq };
  }

  #series(id: number): readonly string[] {
    return JSON.parse(String(this.#statements.seriesSet.get(id)?.['names'])) as string[];
  }
}

/** What a row of the chunks table covers. */
export function extentOf(row: Record<string, unknown>): Extent {
  const [fromSeq, toSeq] = [Number(row['from_seq']), Number(row['to_seq'])];
  return {
    epoch: Number(row['epoch']),
    class: String(row['class']) as TelemetryClass,
    fromSeq,
    toSeq,
    count: toSeq - fromSeq + 1,
    fromMs: Number(row['from_ms']),
    toMs: Number(row['to_ms']),
    bytes: Number(row['bytes']),
  };
}

function limitsOf({ epoch, fromSeq, toSeq }: Flight): [number, number, number] {
  return [epoch, fromSeq, toSeq];
}
