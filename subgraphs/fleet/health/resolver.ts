/** The fleet's health over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { HealthSignal } from '@flotilla/kernel/health-signal';
import type { Numbered } from '@flotilla/kernel/live';
import { Args, Ctx, Query, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { findSubtreeIds } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { mayRead } from '../rules.ts';
import type { HealthDesk, HealthScope } from './desk.ts';
import { FleetHealthArgs, FleetHealthUpdate } from './graphql.ts';

/** The resolver over a desk; type-graphql subscribes without an instance, so the desk is in the class. */
export function healthResolver(desk: Pick<HealthDesk, 'signals' | 'watch'>): ClassType<object> {
  @Resolver()
  class HealthResolver {
    @Authorize(mayRead)
    @Query(() => [HealthSignal], {
      description: 'The signals of a scope: missed heartbeats, backlog, lag, budgets, skew, what is stale, attempts.',
    })
    async fleetHealth(
      @Args(() => FleetHealthArgs) args: FleetHealthArgs,
      @Ctx() context: Context,
    ): Promise<HealthSignal[]> {
      return desk.signals(await scopeOf(context, args));
    }

    @Authorize(mayRead)
    @Subscription(() => FleetHealthUpdate, {
      description: 'The signals of a scope now, and again when one has changed, at most once a second.',
      subscribe: async ({ args, context }) => desk.watch(await scopeOf(context as Context, args as FleetHealthArgs)),
    })
    fleetHealthChanged(
      @Args(() => FleetHealthArgs) _args: FleetHealthArgs,
      @Root() update: Numbered<HealthSignal[]>,
    ): FleetHealthUpdate {
      return { seq: update.seq, signals: update.value };
    }
  }
  return HealthResolver;
}

async function scopeOf(context: Context, { domainId }: FleetHealthArgs): Promise<HealthScope> {
  const { tenantId } = context;
  if (!domainId) return { tenantId, domainId: null, below: null };
  const top = await requireDomain(context, domainId, 'domainId');
  const below = new Set(await context.read((em) => findSubtreeIds(em, top.path)));
  return { tenantId, domainId: top.id, below };
}
