/**
 * Finds the stretches a chart knows nothing about, so that they can be hatched. "Nothing arrived" is a statement of
 * its own: it is neither zero nor a straight line between two distant measurements.
 */
import type { AlignedSeries, TimeSpan } from './aligned-series.ts';

interface FindGapsOptions {
  window: TimeSpan;
  stepS: number;
  /** Shorter silences than this are the normal cadence of samples and batches. */
  toleranceS: number;
  /** The same for the silence that reaches the right edge, which includes the way of the newest batch to us. */
  tailToleranceS: number;
}

/** The spans of the window in which no series has a value, oldest first. */
export function findGaps({ times, values }: AlignedSeries, options: FindGapsOptions): TimeSpan[] {
  const { window, stepS, toleranceS, tailToleranceS } = options;
  const gaps: TimeSpan[] = [];
  let knownUntil = window.from;
  let isAllSilent = true;
  times.forEach((time, i) => {
    if (time < window.from - stepS || time > window.to || !isMeasured(values, i)) return;
    isAllSilent = false;
    if (time - knownUntil > toleranceS) gaps.push({ from: knownUntil, to: time });
    knownUntil = Math.max(knownUntil, time + stepS);
  });
  if (isAllSilent) return [{ ...window }];
  if (window.to - knownUntil > tailToleranceS) gaps.push({ from: knownUntil, to: window.to });
  return gaps;
}

function isMeasured(values: AlignedSeries['values'], i: number): boolean {
  return values.some((line) => typeof line[i] === 'number');
}
