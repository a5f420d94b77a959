/** Reading the log: one stream forwards to decide on it, several backwards to show them, a shard forwards to follow it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Event, EventMetadata, GlobalPosition, Recorded } from '../event.ts';

/** Positions leave as text; so order by `events.position`, since the bare word would mean the text. */
const columns = `shard, position::text as position, event_id::text as id, tenant_id::text as "tenantId", stream,
  stream_version as "streamVersion", type, version, data, metadata,
  to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

/** A row of the log as the driver hands it over: JSON columns may arrive as text. */
export type EventRow = Omit<Recorded, 'data' | 'metadata'> & { readonly data: unknown; readonly metadata: unknown };

/** All events of one stream, first to last. The type parameter is the caller's knowledge of the stream. */
export async function readStream<E extends Event>(em: EntityManager, stream: string): Promise<Recorded<E>[]> {
  const rows = await em.execute<EventRow[]>(
    `select ${columns} from log.events where stream = ? order by events.stream_version`,
    [stream],
  );
  return rows.map((row) => fromRow<E>(row));
}

/** A page of the merged history of some streams of one tenant, newest first. `before` is exclusive. */
export async function readHistory(
  em: EntityManager,
  query: { readonly streams: readonly string[]; readonly before?: GlobalPosition; readonly limit: number },
): Promise<Recorded[]> {
  const holes = query.streams.map(() => '?').join(', ');
  const rows = await em.execute<EventRow[]>(
    `select ${columns} from log.events where stream in (${holes}) and position < ?::bigint
     order by events.position desc limit ?`,
    [...query.streams, query.before ?? '9223372036854775807', query.limit],
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
  page: { readonly after: GlobalPosition; readonly limit: number; readonly types?: readonly string[] },
): Promise<Recorded[]> {
  const { types = [] } = page;
  const ofTypes = types.length > 0 ? `and type in (${types.map(() => '?').join(', ')})` : '';
  const rows = await em.execute<EventRow[]>(
    `select ${columns} from log.events where shard = ? and position > ?::bigint ${ofTypes}
     order by events.position limit ?`,
    [shard, page.after, ...types, page.limit],
  );
  return rows.map((row) => fromRow(row));
}

/** The last position of every shard that has events. */
export async function readHeads(em: EntityManager): Promise<Map<number, GlobalPosition>> {
  const rows = await em.execute<{ shard: number; position: string }[]>(
    'select shard, position::text as position from log.heads where position > 0',
  );
  return new Map(rows.map((row) => [row.shard, row.position]));
}

function fromRow<E extends Event>(row: EventRow): Recorded<E> {
  return { ...row, data: parsed(row.data), metadata: parsed(row.metadata) as EventMetadata } as unknown as Recorded<E>;
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}
