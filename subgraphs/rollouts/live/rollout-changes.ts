/** Changes of rollouts over GraphQL. The class is made per watch: a subscription has no instance to ask for it. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import type { Numbered } from '@flotilla/kernel/live';
import { Arg, Ctx, ID, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { shownRollout } from '../plan/shown.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { mayRead } from '../rules.ts';
import { RolloutChange } from './graphql.ts';
import type { ChangedRollout, RolloutWatch } from './rollout-watch.ts';

/** The resolver class of `rolloutChanged`, over one watch. */
export function rolloutChangesResolver(watch: RolloutWatch): ClassType<object> {
  @Resolver()
  class RolloutChangesResolver {
    @Authorize(mayRead)
    @Subscription(() => RolloutChange, {
      description: 'What happens to one rollout or to all of the tenant, gathered over a quarter of a second.',
      subscribe: ({ args, context }) =>
        listen(watch, args as { readonly rolloutId?: string | null }, context as Context),
    })
    async rolloutChanged(
      @Arg('rolloutId', () => ID, { nullable: true, description: 'Only of this one; absent for all of the tenant.' })
      _rolloutId: string | null,
      @Root() change: Numbered<ChangedRollout>,
      @Ctx() context: Context,
    ): Promise<RolloutChange> {
      const rollout = await requireRollout(context, change.value.rolloutId);
      return { seq: change.seq, rollout };
    }
  }
  return RolloutChangesResolver;
}

/** Refuses a rollout that does not exist before the first event, not at it. */
async function listen(
  watch: RolloutWatch,
  { rolloutId = null }: { readonly rolloutId?: string | null },
  context: Context,
) {
  if (rolloutId !== null) await requireRollout(context, rolloutId);
  return watch.listen(context.tenantId, rolloutId);
}

async function requireRollout(context: Context, rolloutId: string) {
  const row = await context.loader(rolloutsById).load(rolloutId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such rollout in this tenant.', { rolloutId });
  return shownRollout(row);
}
