/** The arguments of what telemetry adds to a device. */
import { DateTime } from '@flotilla/kernel/schema';
import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { KernelEventType, type KernelEventTypeName } from '../kernel-event/graphql.ts';

/** A stretch of time. */
@InputType({ description: 'A stretch of time: from is part of it, to is not.' })
export class TimeRangeInput {
  @Field(() => DateTime, { description: 'First moment.' })
  from!: Date;

  @Field(() => DateTime, { description: 'First moment after it.' })
  to!: Date;
}

/** Which measurements. */
@ArgsType()
export class MetricsArgs {
  @Field(() => TimeRangeInput, { description: 'Which stretch of time.' })
  range!: TimeRangeInput;

  @Field(() => Int, { nullable: true, description: 'Seconds per point; null chooses. At most 2,000 points.' })
  step?: number | null;

  @Field(() => [String], { nullable: true, description: 'Names of series, at most 64; null means the catalogue.' })
  series?: string[] | null;
}

/** Which page of kernel events. */
@ArgsType()
export class KernelEventsArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Rows of the page at most: 1 to 200.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before; absent for the first page.' })
  after?: string | null;

  @Field(() => TimeRangeInput, { nullable: true, description: 'Only events within this stretch of time.' })
  range?: TimeRangeInput | null;

  @Field(() => [KernelEventType], { nullable: true, description: 'Only events of these types.' })
  types?: KernelEventTypeName[] | null;
}
