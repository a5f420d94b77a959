/**
 * Measures groups of devices in the metrics database: each updated one before it began and after it ended, and their like
 * that were not touched while the others are after it. One query for samples and one for kernel events, whatever the
 * number of devices; what comes back is a row per group.
 */
import type { ClickHouseClient } from '@clickhouse/client';
import { invariant } from '@flotilla/kernel/invariant';
import type { CohortHealthMeasured, WaveHealthWanted } from '@flotilla/rollouts/events';

/** What is asked, of one tenant. */
export type CohortQuestion = { readonly tenantId: string } & WaveHealthWanted['data'];

/** What is answered about each measure. */
export type CohortMeasure = CohortHealthMeasured['data']['measures'][number];

type GroupName = 'before' | 'after' | 'control';
type Level = { readonly name: string; readonly unit: string; readonly value: string };
/** Per group: devices and samples with anything at all, then value, samples and devices of each level. */
type SampleRow = { readonly grp: GroupName; readonly devices: number; readonly samples: number } & Record<
  string,
  number | string | null
>;
type EventRow = { readonly grp: GroupName; readonly crashes: number; readonly kills: number };

/** Levels by the series they are measured by. Latency over HTTP is no series of every agent; where one sends it, it counts. */
const levels: readonly Level[] = [
  { name: 'psi_cpu_some', unit: '%', value: 'psi_cpu_some_pct' },
  { name: 'psi_mem_some', unit: '%', value: 'psi_mem_some_pct' },
  { name: 'psi_io_some', unit: '%', value: 'psi_io_some_pct' },
  { name: 'disk_read_latency', unit: 'ms', value: 'disk_read_latency_ms' },
  { name: 'disk_write_latency', unit: 'ms', value: 'disk_write_latency_ms' },
  {
    name: 'http_latency',
    unit: 'ms',
    value: `if(mapContains(other, 'http_latency_ms'), other['http_latency_ms'], NULL)`,
  },
];
/** The text of a query has the ids of hundreds of devices in it, several times. */
const wide = { max_query_size: '4194304', output_format_json_quote_denormals: 0 } as const;
const perHour = 'per device hour';

/** Every measure of a question. Throws what the metrics database throws. */
export async function measureCohort(client: ClickHouseClient, question: CohortQuestion): Promise<CohortMeasure[]> {
  const [samples, events] = await Promise.all([findSamples(client, question), findEvents(client, question)]);
  const sampled = new Map(samples.map((row) => [row.grp, row]));
  const happened = new Map(events.map((row) => [row.grp, row]));
  const rate = (name: string, count: (row: EventRow) => number): CohortMeasure => {
    const of = (group: GroupName) => {
      const { devices = 0, samples: seconds = 0 } = sampled.get(group) ?? {};
      const row = happened.get(group);
      const value = seconds === 0 ? null : ((row ? count(row) : 0) * 3_600) / seconds;
      return { devices, samples: seconds, value };
    };
    return { name, unit: perHour, ...grouped(of) };
  };
  const level = ({ name, unit }: Level): CohortMeasure => ({
    name,
    unit,
    ...grouped((group) => {
      const row = sampled.get(group);
      const value = row?.[`${name}_mean`] ?? null;
      return {
        devices: Number(row?.[`${name}_devices`] ?? 0),
        samples: Number(row?.[`${name}_samples`] ?? 0),
        value: value === null ? null : Number(value),
      };
    }),
  });
  return [
    rate('crashes', ({ crashes }) => crashes),
    rate('oom_kills', ({ kills }) => kills),
    ...levels.map((each) => level(each)),
  ];
}

function grouped<Group>(of: (group: GroupName) => Group): Record<GroupName, Group> {
  return { before: of('before'), after: of('after'), control: of('control') };
}

