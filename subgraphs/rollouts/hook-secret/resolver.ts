/** Secrets of pipelines over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { hookSecretAggregate } from '../aggregates.ts';
import type { HookKeys } from '../delivery/hook-keys.ts';
import { deliveryPath } from '../delivery/signature.ts';
import { checkedName } from '../plan/checked-plan.ts';
import { mayAdminister } from '../rules.ts';
import { IssuedRolloutHookSecret, RolloutHookSecret } from './graphql.ts';
import { findHookSecrets } from './queries.ts';

/** Queries and mutations of secrets. */
@Resolver(() => RolloutHookSecret)
export class HookSecretResolver {
  readonly #keys: HookKeys;

  constructor(keys: HookKeys) {
    this.#keys = keys;
  }

  @Authorize(mayAdminister)
  @Query(() => [RolloutHookSecret], { description: 'Secrets with which pipelines make drafts of rollouts; 5 at most.' })
  async rolloutHookSecrets(@Ctx() context: Context): Promise<RolloutHookSecret[]> {
    return context.read(findHookSecrets);
  }

  @Authorize(mayAdminister)
  @Mutation(() => IssuedRolloutHookSecret, {
    description: 'Makes a secret with which a pipeline may make drafts of rollouts, and nothing else. Shown this once.',
  })
  async issueRolloutHookSecret(
    @Arg('name', () => String, { description: 'Who gets it: 1 to 80 characters.' }) name: string,
    @Ctx() context: Context,
  ): Promise<IssuedRolloutHookSecret> {
    const { tenantId } = context;
    const id = randomUUID();
    const command = { type: 'IssueHookSecret', secretId: id, name: checkedName(name, 'name') } as const;
    // Without its fact a sealed secret opens nothing, so it may be there first.
    const secret = await this.#keys.make(tenantId, id);
    await context.handle(hookSecretAggregate, { id: tenantId, command });
    return { id, secret, path: deliveryPath(tenantId) };
  }

  @Authorize(mayAdminister)
  @Mutation(() => Boolean, {
    description: 'Takes nothing more that is signed with a secret. True, also where it was gone before.',
  })
  async revokeRolloutHookSecret(
    @Arg('id', () => ID, { description: 'Which secret.' }) secretId: string,
    @Ctx() context: Context,
  ): Promise<boolean> {
    const { tenantId } = context;
    await context.handle(hookSecretAggregate, { id: tenantId, command: { type: 'RevokeHookSecret', secretId } });
    await this.#keys.forget(tenantId, secretId);
    return true;
  }
}
