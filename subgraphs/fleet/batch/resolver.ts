/** Actions on many devices over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { CommandConnection, type Command } from '../command/graphql.ts';
import { findCommands } from '../command/queries.ts';
import { Device, DeviceConnection } from '../device/graphql.ts';
import { devicesById } from '../device/queries.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById } from '../domain/queries.ts';
import type { PlainDevice } from '../listing/plain-device.ts';
import { mayEndTrust, mayRead } from '../rules.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import {
  ApproveBatchInput,
  Batch,
  BatchConnection,
  BatchCount,
  BatchDomain,
  BatchPlan,
  BatchTarget,
  BatchTargetConnection,
  BatchTargetState,
  PlanBatchInput,
  StartBatchInput,
  StopBatchInput,
} from './graphql.ts';
import type { Planning } from './plan/planning.ts';
import { targetsOf } from './plan/targets.ts';
import { findBatch, findBatches, findTargets, progressOf } from './queries.ts';
import type { BatchRow } from './row.ts';

/** Queries, mutations and fields of batches. */
@Resolver(() => Batch)
export class BatchResolver {
  readonly #planning: Planning;

  constructor(planning: Planning) {
    this.#planning = planning;
  }

  @Authorize(mayRead)
  @Query(() => Batch, { nullable: true, description: 'One batch; null when the tenant has none with this id.' })
  async batch(
    @Arg('id', () => ID, { description: 'Identity of the batch.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Batch | null> {
    const row = await context.read((em) => findBatch(em, id));
    return row && shown(row);
  }

  @Authorize(mayRead)
  @Query(() => BatchConnection, { description: 'Batches that were started, newest first.' })
  async batches(@Args(() => PageArgs) args: PageArgs, @Ctx() context: Context): Promise<ConnectionOf<Batch>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findBatches(em, page));
    const batches = rows.map((row) => Object.assign(shown(row), { cursor: row.cursor }));
    return connectionOf(batches, page, { cursor: ({ cursor }) => cursor });
  }

