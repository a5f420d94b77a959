/** The trust in devices over GraphQL: quarantine, release, rotation, and why a device is degraded. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { DeviceCommand } from '../device/device.ts';
import { Device, RevokeDeviceInput } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import { mayEndTrust } from '../rules.ts';
import { handleCertainly, type CertainParts } from './certain-command.ts';
import { DegradedReason, QuarantineDeviceInput, ReleaseDeviceInput, RotateCredentialsInput } from './graphql.ts';
import { livesByDevice } from './queries.ts';

/** Mutations and fields of the trust in devices. */
@Resolver(() => Device)
export class LifecycleResolver {
  readonly #parts: CertainParts;

  constructor(parts: CertainParts) {
    this.#parts = parts;
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, { description: 'Puts a device out, for good; its next call is refused.' })
  async revokeDevice(
    @Arg('input', () => RevokeDeviceInput, { description: 'Which device, and why.' }) input: RevokeDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    return this.#change(context, input.deviceId, { type: 'RevokeDevice', reason: input.reason });
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, {
    description:
      'Quarantines a device: it may send heartbeats and stays visible; all else it sends is diverted from this moment ' +
      'on, until a person releases or discards it.',
  })
  async quarantineDevice(
    @Arg('input', () => QuarantineDeviceInput, { description: 'Which device, and why.' }) input: QuarantineDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { deviceId, reason } = input;
    const command = { type: 'QuarantineDevice', reason, cause: 'OPERATOR', evidence: null } as const;
    return this.#change(context, deviceId, command);
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, {
    description:
      'Lets a quarantined device take part again. What was diverted stays until it is released or discarded.',
  })
  async releaseDevice(
    @Arg('input', () => ReleaseDeviceInput, { description: 'Which device, and why.' }) input: ReleaseDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { deviceId, reason } = input;
    return this.#change(context, deviceId, { type: 'ReleaseDevice', reason });
  }

  @Authorize(mayEndTrust)
  @Mutation(() => Device, {
    description:
      'Ends every certificate of a device. Its next call is refused with details.certificate ROTATED; the agent then ' +
      'makes a new key and calls renewIdentity, which its old key proves for as long as certificateGraceS says.',
  })
  async rotateCredentials(
    @Arg('input', () => RotateCredentialsInput, { description: 'Which device, and why.' })
    input: RotateCredentialsInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { deviceId, reason } = input;
    const { domainId } = await requireDevice(context, deviceId);
    const settings = await context.read((em) => settingsOf(em, context.tenantId, [domainId]));
    const graceMs = (settings.get(domainId)?.certificateGraceS ?? 0) * 1_000;
    const renewUntil = new Date(Date.now() + graceMs).toISOString();
    return this.#change(context, deviceId, { type: 'RotateCredentials', reason, renewUntil });
  }

  @FieldResolver(() => [DegradedReason], { description: 'Why it is DEGRADED; empty otherwise.' })
  async reasons(@Root() row: { id: string }, @Ctx() context: Context): Promise<readonly DegradedReason[]> {
    return (await context.loader(livesByDevice).load(row.id))?.reasons ?? [];
  }

  async #change(context: Context, deviceId: string, command: DeviceCommand): Promise<Device> {
    await handleCertainly(this.#parts, { id: deviceId, command, viewer: context.viewer });
    return requireDevice(context, deviceId);
  }
}
