/**
 * People belong to access. Other subgraphs know of them what the log says, `user:<id>`, and point there: whoever asks for a
 * name gets it from access, which answers for the people of the viewer's tenant only.
 */
import { Field, ID, ObjectType } from 'type-graphql';
import { Key } from './schema.ts';

/** The part of a user that a subgraph can name. */
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
