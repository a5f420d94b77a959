/** The public shape of ingest: what a device pushes and what it is answered. Columns, not rows: they coerce cheaply. */
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KernelEventType } from '../kernel-event/graphql.ts';
import type { TelemetryClass as TelemetryClassName } from './batch.ts';
import { MeasurementColumn, type Column } from './column.ts';

/** The GraphQL enum of telemetry classes. */
export const TelemetryClass = { SAMPLES: 'SAMPLES', KERNEL_EVENTS: 'KERNEL_EVENTS' } as const;
registerEnumType(TelemetryClass, {
  name: 'TelemetryClass',
  description: 'What is numbered, queued and, where there is no room, given up together.',
  valuesConfig: {
    SAMPLES: { description: 'Measurements.' },
    KERNEL_EVENTS: { description: 'What the kernel reported.' },
  },
});

/** Measurements by column. */
@InputType({ description: 'Measurements by column: values[j][i] is series j at timesMs[i]; null is not measured.' })
export class SamplesInput {
  @Field(() => [SafeInt], { description: 'Moments of measurement: milliseconds since 1970, UTC, by the device.' })
  timesMs!: number[];

  @Field(() => [String], { description: 'Names of the series, each once.' })
  series!: string[];

  @Field(() => [MeasurementColumn], {
    nullable: 'items',
    description: 'One column per series, with one value per moment.',
  })
  values!: (Column | null)[];
}

/** Kernel events by column. */
@InputType({ description: 'Kernel events by column: one entry per event in every list.' })
export class KernelEventsInput {
  @Field(() => [SafeInt], { description: 'Moments of the events: milliseconds since 1970, UTC, by the device.' })
  timesMs!: number[];

  @Field(() => [KernelEventType], { description: 'What happened.' })
  types!: string[];

  @Field(() => [Int], { description: 'Processes concerned; 0 where none is.' })
  pids!: number[];

  @Field(() => [String], { description: 'Command names of the processes, at most 64 characters.' })
  comms!: string[];

  @Field(() => [String], { description: 'What else is known, as JSON text of at most 4,096 characters.' })
  details!: string[];
}

/** A signed statement of loss. */
@InputType({ description: 'A signed statement that records were produced and given up.' })
export class DroppedInput {
  @Field(() => TelemetryClass, { description: 'Class of the records.' })
  class!: TelemetryClassName;

  @Field(() => SafeInt, { description: 'First sequence number given up.' })
  fromSeq!: number;

  @Field(() => SafeInt, { description: 'Last sequence number given up.' })
  toSeq!: number;

  @Field(() => SafeInt, { description: 'How many records.' })
  count!: number;

  @Field(() => SafeInt, { description: 'Moment of the first: milliseconds since 1970, UTC.' })
  fromMs!: number;

  @Field(() => SafeInt, { description: 'Moment of the last: milliseconds since 1970, UTC.' })
  toMs!: number;

  @Field(() => String, { description: 'Why, in at most 128 characters.' })
  reason!: string;

  @Field(() => String, { description: "The device's signature of this statement, base64." })
  signature!: string;
}

/** One batch. */
@InputType({ description: 'One batch. Numbers are contiguous per epoch; those given up are listed in dropped.' })
export class PushTelemetryInput {
  @Field(() => SafeInt, { description: "Life of the device's queue; a new one after an unclean boot or a restore." })
  epoch!: number;

  @Field(() => String, { description: 'Names the run of the agent that made the batch; at most 128 characters.' })
  runKey!: string;

  @Field(() => SafeInt, { description: 'First sequence number of the batch, from 1.' })
  fromSeq!: number;

  @Field(() => SafeInt, { description: 'Last sequence number of the batch.' })
  toSeq!: number;

  @Field(() => SamplesInput, { nullable: true, description: 'Measurements, at most 1,000 moments of 64 series.' })
  samples?: SamplesInput | null;

  @Field(() => KernelEventsInput, { nullable: true, description: 'Kernel events, at most 1,000.' })
  kernelEvents?: KernelEventsInput | null;

  @Field(() => [DroppedInput], { nullable: true, description: 'What was given up since the last batch.' })
  dropped?: DroppedInput[] | null;
}

/** A series that was not stored. */
@ObjectType({ description: 'A series that was not stored. Its loss is declared; the rest of the batch is stored.' })
export class RejectedSeries {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

/** The answer to a push. */
@ObjectType({ description: 'The answer to a push: everything up to acknowledgedSeq is durable and may be deleted.' })
export class TelemetryReceipt {
  @Field(() => SafeInt, { description: 'Last sequence number of this epoch that is durable.' })
  acknowledgedSeq!: number;

  @Field(() => Boolean, { description: 'Whether the whole batch had been stored before; it is not stored again.' })
  duplicate!: boolean;

  @Field(() => Int, { description: 'Samples and events that were stored.' })
  stored!: number;

  @Field(() => [RejectedSeries], { description: 'Series over the cardinality budget.' })
  rejected!: readonly RejectedSeries[];

  @Field(() => Int, { nullable: true, description: 'When set, wait this long before the next push.' })
  retryAfterMs!: number | null;
}
