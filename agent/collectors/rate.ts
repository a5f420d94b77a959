/** Turns counters that only rise into rates. A first reading, a reset and a pause have no rate: they are gaps. */

/** A pause longer than this (a suspended machine) makes an average that describes nothing. */
const pauseMs = 10_000;

/** One counter. */
export class Rate {
  #last: { readonly count: number; readonly atMs: number } | null = null;

  /** Increase per second since the last reading, or null. */
  perSecond(count: number, atMs: number): number | null {
    const last = this.#last;
    this.#last = { count, atMs };
    if (!last || count < last.count || atMs <= last.atMs || atMs - last.atMs > pauseMs) return null;
    return ((count - last.count) * 1_000) / (atMs - last.atMs);
  }
}

/** Several counters of one source that are read together: increases since the last reading, or null for all. */
export class Increase {
  #last: { readonly counts: readonly number[]; readonly atMs: number } | null = null;

  /** How much each counter rose, or null when the readings do not connect. */
  since(counts: readonly number[], atMs: number): readonly number[] | null {
    const last = this.#last;
    this.#last = { counts, atMs };
    if (!last || atMs - last.atMs > pauseMs || atMs <= last.atMs) return null;
    const increases = counts.map((count, index) => count - (last.counts[index] ?? 0));
    return increases.every((increase) => increase >= 0) ? increases : null;
  }
}