/** A mean of means, so that a device that sends more does not count more. */
async function findSamples(client: ClickHouseClient, question: CohortQuestion): Promise<SampleRow[]> {
  const inner = levels.flatMap(({ name, value }) => [`avg(${value}) AS ${name}_a`, `count(${value}) AS ${name}_n`]);
  const outer = levels.flatMap(({ name }) => [
    `avg(${name}_a) AS ${name}_mean`,
    `toUInt32(sum(${name}_n)) AS ${name}_samples`,
    `toUInt32(countIf(${name}_n > 0)) AS ${name}_devices`,
  ]);
  const { grp, within } = termsOf(question);
  const answer = await client.query({
    query: `SELECT grp, toUInt32(count()) AS devices, toUInt32(sum(n)) AS samples, ${outer.join(', ')}
      FROM (
        SELECT ${grp} AS grp, device_id, count() AS n, ${inner.join(', ')}
        FROM device_samples_raw_v1 WHERE ${within} AND grp != '' GROUP BY grp, device_id
      ) GROUP BY grp`,
    clickhouse_settings: wide,
    format: 'JSONEachRow',
  });
  return answer.json<SampleRow>();
}

/**
 * A process that ended well is no crash: it says code 0 and no signal. Collectors that count kills say how many one event
 * stands for.
 */
async function findEvents(client: ClickHouseClient, question: CohortQuestion): Promise<EventRow[]> {
  const { grp, within } = termsOf(question);
  const answer = await client.query({
    query: `SELECT ${grp} AS grp,
        toUInt32(countIf(type = 'PROCESS_EXIT'
          AND NOT (JSONHas(detail, 'code') AND JSONExtractInt(detail, 'code') = 0 AND JSONExtractInt(detail, 'signal') = 0)
        )) AS crashes,
        toUInt32(sumIf(greatest(JSONExtractInt(detail, 'kills'), 1), type = 'OOM_KILL')) AS kills
      FROM device_kernel_events_raw_v1
      WHERE ${within} AND type IN ('PROCESS_EXIT', 'OOM_KILL') AND grp != '' GROUP BY grp`,
    clickhouse_settings: wide,
    format: 'JSONEachRow',
  });
  return answer.json<EventRow>();
}

const at = 'toUnixTimestamp64Milli(time)';

/**
 * The group of each row, empty where it is of none, e.g. while its device was at work; and which rows there are to look
 * at. Hundreds of ids are too long for parameters, which travel in the address, so they stand in the text of the query:
 * ids that are none, and times that are no numbers, are refused before.
 */
function termsOf({ tenantId, devices, controlIds, windowS, until }: CohortQuestion) {
  const window = windowS * 1_000;
  const untilMs = msOf(until);
  const [begun, ended] = [devices.map(({ begunAt }) => msOf(begunAt)), devices.map(({ endedAt }) => msOf(endedAt))];
  const ids = devices.map(({ deviceId }) => idOf(deviceId));
  const controls = controlIds.map(idOf);
  const from = Math.min(untilMs, ...begun) - window;
  const controlFrom = Math.max(untilMs - window, Math.min(untilMs, ...ended));
  const place = `indexOf([${ids.join(', ')}], toString(device_id))`;
  const grp = `multiIf(
    ${place} = 0, if(${at} >= ${controlFrom}, 'control', ''),
    ${at} < arrayElement([${begun.join(', ')}], ${place}),
      if(${at} >= arrayElement([${begun.join(', ')}], ${place}) - ${window}, 'before', ''),
    ${at} >= greatest(arrayElement([${ended.join(', ')}], ${place}), ${untilMs - window}), 'after', '')`;
  const within = `tenant_id = toUUID(${idOf(tenantId)}) AND device_id IN (${[...ids, ...controls].join(', ')})
    AND time >= fromUnixTimestamp64Milli(toInt64(${from})) AND time < fromUnixTimestamp64Milli(toInt64(${untilMs}))`;
  return { grp, within };
}

function idOf(text: string): string {
  invariant(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text), 'an id is a UUID in lower case');
  return `'${text}'`;
}

function msOf(text: string): number {
  const ms = Date.parse(text);
  invariant(Number.isSafeInteger(ms), 'a moment is RFC 3339');
  return ms;
}
