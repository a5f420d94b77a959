/** Reads kernel events of one device, newest first, by a cursor that stays put while new events arrive. */
import type { ClickHouseClient } from '@clickhouse/client';
import type { Page } from '@flotilla/kernel/connection';
import { Refusal } from '@flotilla/kernel/errors';
import type { KernelEventTypeName } from './graphql.ts';

/** Which events of which device. */
export type KernelEventFilter = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly range: { readonly from: Date; readonly to: Date } | null;
  readonly types: readonly KernelEventTypeName[] | null;
};

/** One event, with what its cursor is made from. */
export type KernelEventRow = {
  readonly id: string;
  readonly time: Date;
  readonly type: KernelEventTypeName;
  readonly pid: number;
  readonly comm: string;
  readonly detail: unknown;
  readonly cursor: readonly string[];
};

type StoredEvent = {
  readonly ms: string;
  readonly of_epoch: string;
  readonly of_seq: string;
  readonly ordinal: number;
  readonly type: KernelEventTypeName;
  readonly pid: number;
  readonly comm: string;
  readonly detail: string;
};

/** Up to `first + 1` events of a page. Refuses with INVALID_INPUT a cursor of another list. */
export async function findKernelEvents(
  client: ClickHouseClient,
  filter: KernelEventFilter,
  page: Page,
): Promise<KernelEventRow[]> {
  const after = page.after === null ? null : cursorOf(page.after);
  const conditions = [
    'tenant_id = {tenant:UUID} AND device_id = {device:UUID}',
    filter.range && 'time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})',
    filter.types && 'has({types:Array(String)}, type)',
    after &&
      `(time, epoch, from_seq, ordinal) <
        (fromUnixTimestamp64Milli({ms:Int64}), {epoch:UInt64}, {seq:UInt64}, {ordinal:UInt32})`,
  ];
  const answer = await client.query({
    // The names of the answer differ from the columns', because a condition would otherwise mean the answer's text.
    query: `SELECT toString(toUnixTimestamp64Milli(time)) AS ms, toString(epoch) AS of_epoch,
        toString(from_seq) AS of_seq, ordinal, type, pid, comm, detail
      FROM device_kernel_events_raw_v1
      WHERE ${conditions.filter((condition) => condition !== null).join(' AND ')}
      ORDER BY time DESC, epoch DESC, from_seq DESC, ordinal DESC
      LIMIT {limit:UInt32}`,
    query_params: {
      tenant: filter.tenantId,
      device: filter.deviceId,
      from: filter.range?.from.getTime() ?? 0,
      to: filter.range?.to.getTime() ?? 0,
      types: filter.types ?? [],
      ...after,
      limit: page.first + 1,
    },
    format: 'JSONEachRow',
  });
  return (await answer.json<StoredEvent>()).map(rowOf);
}

function cursorOf(parts: readonly string[]) {
  const [ms, epoch, seq, ordinal] = parts;
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,16}$/.test(part))) {
    throw new Refusal('INVALID_INPUT', 'after is not a cursor of kernel events. Leave it out to start over.', {
      argument: 'after',
    });
  }
  return { ms, epoch, seq, ordinal };
}

function rowOf(stored: StoredEvent): KernelEventRow {
  const cursor = [stored.ms, stored.of_epoch, stored.of_seq, String(stored.ordinal)];
  const { type, pid, comm } = stored;
  const id = `${stored.of_epoch}.${stored.of_seq}.${stored.ordinal}`;
  return { id, time: new Date(Number(stored.ms)), type, pid, comm, detail: parsed(stored.detail), cursor };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
