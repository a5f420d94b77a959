/**
 * Notices missing messages of a live feed. Feeds number what they send; a reader may join in the middle (upstreams are
 * shared) and a reconnect starts anew, so only a jump within one connection means that something was lost.
 */

/** Follows one feed. */
export class SequenceCheck {
  #last: number | null = null;

  /** Takes the number of a message. False means that at least one message before it is missing. */
  accepts(seq: number): boolean {
    const isExpected = this.#last === null || seq === this.#last + 1;
    this.#last = seq;
    return isExpected;
  }

  /** Forgets the numbering, because the connection is a new one. */
  restart(): void {
    this.#last = null;
  }
}
