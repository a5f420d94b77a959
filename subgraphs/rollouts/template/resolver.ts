/** Templates over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { rolloutAggregate, templateAggregate } from '../aggregates.ts';
import { checkedName, checkedTemplate } from '../plan/checked-plan.ts';
import { usableArtifacts } from '../plan/planned-artifacts.ts';
import { shownRollout, shownTemplate } from '../plan/shown.ts';
import { templatedPlan } from '../plan/templated-plan.ts';
import { Rollout } from '../rollout/graphql.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { RolloutFromTemplateInput, RolloutTemplate, SaveRolloutTemplateInput } from './graphql.ts';
import { findTemplate, findTemplates } from './queries.ts';

/** Queries and mutations of templates. */
@Resolver(() => RolloutTemplate)
export class TemplateResolver {
  @Authorize(mayRead)
  @Query(() => [RolloutTemplate], { description: 'The rollout templates of the tenant, by name; 200 at most.' })
  async rolloutTemplates(@Ctx() context: Context): Promise<RolloutTemplate[]> {
    return (await context.read(findTemplates)).map(shownTemplate);
  }

  @Authorize(mayOperate)
  @Mutation(() => RolloutTemplate, {
    description: 'Keeps a plan without an artifact under a name. Rollouts that were made before stay as they are.',
  })
  async saveRolloutTemplate(
    @Arg('input', () => SaveRolloutTemplateInput, { description: 'The name and the plan.' })
    input: SaveRolloutTemplateInput,
    @Ctx() context: Context,
  ): Promise<RolloutTemplate> {
    const [name, plan] = [checkedName(input.name, 'name'), checkedTemplate(input.plan)];
    const command = { type: 'SaveTemplate', templateId: randomUUID(), name, plan } as const;
    await context.handle(templateAggregate, { id: context.tenantId, command });
    return shownTemplate(await context.read((em) => findTemplate(em, name, 'name')));
  }

  @Authorize(mayOperate)
  @Mutation(() => Boolean, {
    description: 'Offers a template no longer. True, also where there was none: it is gone either way.',
  })
  async removeRolloutTemplate(
    @Arg('id', () => ID, { description: 'Which template.' }) templateId: string,
    @Ctx() context: Context,
  ): Promise<boolean> {
    const command = { type: 'RemoveTemplate', templateId } as const;
    await context.handle(templateAggregate, { id: context.tenantId, command });
    return true;
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, {
    description: 'Plans a rollout as a template has it. Nothing happens until it is started.',
  })
  async createRolloutFromTemplate(
    @Arg('input', () => RolloutFromTemplateInput, { description: 'Which template, which artifact, and what differs.' })
    input: RolloutFromTemplateInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    const row = await context.read((em) => findTemplate(em, input.template, 'template'));
    const plan = templatedPlan(row.plan, await usableArtifacts(context, input), input);
    const rolloutId = randomUUID();
    await context.handle(rolloutAggregate, { id: rolloutId, command: { type: 'CreateRollout', rolloutId, plan } });
    const made = await context.loader(rolloutsById).clear(rolloutId).load(rolloutId);
    if (!made) throw new Error(`rollout ${rolloutId} was made and is not there`);
    return shownRollout(made);
  }
}
