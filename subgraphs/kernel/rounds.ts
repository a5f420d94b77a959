/** Work in the background that is done again and again, one round after the other, until it is stopped. */

/** What is done, and how often. */
export type RoundsParts = {
  /** From the end of one round to the beginning of the next, in milliseconds. */
  readonly periodMs: number;
  /** From the start to the first round; a period if absent. */
  readonly firstInMs?: number;
  readonly round: () => Promise<unknown>;
  /** Hears of a round that failed. The next one is made all the same. */
  readonly failed: (error: unknown) => void;
};

/** Rounds of one kind. They never overlap. */
export class Rounds {
  readonly #parts: RoundsParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /** Whether no further round will be made: a long one can end early. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Begins. */
  start(): void {
    this.#schedule(this.#parts.firstInMs ?? this.#parts.periodMs);
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delayMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => (this.#running = this.#round()), delayMs);
  }

  async #round(): Promise<void> {
    try {
      await this.#parts.round();
    } catch (error) {
      this.#parts.failed(error);
    }
    this.#schedule(this.#parts.periodMs);
  }
}
