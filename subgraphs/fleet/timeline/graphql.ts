/** The public face of a device's history. */
import { connectionType } from '@flotilla/kernel/connection';
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType } from 'type-graphql';
import { UserReference } from '@flotilla/kernel/user-reference';

/** One fact of a device's history. */
@ObjectType({ description: 'One fact of the history of a device, straight from the event log.' })
export class TimelineEntry {
  @Field(() => ID, { description: 'Identity of the fact.' })
  id!: string;

  @Field(() => String, { description: 'Name of the fact, e.g. `DeviceApproved`.' })
  type!: string;

  @Field(() => String, { description: 'The fact as a sentence for people.' })
  summary!: string;

  @Field(() => Date, { description: "When it was recorded, by the database's clock." })
  at!: Date;

  @Field(() => String, { description: 'Who caused it: `user:<id>`, `device:<id>`, `rule:<name>` or `system`.' })
  actor!: string;

  @Field(() => UserReference, { nullable: true, description: 'The person who caused it; null when nobody did.' })
  actorUser!: UserReference | null;

  @Field(() => String, { description: "Place in the tenant's log; higher is later." })
  position!: string;

  @Field(() => Json, { description: 'Everything the fact says.' })
  data!: unknown;
}

/** A page of a device's history. */
export const TimelineConnection = connectionType(TimelineEntry, 'Timeline');
