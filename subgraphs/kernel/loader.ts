/**
 * Batching without leaks: a loader is declared once and instantiated per request, and per event in a subscription,
 * so that it can neither serve one caller's rows to another nor grow stale.
 */
import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';

/** A declared loader: answers the values of many keys in the order of the keys; null where there is none. */
export type LoaderDefinition<Key, Value> = {
  readonly load: (em: EntityManager, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
};

/** Declares a loader over a query that answers a map. */
export function defineLoader<Key, Value>(
  load: (em: EntityManager, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): LoaderDefinition<Key, Value> {
  return { load };
}

/** The loaders of one request. `read` runs a query as the request's viewer. */
export class Loaders {
  readonly #read: <T>(work: (em: EntityManager) => Promise<T>) => Promise<T>;
  readonly #made = new Map<unknown, DataLoader<unknown, unknown>>();

  constructor(read: <T>(work: (em: EntityManager) => Promise<T>) => Promise<T>) {
    this.#read = read;
  }

  /** This request's instance of a declared loader. */
  get<Key, Value>(definition: LoaderDefinition<Key, Value>): DataLoader<Key, Value | null> {
    const known = this.#made.get(definition);
    if (known) return known as unknown as DataLoader<Key, Value | null>;
    const made = new DataLoader<Key, Value | null>(async (keys) => {
      const found = await this.#read((em) => definition.load(em, keys));
      return keys.map((key) => found.get(key) ?? null);
    });
    this.#made.set(definition, made);
    return made;
  }
}
