/**
 * Reads the stored history of a window into a metrics feed. The live feed is followed elsewhere and starts first, so
 * that no sample falls between the two; what both carry is one point.
 */
import type { Client, CombinedError } from 'urql';
import { type TimeRange, spanOf } from '../../charts/time-range.ts';
import { graphql } from '../../gql/gql.ts';
import { DEVICE_SERIES } from './chart-set.ts';
import type { MetricsFeed } from './metrics-feed.ts';

const DeviceMetrics_HistoryQuery = graphql(`
  query DeviceMetrics_HistoryQuery($id: ID!, $range: TimeRangeInput!, $step: Int, $series: [String!]) {
    device(id: $id) {
      id
      metrics(range: $range, step: $step, series: $series) {
        rollup
        stepS
        series {
          name
          times
          avg
        }
        losses {
          class
          from
          to
          count
          reason
        }
      }
    }
  }
`);

/** What is known about the stored history on screen. */
export type HistoryStatus =
  | { kind: 'loading' }
  | { kind: 'ready'; rollup: string; stepS: number; lost: number; lossReasons: readonly string[] }
  | { kind: 'failed'; error: CombinedError };

interface ReadHistoryOptions {
  client: Client;
  deviceId: string;
  range: TimeRange;
  feed: MetricsFeed;
}

/** Reads the window once. Null: it failed, and what is on screen stays. */
export async function readHistory({
  client,
  deviceId,
  range,
  feed,
}: ReadHistoryOptions): Promise<HistoryStatus | null> {
  const { from, to } = spanOf(range, Date.now() / 1000);
  const variables = {
    id: deviceId,
    range: { from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() },
    step: feed.stepS,
    series: [...DEVICE_SERIES],
  };
  const { data, error } = await client
    .query(DeviceMetrics_HistoryQuery, variables, { requestPolicy: 'network-only' })
    .toPromise();
  const metrics = data?.device?.metrics;
  if (metrics === undefined) {
    return error !== undefined && feed.newestTime === null ? { kind: 'failed', error } : null;
  }
  const losses = metrics.losses
    .filter((loss) => loss.class === 'SAMPLES')
    .map((loss) => ({ ...loss, from: Date.parse(loss.from) / 1000, to: Date.parse(loss.to) / 1000 }));
  feed.setHistory({ stepS: metrics.stepS, series: metrics.series, losses });
  const lost = losses.reduce((sum, loss) => sum + loss.count, 0);
  const lossReasons = [...new Set(losses.map(({ reason }) => reason))];
  return { kind: 'ready', rollup: metrics.rollup, stepS: feed.stepS, lost, lossReasons };
}
