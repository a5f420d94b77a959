/** What the metrics database really holds of a run: the proof behind "nothing lost, nothing twice". */
import { clickhouse } from '../fleet/config.ts';

/** Rows of one epoch of given devices. A row is known by its batch and its time. */
export type Stored = { readonly rows: number; readonly distinctRows: number };

/** Asks until at least `expected` rows are there or time is over; the database is behind the acknowledgement. */
export async function storedRows(query: {
  readonly deviceIds: readonly string[];
  readonly epoch: number;
  readonly expected: number;
  readonly withinMs: number;
}): Promise<Stored> {
  const deadline = Date.now() + query.withinMs;
  for (;;) {
    const stored = await countRows(query.deviceIds, query.epoch);
    if (stored.rows >= query.expected || Date.now() > deadline) return stored;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function countRows(deviceIds: readonly string[], epoch: number): Promise<Stored> {
  const ids = deviceIds.map((id) => `'${id}'`).join(',');
  const sql = `SELECT count() AS rows, uniqExact(device_id, from_seq, time) AS distinctRows FROM device_samples_raw_v1
    WHERE epoch = ${epoch} AND device_id IN (${ids}) SETTINGS max_execution_time = 30 FORMAT JSON`;
  const address = `${clickhouse.url}/?database=${clickhouse.database}`;
  const headers = { 'x-clickhouse-user': clickhouse.user, 'x-clickhouse-key': clickhouse.password() };
  const response = await fetch(address, { method: 'POST', body: sql, headers, signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`The metrics database refused: ${(await response.text()).slice(0, 300)}`);
  const { data } = (await response.json()) as { data: { rows: string | number; distinctRows: string | number }[] };
  return { rows: Number(data[0]?.rows), distinctRows: Number(data[0]?.distinctRows) };
}
