/**
 * The classes operations' part of the graph is made from. Kept apart from the composition root so that the contract can
 * be derived without a database.
 */
import type { Context } from '@flotilla/kernel/context';
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { itemsById } from './attention/queries.ts';
import { AttentionResolver } from './attention/resolver.ts';
import { attentionChangesResolver } from './queue/attention-changes.ts';
import { shownItem } from './queue/shown-item.ts';

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

async function findItem(id: string, context: Context) {
  const row = await context.loader(itemsById).load(id);
  return row && shownItem(row);
}
