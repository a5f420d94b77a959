/** The public face of a rollout's history. */
import { connectionType } from '@flotilla/kernel/connection';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { UserReference } from '@flotilla/kernel/user-reference';

/** One fact of a rollout's history. */
@ObjectType({ description: 'One fact of the history of a rollout, straight from the event log.' })
export class RolloutTimelineEntry {
  @Field(() => ID, { description: 'Identity of the fact.' })
  id!: string;

  @Field(() => String, { description: 'Name of the fact, e.g. `WaveOpened`.' })
  type!: string;

  @Field(() => String, { description: 'The fact as a sentence for people.' })
  summary!: string;

  @Field(() => Int, { nullable: true, description: 'Index of the wave it is about, from 0; null where it is of none.' })
  wave!: number | null;

  @Field(() => Date, { description: "When it was recorded, by the database's clock." })
  at!: Date;

  @Field(() => String, { description: 'Who caused it: `user:<id>`, `service:<id>` or `system`.' })
  actor!: string;

  @Field(() => UserReference, { nullable: true, description: 'The person who caused it; null when nobody did.' })
  actorUser!: UserReference | null;
}

/** A page of a rollout's history. */
export const RolloutTimelineConnection = connectionType(RolloutTimelineEntry, 'RolloutTimeline');
