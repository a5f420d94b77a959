/**
 * A bounded queue between one who pushes and one who iterates. What does not fit is dropped oldest first, because a
 * live value that is late is worth less than the next one; the numbers in live messages tell that some are missing.
 * `return` ends it at once, also while it waits: an async generator's would wait for a value that may never come.
 */

type Waiting<T> = { resolve(result: IteratorResult<T>): void; reject(cause: unknown): void };

/** A queue that is an async iterator. */
export class Channel<T> implements AsyncIterableIterator<T> {
  readonly #max: number;
  readonly #leave: () => void;
  readonly #buffer: IteratorYieldResult<T>[] = [];
  #waiting: Waiting<T> | undefined;
  #failure: { readonly cause: unknown } | undefined;
  #isClosed = false;
  #hasLeft = false;

  /** `leave` runs once, when the iterating side goes. */
  constructor(max: number, leave: () => void) {
    this.#max = max;
    this.#leave = leave;
  }

  /** Hands over a value. Never waits. */
  push(value: T): void {
    if (this.#isClosed) return;
    if (this.#waiting) return this.#take().resolve({ value, done: false });
    this.#buffer.push({ value, done: false });
    if (this.#buffer.length > this.#max) this.#buffer.shift();
  }

  /** Ends the iteration after what is buffered. */
  end(): void {
    this.#isClosed = true;
    if (this.#waiting) this.#take().resolve({ value: undefined, done: true });
  }

  /** Ends the iteration by throwing, after what is buffered. */
  fail(cause: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#waiting) this.#take().reject(cause);
    else this.#failure = { cause };
  }

  /** Ends the iteration by throwing, without what is buffered, and leaves. */
  abandon(cause: unknown): void {
    this.#buffer.length = 0;
    this.fail(cause);
    this.#depart();
  }

  next(): Promise<IteratorResult<T>> {
    const ready = this.#buffer.shift();
    if (ready) return Promise.resolve(ready);
    if (this.#failure) {
      const { cause } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(cause);
    }
    if (this.#isClosed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.#buffer.length = 0;
    this.#failure = undefined;
    this.end();
    this.#depart();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #depart(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#leave();
  }

  #take(): Waiting<T> {
    const waiting = this.#waiting as Waiting<T>;
    this.#waiting = undefined;
    return waiting;
  }
}
