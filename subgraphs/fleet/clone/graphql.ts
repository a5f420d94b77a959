/** The public face of cloned identities. */
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** A run of an agent. */
@ObjectType({ description: 'A run of an agent that used the identity of the device.' })
export class DeviceInstance {
  @Field(() => String, { description: 'Id of the run of its operating system.' })
  bootId!: string;

  @Field(() => SafeInt, { description: 'Epoch of its queue.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Newest sequence number it named.' })
  seq!: number;

  @Field(() => Date, { nullable: true, description: 'When it was first noted; null while it is the only one.' })
  firstSeenAt?: Date | null;

  @Field(() => Date, { description: 'When it was last heard.' })
  lastSeenAt!: Date;

  @Field(() => Boolean, { description: 'Whether the newest heartbeat came from it.' })
  isCurrent!: boolean;

  @Field(() => Boolean, { description: 'Whether a person decided that it is not the device.' })
  isRejected!: boolean;
}

/** A suspicion that a device was cloned. */
@ObjectType({ description: 'A suspicion that two agents use the identity of the device.' })
export class CloneCase {
  @Field(() => Date, { description: 'When it arose.' })
  suspectedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When a person decided; null while it is open.' })
  resolvedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'The run that is the device, as decided.' })
  keptBootId?: string | null;
}

/** Which run is the device. */
@InputType({ description: 'Which of the runs under suspicion is the device.' })
export class ResolveCloneInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'The run to keep; any other that calls again is suspected at once.' })
  keepBootId!: string;

  @Field(() => SafeInt, {
    nullable: true,
    description: 'Its epoch: needed where two agents on one machine, and so of one boot, are under suspicion.',
  })
  keepEpoch?: number | null;
}
