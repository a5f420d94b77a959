/** The public face of budgets. */
import { Field, InputType, Int, ObjectType } from 'type-graphql';

/** One budget. */
@ObjectType({ description: 'How many devices may be busy or away at once, over all rollouts.' })
export class Budget {
  @Field(() => String, {
    description:
      '`global`, `area:<domain id>`, `site:<location id>`, `nat:<group>`, `role:<role>`, or `site`, `nat`, `role` for each.',
  })
  scope!: string;

  @Field(() => Int, { nullable: true, description: 'Open leases at most; null for no limit.' })
  parallelMax!: number | null;

  @Field(() => Int, { nullable: true, description: 'Devices that are away or about to be at most; null for no limit.' })
  unavailableMax!: number | null;

  @Field(() => Int, { description: 'Open leases that count in it now; 0 for one that is for each.' })
  used!: number;
}

/** A budget as it shall be. */
@InputType({ description: 'A budget as it shall be from now on. A lower limit ends nothing that has begun.' })
export class SetBudgetInput {
  @Field(() => String, { description: 'What it limits; see Budget.scope.' })
  scope!: string;

  @Field(() => Int, { nullable: true, description: 'Open leases at most; absent for no limit.' })
  parallelMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Devices away at most; absent for no limit.' })
  unavailableMax?: number | null;
}
