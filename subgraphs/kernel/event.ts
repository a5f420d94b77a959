/**
 * The vocabulary of facts. An event says what happened, in the past tense; a recorded event adds
 * where and when the log keeps it. Types only, so that domain code can import this file freely.
 */

/** A fact as a decider states it: a name in the past tense, its data, and the version of their shape. */
export type Event<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly data: Data;
  /** Version of the shape of `data`; absent means 1. */
  readonly version?: number;
};

/** The dense position of an event in its shard, as decimal text: a bigint that no one should do arithmetic on. */
export type GlobalPosition = string;

/** Who caused an event and under which request; never holds a secret. */
export type EventMetadata = {
  /** `user:<id>`, `device:<id>`, `service:<id>`, `rule:<name>` or `system`. */
  readonly actor: string;
  readonly requestId?: string;
  /** For what somebody has to hold an authority to write: which one, as `<authorityId>@<epoch>`. */
  readonly authority?: string;
};

/** A fact that is being written: everything but its place in the log, which is given out last. */
export type Fact<E extends Event = Event> = E & {
  readonly id: string;
  readonly tenantId: string;
  readonly stream: string;
  /** 1 for the first event of the stream, without holes. */
  readonly streamVersion: number;
  /** RFC 3339, UTC, by the database's clock. Informs; never orders. */
  readonly at: string;
  readonly metadata: EventMetadata;
};

/** A fact as the log keeps it. Order is by shard and position. */
export type Recorded<E extends Event = Event> = Fact<E> & {
  readonly shard: number;
  readonly position: GlobalPosition;
};
