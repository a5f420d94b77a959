/** What the metrics database holds of the machine's telemetry, asked over its own HTTP interface. */

/** The records of one batch, or of one declared loss, by their first number. */
type Stretch = { readonly fromSeq: number; readonly count: number };

/** What is stored of one epoch. */
export type StoredEpoch = {
  /** Batches by their first number, samples and kernel events together. */
  readonly batches: readonly Stretch[];
  /** Losses the agent declared. */
  readonly losses: readonly Stretch[];
};

/** Asks for rows at an address with the account in it. Throws with the database's own words when it refuses. */
export async function askStore<T>(url: string, sql: string): Promise<T[]> {
  const { origin, username, password } = new URL(url);
  const address = `${origin}/?database=flotilla&default_format=JSONEachRow&output_format_json_quote_64bit_integers=0`;
  const response = await fetch(address, {
    method: 'POST',
    body: sql,
    headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the metrics database refuses: ${text.slice(0, 300)}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** What is stored of an epoch, of one device where there are others that count alike. */
export async function storedEpoch(url: string, epoch: number, deviceId?: string): Promise<StoredEpoch> {
  const whose = deviceId === undefined ? '' : `and device_id = '${deviceId}'`;
  const batches = await askStore<Stretch>(
    url,
    `select from_seq as fromSeq, count() as count from (
       select from_seq from device_samples_raw_v1 where epoch = ${epoch} ${whose}
       union all select from_seq from device_kernel_events_raw_v1 where epoch = ${epoch} ${whose}
     ) group by from_seq order by from_seq`,
  );
  const losses = await askStore<Stretch>(
    url,
    `select from_seq as fromSeq, count from device_losses_raw_v1
     where epoch = ${epoch} ${whose} and declared_by = 'AGENT' order by from_seq`,
  );
  return { batches, losses };
}

/** How many of the numbers 1..n of an epoch are stored or declared lost. A batch ends at n or lies beyond it. */
export function accountedFor({ batches, losses }: StoredEpoch, n: number): number {
  return [...batches, ...losses].filter(({ fromSeq }) => fromSeq <= n).reduce((sum, { count }) => sum + count, 0);
}

/** The first number of an epoch that is missing or is there twice; undefined when 1..n are there, each once. */
export function firstFlaw({ batches }: StoredEpoch, n: number): number | undefined {
  let next = 1;
  for (const { fromSeq, count } of batches) {
    if (next > n) return undefined;
    if (fromSeq !== next) return Math.min(next, fromSeq);
    next += count;
  }
  return next > n ? undefined : next;
}

/** Samples of one device and moment that are there more than once. */
export async function repeatedSamples(url: string): Promise<unknown[]> {
  return askStore(
    url,
    'select device_id, time, count() as times from device_samples_raw_v1 group by device_id, time having times > 1',
  );
}

/** Minutes and hours in which the rolled-up count of a series differs from the count of raw values. */
export async function wrongRollups(url: string): Promise<unknown[]> {
  const counted = (table: string, grain: string): string =>
    `select ${grain} as start, hex(avgMergeState(uptime_s_avg)) as state from ${table} group by start`;
  const raw = (rounding: string): string =>
    `select ${rounding}(time, 'UTC') as start, count(uptime_s) as expected from device_samples_raw_v1 group by start`;
  const wrong: unknown[] = [];
  for (const [table, grain, rounding] of [
    ['device_samples_per_minute_v1', 'minute', 'toStartOfMinute'],
    ['device_samples_per_hour_v1', 'hour', 'toStartOfHour'],
  ] as const) {
    const rows = await askStore<{ start: string; state: string; expected: number }>(
      url,
      `select * from (${counted(table, grain)}) as rolled full outer join (${raw(rounding)}) as raw using (start)`,
    );
    wrong.push(...rows.filter(({ state, expected }) => countIn(state) !== expected).map((row) => ({ table, ...row })));
  }
  return wrong;
}

/** The state of a mean is a flag, the sum in 8 bytes, and the count: seven bits per byte, the lowest first. */
function countIn(state: string): number {
  return Buffer.from(state, 'hex')
    .subarray(9)
    .reduce((sum, byte, index) => sum + (byte & 0x7f) * 2 ** (7 * index), 0);
}
