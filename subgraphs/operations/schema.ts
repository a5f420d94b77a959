/**
 * The classes operations' part of the graph is made from. Kept apart from the composition root so that the contract can
 * be derived without a database.
 */
import type { Context } from '@flotilla/kernel/context';
import { isRefusal } from '@flotilla/kernel/errors';
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { itemsById } from './attention/queries.ts';
import { AttentionResolver } from './attention/resolver.ts';
import { attentionChangesResolver } from './queue/attention-changes.ts';
import { shownItem } from './queue/shown-item.ts';
import { mayRead } from './rules.ts';

type OperationsSchema = Omit<SubgraphParts, 'instances'>;

/** Resolver classes and entity references over the watch that subscriptions listen to; `subgraph.ts` adds the instances. */
export function operationsSchema(changes: ReturnType<typeof attentionChangesResolver>): OperationsSchema {
  return {
    resolvers: [AttentionResolver, changes],
    references: { AttentionItem: ({ id }, context) => findItem(id, context) },
  };
}

/** The same over a watch that nobody feeds: enough to derive the contract. */
export const schemaParts: OperationsSchema = operationsSchema(attentionChangesResolver(null));

/** Another subgraph's reference is answered like a query: to readers of the tenant, and to others as if it were not there. */
async function findItem(id: string, context: Context) {
  if (!mayKnow(context)) return null;
  const row = await context.loader(itemsById).load(id);
  return row && shownItem(row);
}

function mayKnow({ viewer }: Context): boolean {
  if (viewer.tenantId === null) return false;
  try {
    mayRead.check(viewer);
    return true;
  } catch (thrown) {
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}
