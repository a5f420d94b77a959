/** The public face of auto-approval rules. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Label, LabelInput } from '../naming/graphql.ts';

/** A rule that approves pending devices without a person. */
@ObjectType({ description: 'A rule that approves pending devices without a person. Its name is in what it approved.' })
export class AutoApprovalRule {
  @Field(() => ID, { description: 'Identity of the rule.' })
  id!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => [Label], { description: 'Labels a device must have, all of them.' })
  labels!: Label[];

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => String, { description: 'Who made it, e.g. `user:<id>`.' })
  createdBy!: string;

  @Field(() => Date, { nullable: true, description: 'When it was ended; null while it approves.' })
  disabledAt?: Date | null | undefined;
}

/** What a new rule needs. */
@InputType({ description: 'What a new rule needs: at least one label, or a domain.' })
export class CreateAutoApprovalRuleInput {
  @Field(() => String, { description: 'What people call it, unique among the active rules of the tenant.' })
  name!: string;

  @Field(() => [LabelInput], { defaultValue: [], description: 'Labels a device must have, all of them.' })
  labels!: LabelInput[];

  @Field(() => ID, { nullable: true, description: 'Only devices of this domain and below; absent for all domains.' })
  domainId?: string | null;
}

/** Which rule to end. */
@InputType({ description: 'Which rule to end.' })
export class DisableAutoApprovalRuleInput {
  @Field(() => ID, { description: 'Identity of the rule.' })
  id!: string;
}
