/** Rollouts over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { actorOf } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { rolloutAggregate } from '../aggregates.ts';
import { successOf } from '../gate/gate.ts';
import { WaitingFor } from '../gate/graphql.ts';
import { checkedPlan } from '../plan/checked-plan.ts';
import { RolloutPlanInput } from '../plan/graphql.ts';
import { usableArtifacts } from '../plan/planned-artifacts.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import { findUsable } from '../registry/queries.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { explainRollout } from '../target/explain.ts';
import { RolloutTargetConnection, RolloutTargetListArgs, type RolloutTarget } from '../target/graphql.ts';
import { countTargets, sumCounts } from '../target/queries.ts';
import { findTargets } from '../target/rows.ts';
import { emptyCounts, withLaterWaves, type BucketCounts } from '../wave/buckets.ts';
import { RolloutCounts, RolloutWave } from '../wave/graphql.ts';
import {
  PromoteWaveInput,
  Rollout,
  RolloutConnection,
  RolloutListArgs,
  RolloutReasonInput,
  RolloutWaveWordInput,
} from './graphql.ts';
import { findFailed, findRollouts, rolloutsById, wavesByRollout, type RolloutRow } from './queries.ts';
import type { RolloutCommand } from './rollout.ts';
import { shownCounts, shownRollout, shownWave, shownWaiting, type ShownRollout } from '../plan/shown.ts';

const about = { description: 'Which rollout, and why.' } as const;
const which = { description: 'Which rollout.' } as const;

/** Queries, mutations and fields of rollouts. */
@Resolver(() => Rollout)
export class RolloutResolver {
  @Authorize(mayRead)
  @Query(() => RolloutConnection, { description: 'Rollouts of the tenant, newest first.' })
  async rollouts(
    @Args(() => RolloutListArgs) args: RolloutListArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Rollout>> {
    const page = pageOf(args);
    const { states, artifactName = null, bundle = null } = args;
    const rows = await context.read((em) => findRollouts(em, { states: states ?? [], artifactName, bundle, page }));
    return connectionOf(rows.map(shownRollout), page, { cursor: ({ row }) => [row.place, row.id] });
  }

  @Authorize(mayRead)
  @Query(() => Rollout, { nullable: true, description: 'One rollout; null when the tenant has none with this id.' })
  async rollout(@Arg('id', () => ID, which) id: string, @Ctx() context: Context): Promise<Rollout | null> {
    const row = await context.loader(rolloutsById).load(id);
    return row && shownRollout(row);
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Plans a rollout. Nothing happens until it is started.' })
  async createRollout(
    @Arg('input', () => RolloutPlanInput, { description: 'The plan.' }) input: RolloutPlanInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    const rolloutId = randomUUID();
    const plan = checkedPlan(input, await usableArtifacts(context, input));
    return tell(context, rolloutId, { type: 'CreateRollout', rolloutId, plan });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Starts a rollout.' })
  async startRollout(@Arg('id', () => ID, which) id: string, @Ctx() context: Context): Promise<Rollout> {
    await requireUsable(context, await requireRollout(context, id));
    return tell(context, id, { type: 'StartRollout' });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Lets no further device start; those at work finish.' })
  async pauseRollout(
    @Arg('input', () => RolloutReasonInput, about) { rolloutId, reason }: RolloutReasonInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    return tell(context, rolloutId, { type: 'PauseRollout', reason });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Goes on, and accepts what failed until now.' })
  async resumeRollout(@Arg('id', () => ID, which) id: string, @Ctx() context: Context): Promise<Rollout> {
    const row = await requireRollout(context, id);
    if (row.resumesTo === 'RUNNING') await requireUsable(context, row);
    return tell(context, id, { type: 'ResumeRollout' });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Gives a rollout up: no device starts any more, and none is taken back.' })
  async abortRollout(
    @Arg('input', () => RolloutReasonInput, about) { rolloutId, reason }: RolloutReasonInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    return tell(context, rolloutId, { type: 'AbortRollout', reason });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, {
    description: 'Takes every changed device back to what it ran before, under the same budgets.',
  })
  async rollBackRollout(
    @Arg('input', () => RolloutReasonInput, about) { rolloutId, reason }: RolloutReasonInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    return tell(context, rolloutId, { type: 'RollBackRollout', reason });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Agrees that a wave opens when its turn comes.' })
  async approveWave(
    @Arg('input', () => RolloutWaveWordInput, { description: 'Which wave.' }) { rolloutId, wave }: RolloutWaveWordInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    return tell(context, rolloutId, { type: 'ApproveWave', wave, by: actorOf(context.viewer) });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Lets the open wave pass whatever its gates say.' })
  async promoteWave(
    @Arg('input', () => PromoteWaveInput, { description: 'Which wave, and why.' }) input: PromoteWaveInput,
    @Ctx() context: Context,
  ): Promise<Rollout> {
    const { rolloutId, wave, reason } = input;
    const row = await requireRollout(context, rolloutId);
    const gates = row.plan.waves[wave]?.gates;
    const counts = (await countsOf(context, row)).get(wave) ?? emptyCounts;
    const numbers = gates ? successOf(gates, counts) : { have: 0, need: 0, of: 0 };
    return tell(context, rolloutId, { type: 'PromoteWave', wave, reason, by: actorOf(context.viewer), ...numbers });
  }

  @Authorize(mayOperate)
  @Mutation(() => Rollout, { description: 'Lets the devices that failed try again, and nobody else.' })
  async retryFailedDevices(@Arg('id', () => ID, which) id: string, @Ctx() context: Context): Promise<Rollout> {
    await requireRollout(context, id);
    const deviceIds = await context.read((em) => findFailed(em, id));
    return tell(context, id, { type: 'RetryFailed', deviceIds });
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who planned it; null for a program.' })
  createdByUser(@Root() { createdBy }: Rollout): UserReference | null {
    return userIn(createdBy);
  }

  @FieldResolver(() => RolloutCounts, {
    description: 'Its devices, each in exactly one bucket, those of later waves too.',
  })
  async counts(@Root() { row }: ShownRollout, @Ctx() context: Context): Promise<RolloutCounts> {
    return shownCounts(withLaterWaves(sumCounts((await countsOf(context, row)).values()), row));
  }

  @FieldResolver(() => [RolloutWave], { description: 'Its waves, in their order.' })
  async waves(@Root() { row }: ShownRollout, @Ctx() context: Context): Promise<RolloutWave[]> {
    const [waves, counts] = [(await context.loader(wavesByRollout).load(row.id)) ?? [], await countsOf(context, row)];
    return waves.map((wave) => shownWave(row, wave, counts.get(wave.index) ?? emptyCounts));
  }

  @FieldResolver(() => WaitingFor, {
    nullable: true,
    description: 'Why it does not go on just now; null when it does.',
  })
  async waitingFor(@Root() { row }: ShownRollout, @Ctx() context: Context): Promise<WaitingFor | null> {
    return shownWaiting(await context.read((em) => explainRollout(em, row)));
  }

  @FieldResolver(() => RolloutTargetConnection, { description: 'Its devices, wave by wave.' })
  async targets(
    @Root() { row }: ShownRollout,
    @Args(() => RolloutTargetListArgs) args: RolloutTargetListArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<RolloutTarget>> {
    const page = pageOf(args);
    const of = { rolloutId: row.id, wave: args.wave ?? null, bucket: args.bucket ?? null, page };
    const rows = await context.read((em) => findTargets(em, of));
    return connectionOf(rows, page, { cursor: (target) => [String(target.wave), target.deviceId] });
  }
}

async function tell(context: Context, id: string, command: RolloutCommand): Promise<Rollout> {
  if (command.type !== 'CreateRollout') await requireRollout(context, id);
  await context.handle(rolloutAggregate, { id, command });
  return shownRollout(await requireRollout(context, id));
}

/** What was withdrawn meanwhile is not begun. A rollout that goes back does not use it. */
async function requireUsable(context: Context, { stage, plan }: RolloutRow): Promise<void> {
  if (stage !== 'DRAFT' && stage !== 'PAUSED') return;
  await findUsable(context, { digest: plan.artifact.digest }, 'artifact');
}

async function requireRollout(context: Context, rolloutId: string): Promise<RolloutRow> {
  const row = await context.loader(rolloutsById).clear(rolloutId).load(rolloutId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such rollout in this tenant.', { rolloutId });
  return row;
}

async function countsOf(context: Context, row: RolloutRow): Promise<ReadonlyMap<number, BucketCounts>> {
  return context.read(async (em) => {
    const { id, stage } = row;
    const counted = await countTargets(em, [{ id, stage }]);
    return counted.get(id) ?? new Map<number, BucketCounts>();
  });
}
