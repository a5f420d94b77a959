/** Budgets over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { budgetAggregate } from '../aggregates.ts';
import { mayAdminister, mayRead } from '../rules.ts';
import { Budget, SetBudgetInput } from './graphql.ts';
import { findBudgets } from './queries.ts';

/** Queries and mutations of budgets. */
@Resolver(() => Budget)
export class BudgetResolver {
  @Authorize(mayRead)
  @Query(() => [Budget], { description: 'Every budget that was set or is in use, by scope.' })
  async budgets(@Ctx() context: Context): Promise<Budget[]> {
    return context.read(findBudgets);
  }

  @Authorize(mayAdminister)
  @Mutation(() => [Budget], {
    description: 'Says how many devices may be busy or away at once. Holds from the next grant on.',
  })
  async setBudget(
    @Arg('input', () => SetBudgetInput, { description: 'The budget.' }) input: SetBudgetInput,
    @Ctx() context: Context,
  ): Promise<Budget[]> {
    const { scope, parallelMax = null, unavailableMax = null } = input;
    const command = { type: 'SetBudget', scope, parallelMax, unavailableMax } as const;
    await context.handle(budgetAggregate, { id: context.tenantId, command });
    return context.read(findBudgets);
  }

  @Authorize(mayAdminister)
  @Mutation(() => [Budget], { description: 'Takes a budget away; what is for each of its kind holds again.' })
  async removeBudget(
    @Arg('scope', () => String, { description: 'Which one.' }) scope: string,
    @Ctx() context: Context,
  ): Promise<Budget[]> {
    await context.handle(budgetAggregate, { id: context.tenantId, command: { type: 'RemoveBudget', scope } });
    return context.read(findBudgets);
  }
}
