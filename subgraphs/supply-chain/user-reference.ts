/**
 * People belong to access. The supply chain knows of them what its log says, `user:<id>`, and points there: whoever asks
 * for a name gets it from access, which answers for the people of the viewer's tenant only.
 */
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType } from 'type-graphql';

/** The part of a user that the supply chain can name. */
@Key('id', { resolvable: false })
@ObjectType('User', { description: "A person's membership of one tenant." })
export class UserReference {
  @Field(() => ID, { description: 'Immutable identity of the membership.' })
  id!: string;
}

/** The person an actor is; null when it was a program or the system. */
export function userIn(actor: string | null | undefined): UserReference | null {
  const [, id] = /^user:(.+)$/.exec(actor ?? '') ?? [];
  return id === undefined ? null : { id };
}
