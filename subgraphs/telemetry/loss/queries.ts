/** Reads what is known to be missing. */
import type { ClickHouseClient } from '@clickhouse/client';
import type { TelemetryClass } from '../ingest/batch.ts';
import type { DeclaredLoss } from '../sample/graphql.ts';

/** Whose losses, and when. */
export type LossQuery = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly range: { readonly from: Date; readonly to: Date };
};

type StoredLoss = { class: TelemetryClass; from_ms: number; to_ms: number; count: number; reason: string };

/** The losses that touch a range, oldest first, at most 1,000. */
export async function findLosses(
  client: ClickHouseClient,
  { tenantId, deviceId, range }: LossQuery,
): Promise<DeclaredLoss[]> {
  const answer = await client.query({
    query: `SELECT class, toUnixTimestamp64Milli(from_time) AS from_ms, toUnixTimestamp64Milli(to_time) AS to_ms,
        least(count, 2147483647) AS count, reason
      FROM device_losses_raw_v1
      WHERE tenant_id = {tenant:UUID} AND device_id = {device:UUID}
        AND from_time < fromUnixTimestamp64Milli({to:Int64}) AND to_time >= fromUnixTimestamp64Milli({from:Int64})
      ORDER BY from_time LIMIT 1000`,
    query_params: { tenant: tenantId, device: deviceId, from: range.from.getTime(), to: range.to.getTime() },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<StoredLoss>();
  return rows.map((row) => ({
    class: row.class,
    from: new Date(row.from_ms),
    to: new Date(row.to_ms),
    count: row.count,
    reason: row.reason,
  }));
}
