/** A projection: events in, rows out. Inline ones run where the event is recorded; asynchronous ones follow the log. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Fact, Recorded } from '../event.ts';

/** What all projections have in common, and what a rebuild needs to know. */
type ProjectionBase = {
  /** Unique over all subgraphs, e.g. `fleet.devices`. */
  readonly name: string;
  /** The tables it alone writes, all in its subgraph's schema. */
  readonly tables: readonly string[];
  /** The event types it reads. All others pass by unseen. */
  readonly handles: readonly string[];
};

/** Runs in the transaction that records the fact. Must not depend on a position. */
export type InlineProjection = ProjectionBase & {
  readonly mode: 'inline';
  project(em: EntityManager, fact: Fact): Promise<void>;
};

/** Runs after the fact, in order of position, exactly once per event. */
export type AsyncProjection = ProjectionBase & {
  readonly mode: 'async';
  project(em: EntityManager, event: Recorded): Promise<void>;
  /** Where one statement can digest many events: used instead of `project` when the log is read in batches. */
  projectBatch?(em: EntityManager, events: readonly Recorded[]): Promise<void>;
};

/** Either kind. */
export type Projection = InlineProjection | AsyncProjection;
