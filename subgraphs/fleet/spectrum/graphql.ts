/** The public face of the connectivity spectrum. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** The eight buckets a participating device is shown in. */
export const DisplayState = {
  LIVE: 'LIVE',
  DELAYED: 'DELAYED',
  EDGE_CACHED: 'EDGE_CACHED',
  AUTONOMOUS: 'AUTONOMOUS',
  RETURNING: 'RETURNING',
  REPLAYING: 'REPLAYING',
  DISCONNECTED: 'DISCONNECTED',
  QUARANTINED: 'QUARANTINED',
} as const;

registerEnumType(DisplayState, {
  name: 'DisplayState',
  description: 'The bucket a participating device is shown in: its connectivity, unless it is quarantined.',
  valuesConfig: {
    LIVE: { description: 'Heard within the interval it was told.' },
    DELAYED: { description: 'Late, but flowing.' },
    EDGE_CACHED: { description: 'Served from a cache near it, synchronised periodically.' },
    AUTONOMOUS: { description: 'On its own by design, buffering what it observes.' },
    RETURNING: { description: 'Its link is coming back; no new commands yet.' },
    REPLAYING: { description: 'Uploading what it buffered.' },
    DISCONNECTED: { description: 'Silent; its state is unknown.' },
    QUARANTINED: { description: 'Isolated by us.' },
  },
});

/** How many devices are in one bucket. */
@ObjectType({ description: 'How many devices are in one bucket of the spectrum.' })
export class SpectrumBucket {
  @Field(() => DisplayState, { description: 'The bucket.' })
  state!: keyof typeof DisplayState;

  @Field(() => Int, { description: 'Devices in it.' })
  count!: number;
}

/** Counts by connectivity at one moment. */
@ObjectType({ description: 'Counts of participating devices by connectivity at one moment, all eight buckets.' })
export class Spectrum {
  @Field(() => Int, { description: 'Devices in all buckets. Pending and revoked devices are not counted.' })
  total!: number;

  @Field(() => [SpectrumBucket], { description: 'All eight buckets in the order of the spectrum, empty ones too.' })
  buckets!: SpectrumBucket[];

  @Field(() => Date, { description: 'When it was so.' })
  asOf!: Date;
}

/** One step of the spectrum's history. */
@ObjectType({ description: 'One step of the history: a step without a point was not observed and is a gap.' })
export class SpectrumPoint {
  @Field(() => Date, { description: 'Beginning of the step.' })
  at!: Date;

  @Field(() => [SpectrumBucket], { description: 'All eight buckets in the order of the spectrum.' })
  buckets!: SpectrumBucket[];
}

/** A new state of the spectrum. */
@ObjectType({ description: 'A new state of the spectrum, at most one a second.' })
export class SpectrumUpdate {
  @Field(() => Int, { description: 'Number of this message in the subscription; a gap means: fetch again.' })
  seq!: number;

  @Field(() => Spectrum, { description: 'The counts now.' })
  spectrum!: Spectrum;
}
