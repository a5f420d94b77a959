/** How long to wait before a crashed service is started again: doubling, bounded, and forgiving after a good while. */

const firstMs = 500;
const lastMs = 30_000;

/** A service that ran this long is taken to be well, and its next crash to be a new one. */
export const stableAfterMs = 60_000;

/** The wait before restart number `attempt`, counted from 1 since the service last ran well. */
export function backoffMs(attempt: number): number {
  return Math.min(lastMs, firstMs * 2 ** Math.max(0, attempt - 1));
}
