/**
 * Lets a few in at a time and a bounded crowd wait: a burst of claims, honest or not, must not take every connection
 * to the database from the heartbeats of devices that are in already.
 */
import { Refusal } from '@flotilla/kernel/errors';

/** How many may be inside, and how many may wait. */
export type TurnstileLimits = { readonly insideMax: number; readonly waitingMax: number };

/** Counts who is inside. */
export class Turnstile {
  readonly #limits: TurnstileLimits;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limits: TurnstileLimits) {
    this.#limits = limits;
  }

  /** Does the work when its turn comes. Refuses with LIMIT_EXCEEDED when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#limits.insideMax) await this.#wait();
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }

  /** Resolves when somebody who leaves hands over the place. */
  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#limits.waitingMax) {
      const retryAfterMs = Math.round(1_000 + Math.random() * 4_000);
      throw new Refusal('LIMIT_EXCEEDED', 'Too many devices enroll at once. Try again.', {}, { retryAfterMs });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
