/** Small facts of a queue that live in its own file, so that they change in the same commit as its records. */
import type { DatabaseSync } from 'node:sqlite';

/** Names to values. An absent number is 0. */
export class Meta {
  readonly #get;
  readonly #set;

  constructor(database: DatabaseSync) {
    this.#get = database.prepare('select value from meta where key = ?');
    this.#set = database.prepare(
      'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    );
  }

  /** A text, or null. */
  text(key: string): string | null {
    const value = this.#get.get(key)?.['value'];
    return typeof value === 'string' ? value : null;
  }

  /** A number, 0 when absent. */
  number(key: string): number {
    return Number(this.text(key) ?? 0);
  }

  /** Stores a text. */
  setText(key: string, value: string): void {
    this.#set.run(key, value);
  }

  /** Stores a number. */
  setNumber(key: string, value: number): void {
    this.#set.run(key, String(value));
  }

  /** Adds to a number. */
  add(key: string, increase: number): void {
    this.setNumber(key, this.number(key) + increase);
  }
}
