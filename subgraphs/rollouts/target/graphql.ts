/** The public face of one device of a rollout. */
import { connectionType } from '@flotilla/kernel/connection';
import { PageArgs } from '@flotilla/kernel/page-args';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { UpdateDirection } from '../lease/graphql.ts';
import { DeferredReason, RolloutBucket } from '../wave/graphql.ts';

/** One device of one rollout. */
@ObjectType({ description: 'One device of one rollout.' })
export class RolloutTarget {
  @Field(() => ID, { description: 'The rollout.' })
  rolloutId!: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId!: string;

  @Field(() => Int, { description: 'Index of the wave it is in, from 0.' })
  wave!: number;

  @Field(() => UpdateDirection, { description: 'Which way it is to go.' })
  direction!: keyof typeof UpdateDirection;

  @Field(() => RolloutBucket, { description: 'Where it is.' })
  bucket!: keyof typeof RolloutBucket;

  @Field(() => DeferredReason, { nullable: true, description: 'What it waits for, if it is DEFERRED.' })
  deferredBy!: keyof typeof DeferredReason | null;

  @Field(() => Date, { description: 'Since when it is that far.' })
  since!: Date;

  @Field(() => Int, { description: 'Leases it was given.' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did, in one word of the device.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did, in words.' })
  detail!: string | null;
}

/** A page of them. */
export const RolloutTargetConnection = connectionType(RolloutTarget, 'RolloutTarget');

/** Which devices of a rollout. */
@ArgsType()
export class RolloutTargetListArgs extends PageArgs {
  @Field(() => Int, { nullable: true, description: 'Only of this wave.' })
  wave?: number | null;

  @Field(() => RolloutBucket, { nullable: true, description: 'Only those that are there.' })
  bucket?: keyof typeof RolloutBucket | null;
}
