/** The public face of which way devices are reached, and of what explains their absence. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Relay } from '../relay/graphql.ts';
import { DisplayState, SpectrumBucket } from '../spectrum/graphql.ts';

/** Under what a device can fold. */
export const FoldKind = { RELAY: 'RELAY', LOCATION: 'LOCATION', DOMAIN: 'DOMAIN' } as const;

registerEnumType(FoldKind, {
  name: 'FoldKind',
  description: 'What explains the absence of a device.',
  valuesConfig: {
    RELAY: { description: 'The path through its relay is down.' },
    LOCATION: { description: 'Most devices of its location are away.' },
    DOMAIN: { description: 'Most devices of its domain, or of one above it, are away.' },
  },
});

/** What explains the absence of a device. */
@ObjectType({
  description:
    'What explains the absence of a device: nobody needs an alarm of its own for it. It is judged as before.',
})
export class Fold {
  @Field(() => FoldKind, { description: 'What it is.' })
  kind!: keyof typeof FoldKind;

  @Field(() => ID, { description: 'Which one.' })
  id!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => Date, { description: 'Since when.' })
  since!: Date;
}

/** One device as a dot. */
@ObjectType({ description: 'One device as a dot.' })
export class TopologyDot {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => DisplayState, { description: 'The bucket it is shown in.' })
  state!: keyof typeof DisplayState;
}

/** Devices that are reached the same way. */
@ObjectType({ description: 'Devices that are reached the same way.' })
export class TopologyGroup {
  @Field(() => Int, { description: 'How many.' })
  total!: number;

  @Field(() => [SpectrumBucket], { description: 'Their buckets in the order of the spectrum, without empty ones.' })
  counts!: SpectrumBucket[];

  @Field(() => [TopologyDot], { description: 'The first of them by name, those that are not LIVE before the others.' })
  dots!: TopologyDot[];

  @Field(() => Int, { description: 'Devices that have no dot here.' })
  remainder!: number;
}

/** A relay with the devices behind it. */
@ObjectType({ description: 'A relay with those devices of the scope that are reached through it.' })
export class TopologyRelay {
  @Field(() => Relay, { description: 'The relay.' })
  relay!: Relay;

  @Field(() => TopologyGroup, { description: 'The devices behind it.' })
  devices!: TopologyGroup;
}

/** Which way the devices of a scope are reached. */
@ObjectType({ description: 'Which way the devices of a scope are reached: through relays, or straight.' })
export class Topology {
  @Field(() => [TopologyRelay], { description: 'Relays by name.' })
  relays!: TopologyRelay[];

  @Field(() => TopologyGroup, { description: 'Devices that call straight; relays are not among them.' })
  direct!: TopologyGroup;
}
