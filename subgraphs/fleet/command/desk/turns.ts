/**
 * How many looks for commands a process makes at once. They share the pool of connections with heartbeats, of which most
 * must be left alone; who waits for its turn waits in memory, and no longer than its call lasts.
 */

/** A bounded number of workers. */
export class Turns {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Does the work when its turn comes. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working < this.#max) this.#working += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working -= 1;
    }
  }
}
