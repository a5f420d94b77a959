/** An aggregate: a decider with a name for its streams and, where it has rows of its own, their inline projection. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Decider } from './decider.ts';
import type { Event, Fact } from './event.ts';

/** What `handle` needs to know of one kind of aggregate. */
export interface Aggregate<State, Command, E extends Event> extends Decider<State, Command, E> {
  /** First part of the stream's name: `device` for `device-<id>`. Owned by one subgraph. */
  readonly category: string;
  /** Writes the aggregate's own rows, in the transaction that records the fact. */
  readonly project?: (em: EntityManager, fact: Fact<E>) => Promise<void>;
}

/** The name of an aggregate's stream. */
export function streamOf(category: string, id: string): string {
  return `${category}-${id}`;
}
