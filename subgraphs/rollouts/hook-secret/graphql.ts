/** The public face of the secrets by which pipelines make drafts. */
import { Field, ID, ObjectType } from 'type-graphql';

/** A secret, without itself. */
@ObjectType({ description: 'A secret with which a pipeline signs its deliveries. What it is was shown once.' })
export class RolloutHookSecret {
  @Field(() => ID, { description: 'Immutable identity; drafts made with it are created by `service:<id>`.' })
  id!: string;

  @Field(() => String, { description: 'Its name: who has it.' })
  name!: string;

  @Field(() => Date, { description: 'When it was made.' })
  issuedAt!: Date;

  @Field(() => String, { description: 'Who made it, e.g. `user:<id>`.' })
  issuedBy!: string;
}

/** A secret that was just made. */
@ObjectType({ description: 'A secret that was just made, with itself: it is shown this once.' })
export class IssuedRolloutHookSecret {
  @Field(() => ID, { description: 'Its identity.' })
  id!: string;

  @Field(() => String, { description: 'The secret. Keep it where the pipeline keeps its secrets.' })
  secret!: string;

  @Field(() => String, { description: "Where to deliver, at the operators' door." })
  path!: string;
}
