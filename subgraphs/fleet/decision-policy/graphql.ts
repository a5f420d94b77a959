/** The public face of what devices may decide on their own. */
import { Field, ID, InputType } from 'type-graphql';
import { AuthorityInput } from '../authority/graphql.ts';

/** What may be decided in which domain. */
@InputType({ description: 'What the devices of a domain, and those below, may decide on their own.' })
export class SetDecisionPolicyInput {
  @Field(() => ID, { description: 'The domain.' })
  domainId!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'All of it, e.g. `restart_service`: the word after `decision.` in the journal. Null inherits.',
  })
  allowed?: string[] | null;

  @Field(() => AuthorityInput, {
    nullable: true,
    description: 'Who writes; absent for this control plane, as it holds now.',
  })
  authority?: AuthorityInput | null;
}
