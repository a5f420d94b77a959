/** What rollouts point to in other subgraphs: a device of the fleet, which they add fields to, and people of access. */
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType } from 'type-graphql';

/** The entity that rollouts add fields to. */
@Key('id')
@ObjectType({ description: 'A device; rollouts add what it is to run and what that waits for.' })
export class Device {
  @Field(() => ID, { description: 'Immutable id.' })
  id!: string;
}

/** The part of a user that rollouts can name. */
@Key('id', { resolvable: false })
@ObjectType('User', { description: "A person's membership of one tenant." })
export class UserReference {
  @Field(() => ID, { description: 'Immutable identity of the membership.' })
  id!: string;
}

/** The person an actor is; null when it was a device, a program or the system. */
export function userIn(actor: string | null | undefined): UserReference | null {
  const [, id] = /^user:(.+)$/.exec(actor ?? '') ?? [];
  return id === undefined ? null : { id };
}
