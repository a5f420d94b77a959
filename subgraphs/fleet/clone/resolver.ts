/** Cloned identities over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import type { CloneWatch } from '../heartbeat/clone-watch.ts';
import { mayEndTrust } from '../rules.ts';
import { CloneCase, DeviceInstance, ResolveCloneInput } from './graphql.ts';
import { casesByDevice, instancesByDevice } from './queries.ts';

/** Fields of devices and the mutation that decides. */
@Resolver(() => Device)
export class CloneResolver {
  readonly #watch: CloneWatch;

  constructor(watch: CloneWatch) {
    this.#watch = watch;
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, { description: 'Decides which of two agents with one identity is the device.' })
  async resolveClone(
    @Arg('input', () => ResolveCloneInput, { description: 'Which run to keep.' }) input: ResolveCloneInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const device = await requireDevice(context, input.deviceId);
    const { keepBootId, keepEpoch = null } = input;
    await this.#watch.resolve(device.id, { keepBootId, keepEpoch }, context.viewer);
    return requireDevice(context, device.id);
  }

  @FieldResolver(() => [DeviceInstance], { description: 'Runs that used its identity, newest first: one as a rule.' })
  async instances(@Root() { id }: { id: string }, @Ctx() context: Context): Promise<DeviceInstance[]> {
    return (await context.loader(instancesByDevice).load(id)) ?? [];
  }

  @FieldResolver(() => CloneCase, { nullable: true, description: 'The newest suspicion that it was cloned.' })
  async clone(@Root() { id }: { id: string }, @Ctx() context: Context): Promise<CloneCase | null> {
    return context.loader(casesByDevice).load(id);
  }
}
