/**
 * The classes rollouts' part of the graph is made from. Kept apart from the composition root so that the contract can be
 * derived without a database.
 */
import type { Context } from '@flotilla/kernel/context';
import { isRefusal } from '@flotilla/kernel/errors';
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { BundleResolver, RolloutChainResolver } from './bundle/resolver.ts';
import { BudgetResolver } from './budget/resolver.ts';
import { knownDevices } from './devices/queries.ts';
import { HookSecretResolver } from './hook-secret/resolver.ts';
import { DeviceJournalResolver, UpdateJournalResolver } from './journal/resolver.ts';
import { LeaseResolver } from './lease/resolver.ts';
import { rolloutChangesResolver } from './live/rollout-changes.ts';
import { RolloutWatch } from './live/rollout-watch.ts';
import { shownRollout } from './plan/shown.ts';
import { Device } from './references.ts';
import { rolloutsById } from './rollout/queries.ts';
import { RolloutResolver } from './rollout/resolver.ts';
import { mayRead } from './rules.ts';
import { SimulationResolver } from './simulation/resolver.ts';
import { TemplateResolver } from './template/resolver.ts';
import { DeviceResolver, RolloutTargetResolver } from './target/resolver.ts';
import { RolloutTimelineResolver } from './timeline/resolver.ts';
import { RolloutWaveResolver } from './wave/resolver.ts';

type RolloutsSchema = Omit<SubgraphParts, 'instances'>;

/** Resolver classes and entity references over the watch that subscriptions listen to; `subgraph.ts` adds the instances. */
export function rolloutsSchema(changes: ReturnType<typeof rolloutChangesResolver>): RolloutsSchema {
  return { ...fixedParts, resolvers: [...fixedParts.resolvers, changes] };
}

const fixedParts: RolloutsSchema = {
  resolvers: [
    BudgetResolver,
    BundleResolver,
    DeviceJournalResolver,
    DeviceResolver,
    HookSecretResolver,
    LeaseResolver,
    RolloutChainResolver,
    RolloutResolver,
    RolloutTargetResolver,
    RolloutTimelineResolver,
    RolloutWaveResolver,
    SimulationResolver,
    TemplateResolver,
    UpdateJournalResolver,
  ],
  orphanedTypes: [Device],
  references: {
    Device: ({ id }, context) => (mayKnow(context) ? context.loader(knownDevices).load(id) : null),
    Rollout: ({ id }, context) => findRollout(id, context),
  },
};

/** The same over a watch that nobody feeds: enough to derive the contract. */
export const schemaParts: RolloutsSchema = rolloutsSchema(rolloutChangesResolver(new RolloutWatch()));

/** Another subgraph's reference is answered like a query: to readers of the tenant, and to others as if it were not there. */
async function findRollout(id: string, context: Context) {
  if (!mayKnow(context)) return null;
  const row = await context.loader(rolloutsById).load(id);
  return row && shownRollout(row);
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
