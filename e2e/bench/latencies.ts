/** Latencies as they are quoted: the middle, the bad and the worst of what really happened. */

/** Percentiles in milliseconds. */
export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** Percentiles of a list, by nearest rank. All zero for an empty list. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
    return Math.round(value * 10) / 10;
  };
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** One line: `p50 3.1  p95 9.9  p99 14.2  max 40.1 ms`. */
export function percentilesText({ count, p50, p95, p99, max }: Percentiles): string {
  if (count === 0) return 'nothing measured';
  return `p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max} ms  (${count})`;
}
