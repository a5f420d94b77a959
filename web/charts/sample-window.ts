/**
 * The ring buffer behind a live chart: a fixed grid of time slots that joins stored history and live samples.
 *
 * A grid (rather than a list of arrivals) makes three promises cheap to keep: memory never grows, a sample that both
 * the history and the live feed carry is one point and not two, and an empty slot is visible as an empty slot.
 */
import type { AlignedSeries, Point } from './aligned-series.ts';

/** The most points a line may have: about one per two pixels of a wide chart. */
export const POINTS_MAX = 600;

/** Columns over shared times: `columns[s][i]` is series `s` at time `i`; `null` means it was not measured. */
interface SampleColumns {
  times: readonly number[];
  columns: readonly (readonly (number | null)[])[];
}

interface SampleWindowOptions {
  seriesCount: number;
  /** Width of a slot. Samples that share a slot are averaged. */
  stepS: number;
  /** Number of slots kept; older ones are overwritten. */
  capacity?: number;
}

/** One series' slots. Sums and counts rather than averages, so that a slot can still receive samples. */
interface SlotColumn {
  historySum: Float64Array;
  historyCount: Uint32Array;
  liveSum: Float64Array;
  liveCount: Uint32Array;
  /** Time of the newest live sample: an older or equal one is a repetition and is ignored. */
  liveUntil: number;
}

/** A bounded window of samples for several series on one time grid. */
export class SampleWindow {
  readonly stepS: number;
  readonly capacity: number;
  readonly #slotNumbers: Float64Array;
  readonly #series: SlotColumn[];
  #newestHistorySlot = Number.NEGATIVE_INFINITY;
  #newestTime = Number.NEGATIVE_INFINITY;

  constructor({ seriesCount, stepS, capacity = POINTS_MAX }: SampleWindowOptions) {
    this.stepS = stepS;
    this.capacity = Math.min(Math.max(2, capacity), POINTS_MAX);
    this.#slotNumbers = new Float64Array(this.capacity).fill(Number.NEGATIVE_INFINITY);
    this.#series = Array.from({ length: seriesCount }, () => ({
      historySum: new Float64Array(this.capacity),
      historyCount: new Uint32Array(this.capacity),
      liveSum: new Float64Array(this.capacity),
      liveCount: new Uint32Array(this.capacity),
      liveUntil: Number.NEGATIVE_INFINITY,
    }));
  }

  /** Time of the newest measured sample in unix seconds, or null while there is none. */
  get newestTime(): number | null {
    return Number.isFinite(this.#newestTime) ? this.#newestTime : null;
  }

  /** Replaces what is known from the store. Live samples stay: they may be newer than the answer. */
  setHistory({ times, columns }: SampleColumns): void {
    for (const column of this.#series) {
      column.historySum.fill(0);
      column.historyCount.fill(0);
    }
    this.#newestHistorySlot = Number.NEGATIVE_INFINITY;
    times.forEach((time, i) => {
      const values = columns.map((column) => column[i] ?? null);
      if (values.every((value) => value === null)) return;
      const place = this.#place(time);
      if (place === null) return;
      this.#newestHistorySlot = Math.max(this.#newestHistorySlot, this.#slotOf(time));
      this.#newestTime = Math.max(this.#newestTime, time);
      this.#series.forEach((column, s) => {
        const value = values[s] ?? null;
        if (value === null) return;
        column.historySum[place] = (column.historySum[place] ?? 0) + value;
        column.historyCount[place] = (column.historyCount[place] ?? 0) + 1;
      });
    });
  }

  /** Adds live samples. A sample that was already taken, or is too old for the window, changes nothing. */
  addLive({ times, columns }: SampleColumns): void {
    times.forEach((time, i) => {
      this.#series.forEach((column, s) => {
        const value = columns[s]?.[i] ?? null;
        if (value === null || time <= column.liveUntil) return;
        const place = this.#place(time);
        if (place === null) return;
        column.liveUntil = time;
        column.liveSum[place] = (column.liveSum[place] ?? 0) + value;
        column.liveCount[place] = (column.liveCount[place] ?? 0) + 1;
        this.#newestTime = Math.max(this.#newestTime, time);
      });
    });
  }

  /**
   * The lines between two times. Empty slots shorter than `toleranceS` between two measurements are `undefined` (the
   * line runs through), longer ones and those at the edges are `null` (a gap).
   */
  read(from: number, to: number, toleranceS: number): AlignedSeries {
    const first = Math.max(this.#slotOf(from), this.#slotOf(to) - this.capacity + 1);
    const last = this.#slotOf(to);
    const slots = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    const times = slots.map((slot) => slot * this.stepS);
    const emptySlotsMax = Math.floor(toleranceS / this.stepS);
    const values = this.#series.map((column) => {
      const line = slots.map((slot) => this.#valueAt(column, slot));
      bridgeShortHoles(line, emptySlotsMax);
      return line;
    });
    return { times, values };
  }

  /** The newest measured value of a series, or null when it was never measured within the window. */
  latest(series: number): number | null {
    const column = this.#series[series];
    const newest = this.newestTime;
    if (column === undefined || newest === null) return null;
    for (let slot = this.#slotOf(newest), i = 0; i < this.capacity; i += 1) {
      const value = this.#valueAt(column, slot - i);
      if (typeof value === 'number') return value;
    }
    return null;
  }

  /**
   * History is the truth where it exists, because it has seen every sample. Only its newest slot may still have been
   * filling when it was read: there the live feed, which goes on filling it, takes over.
   */
  #valueAt(column: SlotColumn, slot: number): Point {
    const place = modulo(slot, this.capacity);
    if (this.#slotNumbers[place] !== slot) return null;
    const historyCount = column.historyCount[place] ?? 0;
    const liveCount = column.liveCount[place] ?? 0;
    const isHistory = historyCount > 0 && (liveCount === 0 || slot < this.#newestHistorySlot);
    if (isHistory) return (column.historySum[place] ?? 0) / historyCount;
    return liveCount > 0 ? (column.liveSum[place] ?? 0) / liveCount : null;
  }

  #slotOf(time: number): number {
    return Math.floor(time / this.stepS);
  }

  /** Finds (and if needed clears) the place of a time, or null when a newer slot already lives there. */
  #place(time: number): number | null {
    const slot = this.#slotOf(time);
    const place = modulo(slot, this.capacity);
    const occupant = this.#slotNumbers[place] ?? Number.NEGATIVE_INFINITY;
    if (occupant > slot) return null;
    if (occupant < slot) {
      this.#slotNumbers[place] = slot;
      for (const column of this.#series) {
        column.historySum[place] = 0;
        column.historyCount[place] = 0;
        column.liveSum[place] = 0;
        column.liveCount[place] = 0;
      }
    }
    return place;
  }
}

/** Turns holes of at most `emptySlotsMax` slots, with a measurement on both sides, from gaps into bridges. */
function bridgeShortHoles(line: Point[], emptySlotsMax: number): void {
  let measuredAt = -1;
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === null) continue;
    const holes = i - measuredAt - 1;
    if (measuredAt >= 0 && holes > 0 && holes <= emptySlotsMax) line.fill(undefined, measuredAt + 1, i);
    measuredAt = i;
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
