/**
 * The plain shapes every chart speaks. Charts know nothing of the API: a feature turns what it fetched into these
 * and the chart draws them. Times are unix seconds, because that is what the plotting library draws without copying.
 */

/**
 * One point of a line: a number was measured; `null` is a gap that must be visible as a gap; `undefined` is a slot of
 * the time grid that happens to be empty between two samples of normal cadence, so the line runs through it.
 */
export type Point = number | null | undefined;

/** Several lines over one ascending list of times. `values[s][i]` belongs to line `s` at `times[i]`. */
export interface AlignedSeries {
  times: number[];
  values: Point[][];
}

/** A stretch of time, in unix seconds, half open at its end. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** A stretch for which the device itself declared that it dropped measurements, and why. */
export interface LossBand extends TimeSpan {
  count: number;
  reason: string;
}

/** Everything one chart needs to paint one frame. */
export interface ChartFrame extends AlignedSeries {
  window: TimeSpan;
  gaps: TimeSpan[];
  losses: LossBand[];
}

/**
 * Where a chart gets its frames. It is read inside an animation frame and outside React's rendering, so `read` has to
 * be cheap and must not throw. `subscribe` calls back whenever a new frame would look different.
 */
export interface ChartSource {
  subscribe(changed: () => void): () => void;
  read(): ChartFrame;
}
