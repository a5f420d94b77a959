/**
 * From a range and a step to a plan: which table, how long a point is, where points begin. Pure, so that every rule of
 * the choice can be tested without a database.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { catalogue, isSeriesName } from '../series/catalogue.ts';
import type { RollupName } from './graphql.ts';

/** What was asked for. */
export type MetricsRequest = {
  readonly range: { readonly from: Date; readonly to: Date };
  readonly step: number | null;
  readonly series: readonly string[] | null;
  readonly nowMs: number;
};

/** What will be read. `fromS` and `toS` are multiples of `stepS`. */
export type MetricsPlan = {
  readonly rollup: RollupName;
  readonly stepS: number;
  readonly fromS: number;
  readonly toS: number;
  readonly series: readonly string[];
};

/** Points of a series at most. */
export const pointsMax = 2000;
const seriesMax = 64;
/** Points a chart is comfortable with: what an automatic step aims at. */
const pointsAimedAt = 600;
const daySeconds = 86_400;

/** The tables, finest first, with the seconds of a row and how long rows are kept. */
const grains: readonly { rollup: RollupName; seconds: number; keptS: number }[] = [
  { rollup: 'RAW', seconds: 1, keptS: 7 * daySeconds },
  { rollup: 'PER_MINUTE', seconds: 60, keptS: 90 * daySeconds },
  { rollup: 'PER_HOUR', seconds: 3600, keptS: Infinity },
];

/** Steps people read easily. Two seconds is the least: at one, a clock that is a moment late would look like a gap. */
const steps = [2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, daySeconds, 7 * daySeconds];

/** Makes the plan. Refuses with INVALID_INPUT a range or a step that cannot be served. */
export function planMetrics({ range, step, series, nowMs }: MetricsRequest): MetricsPlan {
  const fromMs = range.from.getTime();
  const toMs = range.to.getTime();
  if (!(toMs > fromMs)) throw invalid('range.to must be after range.from.', 'range');
  const spanS = (toMs - fromMs) / 1000;
  const wanted =
    step ?? steps.find((candidate) => spanS / candidate <= pointsAimedAt) ?? Math.ceil(spanS / pointsAimedAt);
  if (wanted < 1) throw invalid('step must be 1 second or more.', 'step');
  const ageS = (nowMs - fromMs) / 1000;
  const kept = grains.filter((grain) => ageS <= grain.keptS);
  const grain = kept.findLast((candidate) => candidate.seconds <= wanted) ?? kept[0] ?? lastGrain;
  const stepS = Math.ceil(wanted / grain.seconds) * grain.seconds;
  const fromS = Math.floor(fromMs / 1000 / stepS) * stepS;
  const toS = Math.ceil(toMs / 1000 / stepS) * stepS;
  if ((toS - fromS) / stepS > pointsMax + 1) {
    throw invalid(
      `A series may have ${pointsMax} points. Ask for a step of ${Math.ceil(spanS / pointsMax)} s or more.`,
      'step',
    );
  }
  return { rollup: grain.rollup, stepS, fromS, toS, series: checkedSeries(series) };
}

const lastGrain = { rollup: 'PER_HOUR', seconds: 3600, keptS: Infinity } as const;

function checkedSeries(series: readonly string[] | null): readonly string[] {
  const names = [...new Set(series ?? catalogue.map(({ name }) => name))];
  if (names.length > seriesMax) throw invalid(`At most ${seriesMax} series can be asked for at once.`, 'series');
  const bad = names.find((name) => !isSeriesName(name));
  if (bad !== undefined) throw invalid(`${JSON.stringify(bad)} cannot be the name of a series.`, 'series');
  return names;
}

function invalid(message: string, argument: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { argument });
}
