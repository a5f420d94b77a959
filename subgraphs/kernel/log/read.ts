/** Reading the log: one stream forwards to decide on it, several backwards to show them, a shard forwards to follow it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Event, EventMetadata, GlobalPosition, Recorded } from '../event.ts';
import { ask } from '../transaction.ts';

/** Positions leave as text; so order by `events.position`, since the bare word would mean the text. */
const columns = `shard, position::text as position, event_id::text as id, tenant_id::text as "tenantId", stream,
  stream_version as "streamVersion", type, version, data, metadata,
  to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

const lastPosition = '9223372036854775807';

/** A row of the log as the driver hands it over: JSON columns may arrive as text. */
export type EventRow = Omit<Recorded, 'data' | 'metadata'> & { readonly data: unknown; readonly metadata: unknown };

/** All events of one stream, first to last. The type parameter is the caller's knowledge of the stream. */
export async function readStream<E extends Event>(em: EntityManager, stream: string): Promise<Recorded<E>[]> {
  const sql = `select ${columns} from log.events where stream = $1 order by events.stream_version`;
  const rows = await ask<EventRow>(em, sql, [stream]);
  return rows.map((row) => fromRow<E>(row));
}

/** A page of the merged history of some streams of one tenant, newest first. `before` is exclusive. */
export async function readHistory(
  em: EntityManager,
  query: { readonly streams: readonly string[]; readonly before?: GlobalPosition; readonly limit: number },
): Promise<Recorded[]> {
  const rows = await ask<EventRow>(
    em,
    `select ${columns} from log.events where stream = any($1) and position < $2
     order by events.position desc limit $3`,
    [[...query.streams], query.before ?? lastPosition, query.limit],
  );
  return rows.map((row) => fromRow(row));
}

/**
 * The events of a shard after a position, in order. Nothing before the last one returned can appear later.
 * With `types`, only those; a page that is not full then reaches at least the head as it was before the call.
 */
export async function readShard(
  em: EntityManager,
  shard: number,
  page: {
    readonly after: GlobalPosition;
    readonly upTo?: GlobalPosition;
    readonly limit: number;
    readonly types?: readonly string[];
  },
): Promise<Recorded[]> {
  const { after, upTo = lastPosition, types = [], limit } = page;
  const rows = await ask<EventRow>(
    em,
    `select ${columns} from log.events where shard = $1 and position > $2 and position <= $3
     ${types.length > 0 ? 'and type = any($5)' : ''} order by events.position limit $4`,
    [shard, after, upTo, limit, ...(types.length > 0 ? [types] : [])],
  );
  return rows.map((row) => fromRow(row));
}

/** The types of the events of a shard between two positions. */
export async function readTypes(
  em: EntityManager,
  shard: number,
  range: { readonly after: GlobalPosition; readonly upTo: GlobalPosition },
): Promise<string[]> {
  const sql = 'select distinct type from log.events where shard = $1 and position > $2 and position <= $3';
  const rows = await ask<{ type: string }>(em, sql, [shard, range.after, range.upTo]);
  return rows.map(({ type }) => type);
}

/** The first position between two that the log does not have, or null: in an intact log there is none. */
export async function findHole(
  em: EntityManager,
  shard: number,
  range: { readonly after: GlobalPosition; readonly upTo: GlobalPosition },
): Promise<GlobalPosition | null> {
  const { after, upTo } = range;
  const [row] = await ask<{ hole: GlobalPosition | null }>(
    em,
    `select case when count(*) < $3::bigint - $2::bigint then (
         select min(p) from generate_series($2::bigint + 1, $3) as p
         where not exists (select from log.events e where e.shard = $1 and e.position = p)
       )::text end as hole
     from log.events where shard = $1 and position > $2 and position <= $3`,
    [shard, after, upTo],
  );
  return row?.hole ?? null;
}

/** The last position of every shard that has events. */
export async function readHeads(em: EntityManager): Promise<Map<number, GlobalPosition>> {
  const sql = 'select shard, position::text as position from log.heads where position > 0';
  const rows = await ask<{ shard: number; position: string }>(em, sql, []);
  return new Map(rows.map((row) => [row.shard, row.position]));
}

function fromRow<E extends Event>(row: EventRow): Recorded<E> {
  return { ...row, data: parsed(row.data), metadata: parsed(row.metadata) as EventMetadata } as unknown as Recorded<E>;
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}
