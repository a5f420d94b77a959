/** Lays stored points on the grid of a plan. What was not measured is null: a gap is shown as a gap, never as zero. */
import { unitOf } from '../series/catalogue.ts';
import type { MetricsPlan } from './grain.ts';
import type { MetricSeries } from './graphql.ts';

/** One stored point: its start in seconds, then mean, least and greatest of each series in the order of the plan. */
export type StoredPoint = readonly [startS: number, ...values: (number | null)[]];

/** The series of a plan, each with one entry per step of the range. */
export function layOnGrid(plan: MetricsPlan, points: readonly StoredPoint[]): MetricSeries[] {
  const length = (plan.toS - plan.fromS) / plan.stepS;
  const times = Array.from({ length }, (_, place) => plan.fromS + place * plan.stepS);
  const placed: (StoredPoint | undefined)[] = times.map(() => undefined);
  for (const point of points) {
    const place = (point[0] - plan.fromS) / plan.stepS;
    if (Number.isInteger(place) && place >= 0 && place < length) placed[place] = point;
  }
  return plan.series.map((name, index) => {
    const column = (offset: number) => placed.map((point) => point?.[1 + index * 3 + offset] ?? null);
    return { name, unit: unitOf(name), times, avg: column(0), min: column(1), max: column(2) };
  });
}
