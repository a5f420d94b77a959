/**
 * Writing to the log, in the order that keeps its promises: stream versions are compared and set first, rows are
 * projected next, and the shard's head is taken last, for the shortest time. Only the first is waited for: rows, facts
 * and commit leave together. See `docs/decisions/0002` and `0008`.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Refusal } from '../errors.ts';
import type { Event, EventMetadata, Fact, Recorded } from '../event.ts';
import { invariant } from '../invariant.ts';
import { ask, tell } from '../transaction.ts';

/** Events for one stream. `expectedVersion` is the version it must have; null appends at whatever it has. */
export type StreamWrite<E extends Event = Event> = {
  readonly stream: string;
  readonly expectedVersion: number | null;
  readonly events: readonly E[];
  /** Who caused these, where an append has the facts of several callers; absent for the append's own. */
  readonly metadata?: EventMetadata;
};

/** One append: all of it becomes visible, or nothing. */
export type Append<E extends Event = Event> = {
  readonly tenantId: string;
  readonly metadata: EventMetadata;
  readonly writes: readonly StreamWrite<E>[];
  /** Writes the rows that belong to the same transaction; runs before positions are given out. */
  readonly project?: (facts: readonly Fact<E>[]) => Promise<void>;
};

/** A stream moved between reading and writing. `handle` retries it once, then it becomes CONFLICT. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * Appends inside the transaction of `em`. Throws `VersionConflict` when a stream is not at its expected version or
 * belongs to another tenant; the transaction is then lost and must be rolled back. The facts are on their way when this
 * resolves: nobody waits for their positions, since the head of the shard is held until the commit behind them.
 */
export async function append<E extends Event>(em: EntityManager, request: Append<E>): Promise<Fact<E>[]> {
  const facts = await prepare(em, request);
  if (facts.length > 0) tell(em, `select from ${recording}`, recordingOf(facts, request));
  return facts;
}

/** As `append`, but waits for the places of the facts in the log, and makes the shard wait meanwhile. */
export async function appendAndLocate<E extends Event>(em: EntityManager, request: Append<E>): Promise<Recorded<E>[]> {
  const facts = await prepare(em, request);
  if (facts.length === 0) return [];
  const sql = `select shard, head::text from ${recording}`;
  const [place] = await ask<{ shard: number; head: string }>(em, sql, recordingOf(facts, request));
  invariant(place, 'log.record answers the shard and its head');
  const before = BigInt(place.head) - BigInt(facts.length);
  return facts.map((fact, index) => ({
    ...fact,
    shard: place.shard,
    position: (before + BigInt(index + 1)).toString(),
  }));
}

/**
 * Claims an idempotency key inside the transaction of `em`. False means that the same request was done before and
 * must not be done again. Refuses with CONFLICT when the key stands for another request.
 */
export async function claimKey(
  em: EntityManager,
  claim: { readonly tenantId: string; readonly key: string; readonly requestHash: string },
): Promise<boolean> {
  try {
    const { tenantId, key, requestHash } = claim;
    const sql = 'select log.claim_key($1, $2, $3) as claimed';
    const [row] = await ask<{ claimed: boolean }>(em, sql, [tenantId, key, requestHash]);
    return row?.claimed === true;
  } catch (thrown) {
    if (sqlState(thrown) !== 'FL422') throw thrown;
    const words = 'This idempotency key was used for another request. Use a new key for a new request.';
    throw new Refusal('CONFLICT', words, { idempotencyKey: claim.key }, { cause: thrown });
  }
}

/** The SQLSTATE of a database error, also when the ORM has wrapped it. */
export function sqlState(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string') return code;
  }
  return undefined;
}

const recording = 'log.record($1::uuid, $2::jsonb, $3::jsonb)';

function recordingOf(facts: readonly Fact[], request: Pick<Append, 'tenantId' | 'metadata'>): [string, string, string] {
  return [
    request.tenantId,
    JSON.stringify(request.metadata),
    JSON.stringify(facts.map((fact) => storedForm(fact, request.metadata))),
  ];
}

/** Everything but the facts' places: their streams are theirs, and their rows are being written. */
async function prepare<E extends Event>(em: EntityManager, request: Append<E>): Promise<Fact<E>[]> {
  const writes = request.writes.filter((write) => write.events.length > 0);
  if (writes.length === 0) return [];
  const bases = await reserve(em, request.tenantId, writes);
  const facts = writes.flatMap((write) => factsOf(write, bases, request));
  await request.project?.(facts);
  return facts;
}

type Bases = ReadonlyMap<string, { readonly base: number; readonly at: string }>;

async function reserve(em: EntityManager, tenantId: string, writes: readonly StreamWrite[]): Promise<Bases> {
  const wanted = writes.map((write) => ({
    stream: write.stream,
    expected: write.expectedVersion,
    count: write.events.length,
  }));
  invariant(new Set(wanted.map((write) => write.stream)).size === wanted.length, 'one write per stream');
  try {
    const rows = await ask<{ stream: string; base: number; at: string }>(
      em,
      `select stream, base, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from log.reserve($1, $2)`,
      [tenantId, JSON.stringify(wanted)],
    );
    return new Map(rows.map((row) => [row.stream, row]));
  } catch (thrown) {
    if (sqlState(thrown) === 'FL409') throw new VersionConflict('a stream moved meanwhile', { cause: thrown });
    throw thrown;
  }
}

function factsOf<E extends Event>(write: StreamWrite<E>, bases: Bases, request: Append<E>): Fact<E>[] {
  const reserved = bases.get(write.stream);
  invariant(reserved, `stream ${write.stream} was reserved`);
  return write.events.map((event, index) => ({
    ...event,
    id: randomUUID(),
    tenantId: request.tenantId,
    stream: write.stream,
    streamVersion: reserved.base + index + 1,
    at: reserved.at,
    metadata: write.metadata ?? request.metadata,
  }));
}

function storedForm(fact: Fact, common: EventMetadata): Record<string, unknown> {
  const { id, stream, streamVersion, type, version, data, metadata } = fact;
  const own = metadata === common ? {} : { metadata };
  return { id, stream, streamVersion, type, version: version ?? 1, data, ...own };
}
