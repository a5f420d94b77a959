/**
 * The measurements of one device for one page: stored history plus the live feed, handed to charts as plain frames.
 * It lives outside React. Several charts read from it, each a few of its series, and all of them the same window.
 */
import type { ChartFrame, ChartSource, LossBand, TimeSpan } from '../../charts/aligned-series.ts';
import { findGaps } from '../../charts/find-gaps.ts';
import { POINTS_MAX, SampleWindow } from '../../charts/sample-window.ts';
import { stepForRange } from '../../charts/step-for-range.ts';
import { type TimeRange, spanOf } from '../../charts/time-range.ts';

/** Stored history as the page read it. Times are unix seconds; `null` is a gap. */
interface MetricsHistory {
  stepS: number;
  series: readonly { name: string; times: readonly number[]; avg: readonly (number | null)[] }[];
  losses: readonly LossBand[];
}

/** One delivery of the live feed, columnar. */
interface LiveSamples {
  timesMs: readonly number[];
  series: readonly string[];
  /** One list per series; null where the whole series is missing. */
  values: readonly (readonly (number | null)[] | null)[];
}

/** A batch takes a few seconds from the device to the screen; only a longer silence at the right edge is a gap. */
const TAIL_TOLERANCE_S = 15;

/** Holds the samples of a window and tells its charts when to look again. */
export class MetricsFeed {
  readonly #names: readonly string[];
  readonly #range: TimeRange;
  readonly #nowS: () => number;
  readonly #listeners = new Set<() => void>();
  #window: SampleWindow;
  #losses: readonly LossBand[] = [];
  #pausedAt: number | null = null;

  constructor(names: readonly string[], range: TimeRange, nowS: () => number) {
    this.#names = names;
    this.#range = range;
    this.#nowS = nowS;
    this.#window = this.#windowOf(stepForRange(this.#lengthS));
  }

  /** The step of the grid in seconds. */
  get stepS(): number {
    return this.#window.stepS;
  }

  /** Time of the newest sample in unix seconds, or null. */
  get newestTime(): number | null {
    return this.#window.newestTime;
  }

  /** Takes stored history. A coarser one than the grid (an older rollup) makes the grid coarser. */
  setHistory(history: MetricsHistory): void {
    const stepS = stepForRange(this.#lengthS, history.stepS);
    if (stepS !== this.#window.stepS) this.#window = this.#windowOf(stepS);
    this.#window.setHistory(alignHistory(this.#names, history));
    this.#losses = history.losses;
    this.refresh();
  }

  /** Takes a live delivery, if the window follows the clock. */
  addLive({ timesMs, series, values }: LiveSamples): void {
    if (this.#range.kind === 'fixed') return;
    const columns = this.#names.map((name) => values[series.indexOf(name)] ?? []);
    this.#window.addLive({ times: timesMs.map((timeMs) => timeMs / 1000), columns });
    this.refresh();
  }

  /** Stops the window where it is; samples are still collected. */
  setPaused(isPaused: boolean): void {
    this.#pausedAt = isPaused ? (this.#pausedAt ?? this.#nowS()) : null;
    this.refresh();
  }

  /** Lets the charts look again: also without new samples, because time passes and gaps grow. */
  refresh(): void {
    for (const changed of this.#listeners) changed();
  }

  /** The newest value of a series, or null. */
  latest(name: string): number | null {
    return this.#window.latest(this.#names.indexOf(name));
  }

  /** What a chart of some of the series reads. */
  source(names: readonly string[]): ChartSource {
    return {
      subscribe: (changed) => {
        this.#listeners.add(changed);
        return () => this.#listeners.delete(changed);
      },
      read: () => this.#frame(names),
    };
  }

  #frame(names: readonly string[]): ChartFrame {
    const window = this.#visibleSpan();
    const toleranceS = Math.max(3, 2 * this.stepS);
    const all = this.#window.read(window.from, window.to, toleranceS);
    const values = names.map((name) => all.values[this.#names.indexOf(name)] ?? all.times.map(() => null));
    const gaps = findGaps(
      { times: all.times, values },
      { window, stepS: this.stepS, toleranceS, tailToleranceS: this.#tailToleranceS() },
    );
    return { times: all.times, values, window, gaps, losses: [...this.#losses] };
  }

  #visibleSpan(): TimeSpan {
    return spanOf(this.#range, this.#pausedAt ?? this.#nowS());
  }

  #tailToleranceS(): number {
    return this.#range.kind === 'live' ? Math.max(TAIL_TOLERANCE_S, 2 * this.stepS) : 2 * this.stepS;
  }

  get #lengthS(): number {
    const { from, to } = spanOf(this.#range, 0);
    return to - from;
  }

  #windowOf(stepS: number): SampleWindow {
    const capacity = Math.min(POINTS_MAX, Math.ceil(this.#lengthS / stepS) + 2);
    return new SampleWindow({ seriesCount: this.#names.length, stepS, capacity });
  }
}

/** The API answers each series with its own times; the window wants one list of times with a column per series. */
function alignHistory(names: readonly string[], history: MetricsHistory) {
  const times = [...new Set(history.series.flatMap((series) => series.times))].toSorted((a, b) => a - b);
  const columns = names.map((name) => {
    const series = history.series.find((candidate) => candidate.name === name);
    const byTime = new Map(series?.times.map((time, i) => [time, series.avg[i] ?? null]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  return { times, columns };
}
