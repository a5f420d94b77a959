/** Who was busy from when to when, and the question it is kept for: how many were at once. */

/** One stretch of work, on one clock, in milliseconds. */
export type Interval = { readonly from: number; readonly to: number };

/** The most intervals that ever overlapped. One that ends when another begins does not overlap it. */
export function mostAtOnce(intervals: readonly Interval[]): number {
  const edges = intervals.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ]);
  let [busy, most] = [0, 0];
  for (const { step } of edges.toSorted((a, b) => a.at - b.at || a.step - b.step)) {
    busy += step;
    most = Math.max(most, busy);
  }
  return most;
}
