/** The public face of changes of rollouts. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Rollout } from '../rollout/graphql.ts';

/** A rollout that changed. */
@ObjectType({ description: 'A rollout as it is after something happened to it or to its devices.' })
export class RolloutChange {
  @Field(() => Int, { description: 'Rises by one with every message of the subscription; after a gap, ask anew.' })
  seq!: number;

  @Field(() => Rollout, { description: 'The rollout.' })
  rollout!: Rollout;
}
