/** Changes of the queue over GraphQL. The class is made per watch, because a subscription has no instance to ask for it. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Numbered } from '@flotilla/kernel/live';
import { Arg, Ctx, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { AttentionChange, AttentionScopeInput } from '../attention/graphql.ts';
import { countQueue, findAmong } from '../attention/queries.ts';
import { mayRead } from '../rules.ts';
import type { AttentionWatch, ChangedItems } from './attention-watch.ts';
import { requirePath } from './scope-path.ts';
import { shownItem } from './shown-item.ts';

const listedMax = 50;

/** The resolver class of `attentionChanged`, over one watch. */
export function attentionChangesResolver(watch: AttentionWatch | null): ClassType<object> {
  @Resolver()
  class AttentionChangesResolver {
    @Authorize(mayRead)
    @Subscription(() => AttentionChange, {
      description: 'What changes in the queue of a scope, gathered over a quarter of a second.',
      subscribe: ({ args, context }) => listen(watch, args as ChangesArgs, context as Context),
    })
    async attentionChanged(
      @Arg('scope', () => AttentionScopeInput, { nullable: true, description: 'Absent for the whole tenant.' })
      scope: AttentionScopeInput | null,
      @Root() change: Numbered<ChangedItems>,
      @Ctx() context: Context,
    ): Promise<AttentionChange> {
      const path = await requirePath(context, scope);
      return context.read(async (em) => {
        const rows = await findAmong(em, change.value.itemIds, { path, limit: listedMax + 1 });
        const openCount = await countQueue(em, { path, state: null });
        const items = rows.slice(0, listedMax).map(shownItem);
        return { seq: change.seq, items, hasMore: rows.length > listedMax, openCount };
      });
    }
  }
  return AttentionChangesResolver;
}

type ChangesArgs = { readonly scope?: AttentionScopeInput | null };

/** Refuses a scope that does not exist before the first event, not at it. */
async function listen(watch: AttentionWatch | null, { scope }: ChangesArgs, context: Context) {
  await requirePath(context, scope);
  if (!watch) throw new Error('This schema was made to be printed and not to be served.');
  return watch.listen(context.tenantId);
}
