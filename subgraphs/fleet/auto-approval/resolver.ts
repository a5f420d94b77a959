/** Auto-approval rules over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { autoApprovalAggregate } from '../aggregates.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { refusingDuplicates } from '../refusing-duplicates.ts';
import { mayAdminister, mayRead } from '../rules.ts';
import { AutoApprovalRule, CreateAutoApprovalRuleInput, DisableAutoApprovalRuleInput } from './graphql.ts';
import { autoApprovalRulesById, findAutoApprovalRules } from './queries.ts';
import type { AutoApprovalRuleRow } from './row.ts';

/** Queries, mutations and fields of auto-approval rules. */
@Resolver(() => AutoApprovalRule)
export class AutoApprovalResolver {
  @Authorize(mayRead)
  @Query(() => [AutoApprovalRule], { description: 'All rules of the tenant: active ones first, then by name.' })
  async autoApprovalRules(@Ctx() context: Context): Promise<AutoApprovalRule[]> {
    return context.read(findAutoApprovalRules);
  }

  @Authorize(mayAdminister)
  @Mutation(() => AutoApprovalRule, { description: 'Makes a rule. It holds for devices that claim from now on.' })
  async createAutoApprovalRule(
    @Arg('input', () => CreateAutoApprovalRuleInput, { description: 'The new rule.' })
    input: CreateAutoApprovalRuleInput,
    @Ctx() context: Context,
  ): Promise<AutoApprovalRule> {
    const ruleId = randomUUID();
    const { name, labels } = input;
    const domainId = input.domainId ? (await requireDomain(context, input.domainId, 'domainId')).id : null;
    const command = { type: 'CreateAutoApprovalRule', ruleId, name, labels, domainId } as const;
    await refusingDuplicates(() => context.handle(autoApprovalAggregate, { id: ruleId, command }));
    return requireRule(context, ruleId);
  }

  @Authorize(mayAdminister)
  @Mutation(() => AutoApprovalRule, { description: 'Ends a rule. Devices it approved stay as they are.' })
  async disableAutoApprovalRule(
    @Arg('input', () => DisableAutoApprovalRuleInput, { description: 'Which rule.' })
    input: DisableAutoApprovalRuleInput,
    @Ctx() context: Context,
  ): Promise<AutoApprovalRule> {
    const command = { type: 'DisableAutoApprovalRule', ruleId: input.id } as const;
    await context.handle(autoApprovalAggregate, { id: input.id, command });
    return requireRule(context, input.id);
  }

  @FieldResolver(() => Domain, {
    nullable: true,
    description: 'Where it holds, with everything below; null: everywhere.',
  })
  async domain(@Root() row: AutoApprovalRuleRow, @Ctx() context: Context): Promise<Domain | null> {
    return row.domainId ? context.loader(domainsById).load(row.domainId) : null;
  }
}

async function requireRule(context: Context, id: string): Promise<AutoApprovalRuleRow> {
  const row = await context.loader(autoApprovalRulesById).clear(id).load(id);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such auto-approval rule in this tenant.', { id });
  return row;
}
