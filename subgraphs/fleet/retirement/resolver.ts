/** Taking devices out of service over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { deviceAggregate } from '../aggregates.ts';
import { Device } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import { decommissionSteps } from '../lifecycle/life.ts';
import { livesByDevice } from '../lifecycle/queries.ts';
import { mayEndTrust } from '../rules.ts';
import type { Decommissioning } from './decommissioning.ts';
import { Decommission, RetireDeviceInput, Retention, StartDecommissionInput } from './graphql.ts';

/** Mutations and fields of devices that leave. */
@Resolver(() => Device)
export class RetirementResolver {
  readonly #decommissioning: Decommissioning;

  constructor(decommissioning: Decommissioning) {
    this.#decommissioning = decommissioning;
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, {
    description:
      'Begins to take a device out of service: cancels what waits for it, ends its trust, lets it clear itself.',
  })
  async startDecommission(
    @Arg('input', () => StartDecommissionInput, { description: 'Which device, and why.' })
    { deviceId, reason }: StartDecommissionInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    await context.handle(deviceAggregate, { id: deviceId, command: { type: 'StartDecommission', reason } });
    await this.#decommissioning.advance({ tenantId: context.tenantId, deviceId });
    return requireDevice(context, deviceId);
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, {
    description: 'Closes the book on a decommissioned device: it leaves the lists, its evidence is kept. Final.',
  })
  async retireDevice(
    @Arg('input', () => RetireDeviceInput, { description: 'Which device, and how long to keep it.' })
    { deviceId, retentionClass, reason }: RetireDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    await this.#decommissioning.advance({ tenantId: context.tenantId, deviceId });
    await context.handle(deviceAggregate, { id: deviceId, command: { type: 'RetireDevice', retentionClass, reason } });
    return requireDevice(context, deviceId);
  }

  @FieldResolver(() => Decommission, { nullable: true, description: 'How far it is on its way out of service.' })
  async decommission(@Root() row: { id: string }, @Ctx() context: Context): Promise<Decommission | null> {
    const life = await context.loader(livesByDevice).load(row.id);
    if (!life?.decommission) return null;
    const { startedAt, reason, steps: behind } = life.decommission;
    const steps = decommissionSteps.map((name) => {
      const step = behind.find((each) => each.name === name);
      return step ? { ...step, at: new Date(step.at) } : { name, state: 'PENDING' as const };
    });
    return { startedAt, reason, steps };
  }

  @FieldResolver(() => Retention, { nullable: true, description: 'What is kept of it; null unless it is RETIRED.' })
  async retention(@Root() row: { id: string }, @Ctx() context: Context): Promise<Retention | null> {
    return (await context.loader(livesByDevice).load(row.id))?.retention ?? null;
  }
}