  @Authorize(mayEndTrust)
  @Mutation(() => BatchPlan, {
    description:
      'Looks at what an action would do, without doing it. The plan can be started for five minutes, and only while it ' +
      'reaches the same devices.',
  })
  async planBatch(
    @Arg('input', () => PlanBatchInput, { description: 'The action.' }) input: PlanBatchInput,
    @Ctx() context: Context,
  ): Promise<BatchPlan> {
    const { deviceIds = null, q = null, domainId = null, delivery = null, expiresInS = null, action, payload } = input;
    const target = { deviceIds, q, domainId };
    const wish = { target, action, payload, delivery, expiresInS };
    const id = await this.#planning.plan(context.viewer, context.tenantId, wish);
    return (await requireBatch(context, id)).plan;
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Batch, {
    description:
      'Starts a plan. CONFLICT with details.plan EXPIRED or TARGETS_CHANGED when it is not what was looked at any more. ' +
      'If it needs approval, it waits for a second person.',
  })
  async startBatch(
    @Arg('input', () => StartBatchInput, { description: 'Which plan.' }) input: StartBatchInput,
    @Ctx() context: Context,
  ): Promise<Batch> {
    await this.#planning.start(context.viewer, context.tenantId, input);
    return requireBatch(context, input.planId);
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Batch, { description: 'Lets a batch start that another person wants; FORBIDDEN for that person.' })
  async approveBatch(
    @Arg('input', () => ApproveBatchInput, { description: 'Which batch.' }) { batchId }: ApproveBatchInput,
    @Ctx() context: Context,
  ): Promise<Batch> {
    await this.#planning.approve(context.viewer, context.tenantId, batchId);
    return requireBatch(context, batchId);
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Batch, { description: 'Stops what of a batch was not handed over yet; all else goes on.' })
  async stopBatch(
    @Arg('input', () => StopBatchInput, { description: 'Which batch, and why.' }) input: StopBatchInput,
    @Ctx() context: Context,
  ): Promise<Batch> {
    await this.#planning.stop(context.viewer, context.tenantId, input);
    return requireBatch(context, input.batchId);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who planned it; null for a program.' })
  plannedByUser(@Root() { plannedBy }: Batch): UserReference | null {
    return userIn(plannedBy);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who started it; null for a program.' })
  startedByUser(@Root() { startedBy }: Batch): UserReference | null {
    return userIn(startedBy);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who approved it.' })
  approvedByUser(@Root() { approvedBy }: Batch): UserReference | null {
    return userIn(approvedBy);
  }

  @FieldResolver(() => [BatchCount], {
    description:
      'Its devices by the state of their command; those without one by their own: WAITING, DONE, REFUSED, STOPPED.',
  })
  async progress(@Root() { id }: Batch, @Ctx() context: Context): Promise<readonly BatchCount[]> {
    return context.read((em) => progressOf(em, id));
  }

  @FieldResolver(() => BatchTargetConnection, { description: 'Its devices, in their order, once it was started.' })
  async targets(
    @Root() { id }: Batch,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('state', () => BatchTargetState, { nullable: true, description: 'Only those that are that far.' })
    state: keyof typeof BatchTargetState | null,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<BatchTarget>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findTargets(em, { batchId: id, state: state ?? null, page }));
    return connectionOf(rows, page, { cursor: ({ ordinal }) => [String(ordinal)] });
  }

  @FieldResolver(() => CommandConnection, { description: 'Its commands, newest first.' })
  async commands(
    @Root() { id: batchId }: Batch,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Command>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findCommands(em, { deviceId: null, batchId, q: null, page }));
    return connectionOf(rows, page, { cursor: ({ cursor }) => cursor });
  }
}

/** Fields of plans. */
@Resolver(() => BatchPlan)
export class BatchPlanResolver {
  @FieldResolver(() => DeviceConnection, { description: 'Devices it reaches as of now, the first ones by id.' })
  async sample(
    @Root() { id }: BatchPlan,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Devices at most: 1 to 200.' }) first: number,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Device>> {
    const page = pageOf({ first });
    const ids = await context.read(async (em) => {
      const row = await findBatch(em, id);
      return row ? (await targetsOf(em, row.plan.scope)).slice(0, first + 1).map((target) => target.id) : [];
    });
    const devices = await context.loader(devicesById).loadMany(ids);
    const known = devices.filter((device): device is PlainDevice => device !== null && !(device instanceof Error));
    return connectionOf<PlainDevice, Device>(known, page, { cursor: (device) => [device.id] });
  }
}

/** Fields of the domains of a plan. */
@Resolver(() => BatchDomain)
export class BatchDomainResolver {
  @FieldResolver(() => Domain, { nullable: true, description: 'The domain.' })
  async domain(@Root() { domainId }: BatchDomain, @Ctx() context: Context): Promise<Domain | null> {
    return context.loader(domainsById).load(domainId);
  }
}

/** Fields of the devices of a batch. */
@Resolver(() => BatchTarget)
export class BatchTargetResolver {
  @FieldResolver(() => Device, { nullable: true, description: 'The device.' })
  async device(@Root() { deviceId }: BatchTarget, @Ctx() context: Context): Promise<Device | null> {
    return context.loader(devicesById).load(deviceId);
  }
}

async function requireBatch(context: Context, batchId: string): Promise<Batch> {
  const row = await context.read((em) => findBatch(em, batchId));
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such batch in this tenant.', { batchId });
  return shown(row);
}

function shown(row: BatchRow): Batch {
  const { id, stage: state, plan, plannedBy, plannedAt, expiresAt } = row;
  const { action, payload, radius, approval, confirm } = plan;
  const { targetHash, devices, byState, byDomain, relaysCutOff, actLater } = radius;
  const { reason, startedBy, approvedBy, startedAt, endedAt, endReason } = row;
  return {
    id,
    state,
    plannedBy,
    plannedAt,
    expiresAt,
    reason,
    startedBy,
    approvedBy,
    startedAt,
    endedAt,
    endReason,
    plan: {
      id,
      action,
      payload,
      expiresAt: new Date(plan.expiresAt),
      targetHash,
      devices,
      byState,
      domains: byDomain,
      tenants: 1,
      relaysCutOff,
      actLater,
      needsApproval: approval.length > 0,
      why: approval,
      confirm,
    },
  };
}
