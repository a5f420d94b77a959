/** Reads measurements of one device. Names become columns only through the catalogue; all else is a parameter. */
import type { ClickHouseClient } from '@clickhouse/client';
import { findLosses } from '../loss/queries.ts';
import { columnOf } from '../series/catalogue.ts';
import type { MetricsPlan } from './grain.ts';
import type { DeviceMetrics, RollupName } from './graphql.ts';
import { layOnGrid, type StoredPoint } from './points.ts';

/** Whose measurements, and which. */
export type MetricsQuery = { readonly tenantId: string; readonly deviceId: string; readonly plan: MetricsPlan };

type Source = {
  readonly table: string;
  readonly time: string;
  readonly known: Expressions;
  readonly other: Expressions;
};

/** Mean, least and greatest of a series: by column for a known one, by the name's parameter for another. */
type Expressions = (name: string) => readonly [avg: string, min: string, max: string];

const sources: Readonly<Record<RollupName, Source>> = {
  RAW: {
    table: 'device_samples_raw_v1',
    time: 'time',
    known: (name) => [`avg(${name})`, `min(${name})`, `max(${name})`],
    other: (name) => {
      const has = `mapContains(other, ${name})`;
      const orNull = (aggregate: string) => `if(countIf(${has}) = 0, NULL, ${aggregate}If(other[${name}], ${has}))`;
      return [orNull('avg'), orNull('min'), orNull('max')];
    },
  },
  PER_MINUTE: { table: 'device_samples_per_minute_v1', time: 'minute', ...rolledUp() },
  PER_HOUR: { table: 'device_samples_per_hour_v1', time: 'hour', ...rolledUp() },
};

/** Answers a plan: the points on its grid and what is known to be missing. */
export async function findMetrics(client: ClickHouseClient, query: MetricsQuery): Promise<DeviceMetrics> {
  const { plan } = query;
  const [from, to] = [new Date(plan.fromS * 1000), new Date(plan.toS * 1000)];
  const [points, losses] = await Promise.all([
    findPoints(client, query),
    findLosses(client, { ...query, range: { from, to } }),
  ]);
  return { rollup: plan.rollup, stepS: plan.stepS, from, to, series: layOnGrid(plan, points), losses };
}

async function findPoints(
  client: ClickHouseClient,
  { tenantId, deviceId, plan }: MetricsQuery,
): Promise<StoredPoint[]> {
  const source = sources[plan.rollup];
  const names: Record<string, string> = {};
  const expressions = plan.series.flatMap((name, index) => {
    if (columnOf(name) !== undefined) return source.known(name);
    names[`s${index}`] = name;
    return source.other(`{s${index}:String}`);
  });
  const answer = await client.query({
    query: `SELECT intDiv(toUnixTimestamp(${source.time}), {step:UInt32}) * {step:UInt32} AS start,
        ${expressions.join(',\n        ')}
      FROM ${source.table}
      WHERE tenant_id = {tenant:UUID} AND device_id = {device:UUID}
        AND ${source.time} >= toDateTime({from:UInt32}, 'UTC') AND ${source.time} < toDateTime({to:UInt32}, 'UTC')
      GROUP BY start ORDER BY start`,
    query_params: {
      ...names,
      tenant: tenantId,
      device: deviceId,
      step: plan.stepS,
      from: plan.fromS,
      to: plan.toS,
    },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, output_format_json_quote_denormals: 0 },
    format: 'JSONCompactEachRow',
  });
  return answer.json<StoredPoint>();
}

function rolledUp(): Pick<Source, 'known' | 'other'> {
  return {
    known: (name) => [`avgMerge(${name}_avg)`, `min(${name}_min)`, `max(${name}_max)`],
    other: (name) => {
      const count = `sumMap(other_count)[${name}]`;
      const orNull = (value: string) => `if(${count} = 0, NULL, ${value})`;
      const mean = `sumMap(other_sum)[${name}] / ${count}`;
      return [orNull(mean), orNull(`minMap(other_min)[${name}]`), orNull(`maxMap(other_max)[${name}]`)];
    },
  };
}
