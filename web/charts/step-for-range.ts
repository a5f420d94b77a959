/**
 * Chooses how wide one point of a chart is. The steps are the divisions of clock time people expect, and never finer
 * than a device measures (once per second).
 */
import { POINTS_MAX } from './sample-window.ts';

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400] as const;

/** The smallest step with which the range fits into one chart, and at least `stepMinS`. */
export function stepForRange(rangeS: number, stepMinS = 1): number {
  const fitting = STEPS_S.find((step) => step >= stepMinS && rangeS / step <= POINTS_MAX - 2);
  return fitting ?? Math.max(stepMinS, Math.ceil(rangeS / (POINTS_MAX - 2)));
}
