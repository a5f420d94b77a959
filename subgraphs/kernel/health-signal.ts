/**
 * Health signals as the graph shows them. Several subgraphs tell of what they alone can see, each through a field of its
 * own, so the shape is shared: a page lists them together without knowing where each one comes from.
 */
import 'reflect-metadata';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { Shareable } from './schema.ts';

/** How a signal stands to its thresholds. */
export const HealthState = { OK: 'OK', WARN: 'WARN', BAD: 'BAD', UNKNOWN: 'UNKNOWN' } as const;

registerEnumType(HealthState, {
  name: 'HealthState',
  description: 'How a signal stands to its thresholds.',
  valuesConfig: {
    OK: { description: 'Below the threshold.' },
    WARN: { description: 'At the threshold or above.' },
    BAD: { description: 'At the second threshold or above.' },
    UNKNOWN: { description: 'There is nothing to measure it by.' },
  },
});

/** One point of a signal's trend. */
@Shareable()
@ObjectType({ description: 'One point of the trend of a signal.' })
export class HealthPoint {
  @Field(() => Date, { description: 'The minute.' })
  at!: Date;

  @Field(() => Float, { nullable: true, description: 'The value then; null where there was nothing to measure it by.' })
  value?: number | null;
}

/** One signal of a scope. */
@Shareable()
@ObjectType({ description: 'One signal of the health of a domain and those below, or of the whole tenant.' })
export class HealthSignal {
  @Field(() => String, { description: 'Its name, e.g. `missed_heartbeats`; the same in metrics.' })
  name!: string;

  @Field(() => String, { description: 'Its name for people.' })
  title!: string;

  @Field(() => Float, { nullable: true, description: 'The value now; null where there is nothing to measure it by.' })
  value?: number | null;

  @Field(() => String, { description: 'What the value counts, e.g. `%` or `messages`.' })
  unit!: string;

  @Field(() => Float, { description: 'From here on it is WARN.' })
  threshold!: number;

  @Field(() => Float, { description: 'From here on it is BAD.' })
  badThreshold!: number;

  @Field(() => HealthState, { description: 'How the value stands to its thresholds.' })
  state!: keyof typeof HealthState;

  @Field(() => Date, { nullable: true, description: 'Since when it stands so, to the minute; null when just now.' })
  since?: Date | null;

  @Field(() => String, { description: 'What the value is made from, with its numbers.' })
  explanation!: string;

  @Field(() => [HealthPoint], { description: 'The last hour, a point per minute; a minute without a point is a gap.' })
  trend!: HealthPoint[];
}

/** How a value stands to its thresholds. */
export function healthStateOf(
  value: number | null,
  { threshold, badThreshold }: { readonly threshold: number; readonly badThreshold: number },
): keyof typeof HealthState {
  if (value === null) return 'UNKNOWN';
  if (value >= badThreshold) return 'BAD';
  return value >= threshold ? 'WARN' : 'OK';
}
