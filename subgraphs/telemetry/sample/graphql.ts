/** The public shape of measurements: history by series, and the live feed. */
import { DateTime } from '@flotilla/kernel/schema';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import type { TelemetryClass as TelemetryClassName } from '../ingest/batch.ts';
import { TelemetryClass } from '../ingest/graphql.ts';

/** The table an answer came from. */
export const Rollup = { RAW: 'RAW', PER_MINUTE: 'PER_MINUTE', PER_HOUR: 'PER_HOUR' } as const;

/** One of the tables. */
export type RollupName = keyof typeof Rollup;

registerEnumType(Rollup, {
  name: 'Rollup',
  description: 'How coarse the stored values are that an answer was made from.',
  valuesConfig: {
    RAW: { description: 'As measured; kept 7 days.' },
    PER_MINUTE: { description: 'Mean, least and greatest per minute; kept 90 days.' },
    PER_HOUR: { description: 'Mean, least and greatest per hour; kept 2 years.' },
  },
});

/** One series of an answer. */
@ObjectType({ description: 'One series. All lists have one entry per point; null is a gap, never zero.' })
export class MetricSeries {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its unit; empty where only the sender knows it.' })
  unit!: string;

  @Field(() => [Float], { description: 'Start of each point: seconds since 1970, UTC, multiples of the step.' })
  times!: readonly number[];

  @Field(() => [Float], { nullable: 'items', description: 'Mean within each point.' })
  avg!: readonly (number | null)[];

  @Field(() => [Float], { nullable: 'items', description: 'Least within each point.' })
  min!: readonly (number | null)[];

  @Field(() => [Float], { nullable: 'items', description: 'Greatest within each point.' })
  max!: readonly (number | null)[];
}

/** Records that are missing, by somebody's word. */
@ObjectType({ description: 'Records that are known to be missing: a hole with a reason.' })
export class DeclaredLoss {
  @Field(() => TelemetryClass, { description: 'Class of the records.' })
  class!: TelemetryClassName;

  @Field(() => DateTime, { description: 'Moment of the first.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Moment of the last.' })
  to!: Date;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

/** Measurements of a range. */
@ObjectType({ description: 'Measurements of one device within a range.' })
export class DeviceMetrics {
  @Field(() => Rollup, { description: 'Which stored values the points were made from.' })
  rollup!: RollupName;

  @Field(() => Int, { description: 'Seconds per point.' })
  stepS!: number;

  @Field(() => DateTime, { description: 'Start of the first point.' })
  from!: Date;

  @Field(() => DateTime, { description: 'End of the last point.' })
  to!: Date;

  @Field(() => [MetricSeries], { description: 'The series asked for, in that order.' })
  series!: readonly MetricSeries[];

  @Field(() => [DeclaredLoss], { description: 'What is known to be missing within the range, at most 1,000.' })
  losses!: readonly DeclaredLoss[];
}

/** One batch of the live feed. */
@ObjectType({ description: 'Measurements of one device, as soon as they are durable.' })
export class DeviceMetricsUpdate {
  @Field(() => Int, {
    description: 'Counts up by one; a larger step means updates were dropped: fetch the range again.',
  })
  seq!: number;

  @Field(() => Device, { description: 'The device that measured.' })
  device!: Device;

  @Field(() => Float, {
    description: 'When the server sent this off, right after the batch was durable: milliseconds since 1970, UTC.',
  })
  publishedAtMs!: number;

  @Field(() => [Float], { description: 'Moments of measurement: milliseconds since 1970, UTC.' })
  timesMs!: readonly number[];

  @Field(() => [String], { description: 'Names of the series.' })
  series!: readonly string[];

  @Field(() => [[Float]], { nullable: 'items', description: 'One list per series, with one value per moment.' })
  values!: readonly (readonly (number | null)[] | null)[];
}
