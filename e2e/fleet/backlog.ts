/**
 * What a virtual device still has to deliver, in memory. The rules are the agent's: every row has a number, a batch
 * keeps its limits until its fate is known, and what had to go for want of room is declared with a signature.
 */
import { lossText } from '../../agent/queue/declaration.ts';
import type { Dropped, TelemetryBatch } from '../../agent/wire.ts';

/** One moment's values. */
export type Row = { readonly timeMs: number; readonly values: readonly number[] };

type Loss = Omit<Dropped, 'signature'>;

/** How a backlog is made. */
export type BacklogOptions = {
  readonly deviceId: string;
  readonly epoch: number;
  readonly series: readonly string[];
  readonly rowsMax: number;
  readonly sign: (text: string) => string;
};

/** One device's rows. */
export class Backlog {
  readonly #options: BacklogOptions;
  #rows: (Row & { readonly seq: number })[] = [];
  #nextSeq = 1;
  #loss: Loss | null = null;
  #flight: TelemetryBatch | null = null;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Rows that wait, those on their way included. */
  get length(): number {
    return this.#rows.length;
  }

  /** Number of the newest row. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** Time of the oldest row, or null. */
  get oldestMs(): number | null {
    return this.#rows[0]?.timeMs ?? null;
  }

  /** Adds a row; when there is no room the oldest that is not on its way is given up. */
  add(row: Row): void {
    this.#rows.push({ ...row, seq: this.#nextSeq });
    this.#nextSeq += 1;
    if (this.#rows.length <= this.#options.rowsMax) return;
    const [lost] = this.#rows.splice(this.#flight?.samples?.timesMs.length ?? 0, 1);
    if (lost) this.#lose(lost.seq, lost.timeMs);
  }

  /** The batch to offer: the one already offered, or the oldest rows. Null when there are none. */
  next(count: number): TelemetryBatch | null {
    if (this.#flight) return this.#flight;
    const rows = this.#rows.slice(0, count);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return null;
    const { epoch, series, deviceId, sign } = this.#options;
    const loss = this.#loss;
    this.#loss = null;
    const fromSeq = loss?.fromSeq ?? first.seq;
    this.#flight = {
      epoch,
      runKey: `${deviceId}-${epoch}-${fromSeq}`,
      fromSeq,
      toSeq: last.seq,
      samples: {
        timesMs: rows.map((row) => row.timeMs),
        series,
        values: series.map((_, column) => rows.map((row) => row.values[column] ?? null)),
      },
      kernelEvents: null,
      dropped: loss ? [{ ...loss, signature: sign(lossText(deviceId, { ...loss, epoch })) }] : [],
    };
    return this.#flight;
  }

  /** The batch on its way is durable. */
  acknowledge(): void {
    this.#rows.splice(0, this.#flight?.samples?.timesMs.length ?? 0);
    this.#flight = null;
  }

  #lose(seq: number, timeMs: number): void {
    const loss = this.#loss;
    const start = loss ?? { fromSeq: seq, fromMs: timeMs, count: 0 };
    const { fromSeq, fromMs, count } = start;
    this.#loss = {
      class: 'SAMPLES',
      fromSeq,
      toSeq: seq,
      count: count + 1,
      fromMs,
      toMs: timeMs,
      reason: 'QUEUE_FULL',
    };
  }
}
