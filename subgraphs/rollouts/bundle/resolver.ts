/** Bundles over GraphQL, and the chains of rollouts that bring them. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Database } from '@flotilla/kernel/database';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { bundleAggregate, rolloutAggregate } from '../aggregates.ts';
import { chainPlans } from '../chain/plans.ts';
import { findChain } from '../chain/queries.ts';
import { checkedExecution, checkedName } from '../plan/checked-plan.ts';
import { shownRollout, type ShownRollout } from '../plan/shown.ts';
import { findUsable } from '../registry/queries.ts';
import { checkedReference, factsOfArtifact } from '../registry/registered.ts';
import { Rollout } from '../rollout/graphql.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { findTemplate } from '../template/queries.ts';
import type { BundleItem } from './events.ts';
import { BundleRolloutInput, RolloutChain, SaveUpdateBundleInput, UpdateBundle } from './graphql.ts';
import { findBundle, findBundles } from './queries.ts';

/** What bundles work with. */
export type BundleParts = { readonly database: Database; readonly tail: Pick<LogTail, 'committed'> };

/** Queries and mutations of bundles. */
@Resolver(() => UpdateBundle)
export class BundleResolver {
  readonly #parts: BundleParts;

  constructor(parts: BundleParts) {
    this.#parts = parts;
  }

  @Authorize(mayRead)
  @Query(() => [UpdateBundle], { description: 'The update bundles of the tenant, by name; 200 at most.' })
  async updateBundles(@Ctx() context: Context): Promise<UpdateBundle[]> {
    return context.read(findBundles);
  }

  @Authorize(mayOperate)
  @Mutation(() => UpdateBundle, {
    description: 'Keeps artifacts that belong together under a name. Rollouts that were made before stay as they are.',
  })
  async saveUpdateBundle(
    @Arg('input', () => SaveUpdateBundleInput, { description: 'The name and the artifacts.' })
    input: SaveUpdateBundleInput,
    @Ctx() context: Context,
  ): Promise<UpdateBundle> {
    const name = checkedName(input.name, 'name');
    const items: BundleItem[] = [];
    for (const [at, item] of input.items.slice(0, 50).entries()) {
      const element = `items.${at}`;
      const reference = checkedReference(item.artifact, `${element}.artifact`);
      const artifact = factsOfArtifact(await findUsable(context, reference, `${element}.artifact`));
      items.push({ artifact, ...checkedExecution(item, element) });
    }
    const command = { type: 'SaveBundle', bundleId: randomUUID(), name, items } as const;
    await context.handle(bundleAggregate, { id: context.tenantId, command });
    return context.read((em) => findBundle(em, name, 'name'));
  }

  @Authorize(mayOperate)
  @Mutation(() => Boolean, { description: 'Offers a bundle no longer. True, also where there was none.' })
  async removeUpdateBundle(
    @Arg('id', () => ID, { description: 'Which bundle.' }) bundleId: string,
    @Ctx() context: Context,
  ): Promise<boolean> {
    const command = { type: 'RemoveBundle', bundleId } as const;
    await context.handle(bundleAggregate, { id: context.tenantId, command });
    return true;
  }

  @Authorize(mayOperate)
  @Mutation(() => [Rollout], {
    description:
      'Plans one rollout for each artifact of a bundle. Start the first: each next one starts by itself once the waves of ' +
      'the one before have passed, for the devices that have it. If one goes back, all go back, the last one first.',
  })
  async createBundleRollout(
    @Arg('input', () => BundleRolloutInput, { description: 'Which bundle, and how it is rolled out.' })
    input: BundleRolloutInput,
    @Ctx() context: Context,
  ): Promise<Rollout[]> {
    const { tenantId, viewer } = context;
    const row = await context.read((em) => findBundle(em, input.bundle, 'bundle'));
    const template = await context.read((em) => findTemplate(em, input.template, 'template'));
    for (const { artifact } of row.items) await findUsable(context, { digest: artifact.digest }, 'bundle');
    const { name = null, selection = null } = input;
    const wish = { name, selection, chainId: randomUUID(), idOf: () => randomUUID() };
    const plans = chainPlans(row, template.plan, wish);
    await this.#parts.database.inTenant(tenantId, async (em) => {
      for (const { rolloutId, plan } of plans) {
        const command = { type: 'CreateRollout', rolloutId, plan } as const;
        await handleWithin(em, rolloutAggregate, { id: rolloutId, command, viewer, isNew: true });
      }
    });
    this.#parts.tail.committed();
    const made = await context.loader(rolloutsById).loadMany(plans.map(({ rolloutId }) => rolloutId));
    return made.flatMap((each) => (each && !(each instanceof Error) ? [shownRollout(each)] : []));
  }
}

/** What bundles add to a rollout. */
@Resolver(() => Rollout)
export class RolloutChainResolver {
  @FieldResolver(() => RolloutChain, {
    nullable: true,
    description: 'Where it is among the rollouts of a bundle; null for one that stands alone.',
  })
  async chain(@Root() { row }: ShownRollout, @Ctx() context: Context): Promise<RolloutChain | null> {
    const { chain } = row.plan;
    if (!chain) return null;
    const { chainId: id, bundle, position } = chain;
    const ids = await context.read((em) => findChain(em, id));
    const rows = await context.loader(rolloutsById).loadMany(ids.map((each) => each.id));
    const rollouts = rows.flatMap((each) => (each && !(each instanceof Error) ? [shownRollout(each)] : []));
    return { id, bundle, position, rollouts };
  }
}
