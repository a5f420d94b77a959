/** The public face of the fleet's health; the signals themselves are shared with other subgraphs. */
import { HealthSignal } from '@flotilla/kernel/health-signal';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';

/** Whose health. */
@ArgsType()
export class FleetHealthArgs {
  @Field(() => ID, { nullable: true, description: 'Only this domain and below; absent for the whole tenant.' })
  domainId?: string | null;
}

/** A new state of the signals. */
@ObjectType({ description: 'A new state of the signals, at most one a second.' })
export class FleetHealthUpdate {
  @Field(() => Int, { description: 'Number of this message in the subscription; a gap means: fetch again.' })
  seq!: number;

  @Field(() => [HealthSignal], { description: 'All signals of the scope.' })
  signals!: HealthSignal[];
}
