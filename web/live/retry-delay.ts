/** The pauses between tries to connect. */

const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 20_000;

/** How long to wait before a try: doubling up to a cap, half of it by chance, so that a fleet of tabs spreads out. */
export function retryDelayMs(retries: number, chance: number): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(retries, 10));
  return full / 2 + (full / 2) * chance;
}
