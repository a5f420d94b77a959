/** What rollouts point to in another subgraph: a device of the fleet, which they add fields to. */
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType } from 'type-graphql';

/** The entity that rollouts add fields to. */
@Key('id')
@ObjectType({ description: 'A device; rollouts add what it is to run and what that waits for.' })
export class Device {
  @Field(() => ID, { description: 'Immutable id.' })
  id!: string;
}
