/** The public face of the update journal of a device. */
import { connectionType } from '@flotilla/kernel/connection';
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { LeaseState, UpdateDirection } from '../lease/graphql.ts';
import { RolloutArtifact } from '../rollout/graphql.ts';

/** One step a device took. */
@ObjectType({ description: "A step of an update, as the device's own journal has it." })
export class UpdateStep {
  @Field(() => String, { description: 'What began, e.g. STAGED.' })
  state!: string;

  @Field(() => Date, { description: "When, by the device's clock." })
  at!: Date;
}

/** One permission a device was given, or one intent it refused without one. */
@ObjectType({ description: 'One permission a device was given to update, or one intent it refused without any.' })
export class UpdateJournalEntry {
  @Field(() => ID, { description: 'Identity of the lease, or of the intent where there was no lease.' })
  id!: string;

  @Field(() => RolloutArtifact, {
    nullable: true,
    description: 'What it was to run; null where that was before the journal began.',
  })
  artifact!: RolloutArtifact | null;

  @Field(() => UpdateDirection, { description: 'Which way it was to go.' })
  direction!: keyof typeof UpdateDirection;

  @Field(() => SafeInt, { description: 'Generation of the intent.' })
  generation!: number;

  @Field(() => LeaseState, { nullable: true, description: 'Where the lease is in its life; null without one.' })
  leaseState!: keyof typeof LeaseState | null;

  @Field(() => Int, { nullable: true, description: 'Fence of the lease; null without one.' })
  fence!: number | null;

  @Field(() => Date, { nullable: true, description: 'When the lease was granted; null without one.' })
  grantedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the device began.' })
  begunAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended, or was refused.' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did, in one word of the device.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did, in words.' })
  detail!: string | null;

  @Field(() => [UpdateStep], {
    description: 'How the device got there, the first step first; empty if it did not tell.',
  })
  steps!: UpdateStep[];
}

/** A page of them. */
export const UpdateJournalConnection = connectionType(UpdateJournalEntry, 'UpdateJournalEntry');
