/** What devices may decide on their own, over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { decisionPolicyAggregate } from '../aggregates.ts';
import type { Fence } from '../authority/fence/fence.ts';
import { Domain } from '../domain/graphql.ts';
import { requireDomain } from '../domain/resolver.ts';
import type { DomainRow } from '../domain/row.ts';
import { mayAdminister } from '../rules.ts';
import { SetDecisionPolicyInput } from './graphql.ts';
import { allowedDecisions } from './queries.ts';

/** The field of domains and the mutation that changes it. */
@Resolver(() => Domain)
export class DecisionPolicyResolver {
  readonly #fence: Fence;

  constructor(fence: Fence) {
    this.#fence = fence;
  }

  @Authorize(mayAdminister)
  @Mutation(() => Domain, {
    description:
      'Lists what the devices of a domain may decide on their own. Whoever decided what was not on the list it had is ' +
      'quarantined when it comes back; what was on that list and is not on this one is a conflict. What is uploaded ' +
      'already keeps its verdict.',
  })
  async setDecisionPolicy(
    @Arg('input', () => SetDecisionPolicyInput, { description: 'The list.' }) input: SetDecisionPolicyInput,
    @Ctx() context: Context,
  ): Promise<Domain> {
    const domain = await requireDomain(context, input.domainId, 'domainId');
    const command = { type: 'SetDecisionPolicy', domainId: domain.id, allowed: input.allowed ?? null } as const;
    const { type: _, ...content } = command;
    const presented = input.authority ?? null;
    const what = 'change what its devices may decide on their own';
    const attempted = { subject: 'DOMAIN', ids: [domain.id], presented, what, content } as const;
    await this.#fence.handle(decisionPolicyAggregate, { id: domain.id, command, viewer: context.viewer }, attempted);
    return domain;
  }

  @FieldResolver(() => [String], { description: 'What its devices may decide on their own, listed or inherited.' })
  async localDecisions(@Root() { id, tenantId }: DomainRow, @Ctx() context: Context): Promise<readonly string[]> {
    return context.read((em) => allowedDecisions(em, tenantId, id));
  }
}
