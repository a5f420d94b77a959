/**
 * What subscriptions listen to inside a process. A topic numbers what it publishes and never waits for a slow
 * listener: what does not fit its small buffer is dropped oldest first, and the missing numbers tell.
 */

/** A published value with its number in the topic; a step of more than one means something was dropped. */
export type Numbered<T> = { readonly seq: number; readonly value: T };

const bufferMax = 256;

/** One stream of values for any number of listeners. */
export class Topic<T> {
  readonly #listeners = new Set<Listener<T>>();
  #seq = 0;

  /** How many listen now. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Hands a value to every listener whose filter wants it. Never waits and never throws. */
  publish(value: T): void {
    const numbered = { seq: ++this.#seq, value };
    for (const listener of this.#listeners) listener.push(numbered);
  }

  /** Listens until the returned iterator is closed. Values are numbered per listener, after the filter. */
  subscribe(wants: (value: T) => boolean = () => true): AsyncIterableIterator<Numbered<T>> {
    const listener = new Listener<T>(wants, () => this.#listeners.delete(listener));
    this.#listeners.add(listener);
    return listener;
  }

  /** Ends every listener: the process drains. */
  close(): void {
    // A listener that leaves removes itself from the set, which the iteration allows.
    for (const listener of this.#listeners) void listener.return();
  }
}

class Listener<T> implements AsyncIterableIterator<Numbered<T>> {
  readonly #wants: (value: T) => boolean;
  readonly #leave: () => void;
  readonly #buffer: Numbered<T>[] = [];
  #waiting: ((result: IteratorResult<Numbered<T>>) => void) | undefined;
  #seq = 0;
  #isClosed = false;

  constructor(wants: (value: T) => boolean, leave: () => void) {
    this.#wants = wants;
    this.#leave = leave;
  }

  push(published: Numbered<T>): void {
    if (!this.#wants(published.value)) return;
    const numbered = { seq: ++this.#seq, value: published.value };
    if (this.#waiting) {
      this.#waiting({ value: numbered, done: false });
      this.#waiting = undefined;
      return;
    }
    this.#buffer.push(numbered);
    if (this.#buffer.length > bufferMax) this.#buffer.shift();
  }

  next(): Promise<IteratorResult<Numbered<T>>> {
    const value = this.#buffer.shift();
    if (value) return Promise.resolve({ value, done: false });
    if (this.#isClosed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  return(): Promise<IteratorResult<Numbered<T>>> {
    this.#isClosed = true;
    this.#leave();
    this.#waiting?.({ value: undefined, done: true });
    this.#waiting = undefined;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
