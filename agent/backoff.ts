/** How long to wait after failures: exponential with full spread, so that a fleet does not return in step. */

/** Milliseconds to wait after the nth failure in a row (1, 2, …); `random` is in [0, 1). */
export function backoffMs(failures: number, random: number, bounds = { baseMs: 1_000, maxMs: 60_000 }): number {
  const ceiling = Math.min(bounds.maxMs, bounds.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceiling * (0.5 + random / 2));
}
