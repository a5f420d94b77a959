/** Devices over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { actorOf } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { deviceAggregate } from '../aggregates.ts';
import type { Fence } from '../authority/fence/fence.ts';
import { writeBehindFence, type DesiredCommand } from '../authority/fence/desired-device.ts';
import type { AuthorityInput } from '../authority/graphql.ts';
import type { Claims } from '../claim/claims.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { journalDebts, syncDebtOf } from '../heartbeat/sync-debt.ts';
import { stateWord } from '../lifecycle/state-word.ts';
import { countDevices, findDevices } from '../listing/device-page.ts';
import type { PlainDevice } from '../listing/plain-device.ts';
import { Location } from '../location/graphql.ts';
import { locationsById } from '../location/queries.ts';
import { requireLocation } from '../location/resolver.ts';
import { DeviceListArgs } from '../list-args.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { TimelineConnection, type TimelineEntry } from '../timeline/graphql.ts';
import { readTimeline } from '../timeline/queries.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import type { DeviceCommand, DeviceState } from './device.ts';
import {
  ApproveDeviceInput,
  Connectivity,
  DenyDeviceInput,
  DesiredState,
  Device,
  DeviceCertificate,
  DeviceConnection,
  Inventory,
  MoveDeviceInput,
  RelabelDeviceInput,
  RenameDeviceInput,
  ReportedState,
} from './graphql.ts';
import { certificatesByFingerprint, devicesById, inventoriesByDevice } from './queries.ts';

/** Queries, mutations and fields of devices. */
@Resolver(() => Device)
export class DeviceResolver {
  readonly #claims: Claims;
  readonly #fence: Fence;

  constructor(claims: Claims, fence: Fence) {
    this.#claims = claims;
    this.#fence = fence;
  }

  @Authorize(mayRead)
  @Query(() => Device, { nullable: true, description: 'One device; null when the tenant has none with this id.' })
  async device(
    @Arg('id', () => ID, { description: 'Identity of the device.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Device | null> {
    return context.loader(devicesById).load(id);
  }

  @Authorize(mayRead)
  @Query(() => DeviceConnection, { description: 'Devices of the tenant, filtered and sorted.' })
  async devices(
    @Args(() => DeviceListArgs) args: DeviceListArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Device>> {
    const page = pageOf(args);
    const { q: filter = null, sort = null } = args;
    const rows = await context.read((em) => findDevices(em, { q: filter, sort, page }));
    const connection = connectionOf<(typeof rows)[number], Device>(rows, page, { cursor: (row) => row.cursor });
    // Counted only when the field is asked for: reading the property starts the query.
    return Object.defineProperty(connection, 'totalCount', {
      get: () => context.read((em) => countDevices(em, filter)),
    });
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Lets a pending device take part; its certificate is issued with it.' })
  async approveDevice(
    @Arg('input', () => ApproveDeviceInput, { description: 'Which device.' }) input: ApproveDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { tenantId } = context;
    const approvedBy = actorOf(context.viewer);
    return change(context, input.deviceId, (state) => this.#claims.approval(state, tenantId, approvedBy));
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Refuses a pending device, for good.' })
  async denyDevice(
    @Arg('input', () => DenyDeviceInput, { description: 'Which device, and why.' }) input: DenyDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    return change(context, input.deviceId, { type: 'DenyDevice', reason: input.reason });
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Gives a device another name.' })
  async renameDevice(
    @Arg('input', () => RenameDeviceInput, { description: 'Which device, and its name.' }) input: RenameDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    return this.#write(context, input, { type: 'RenameDevice', name: input.name });
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Replaces the labels of a device.' })
  async relabelDevice(
    @Arg('input', () => RelabelDeviceInput, { description: 'Which device, and its labels.' }) input: RelabelDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    return this.#write(context, input, { type: 'RelabelDevice', labels: input.labels });
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Moves a device to another domain or location.' })
  async moveDevice(
    @Arg('input', () => MoveDeviceInput, { description: 'Which device, and where to.' }) input: MoveDeviceInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const domainId = (await requireDomain(context, input.domainId, 'domainId')).id;
    const locationId = input.locationId ? (await requireLocation(context, input.locationId)).id : null;
    return this.#write(context, input, { type: 'MoveDevice', domainId, locationId });
  }

  @FieldResolver(() => String, {
    description: 'Readable word for trust, phase and connectivity together, e.g. LIVE_OK.',
  })
  state(@Root() row: PlainDevice): string {
    return stateWord(row);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who approved it; null for a rule.' })
  approvedByUser(@Root() row: PlainDevice): UserReference | null {
    return userIn(row.approvedBy);
  }

  @FieldResolver(() => Domain, { description: 'The one domain it belongs to.' })
  async domain(@Root() row: PlainDevice, @Ctx() context: Context): Promise<Domain | null> {
    return context.loader(domainsById).load(row.domainId);
  }

  @FieldResolver(() => Location, { nullable: true, description: 'Where it stands.' })
  async location(@Root() row: PlainDevice, @Ctx() context: Context): Promise<Location | null> {
    return row.locationId ? context.loader(locationsById).load(row.locationId) : null;
  }

  @FieldResolver(() => Connectivity, { description: 'Whether and how well we can talk to it.' })
  connectivity(@Root() row: PlainDevice, @Ctx() context: Context): Connectivity {
    const { mode, modeSince: since, lastSeenAt, intervalMs, rttMs, lossPct, bandwidthKbps } = row;
    const linkQuality = { rttMs, lossPct, bandwidthKbps };
    return {
      mode,
      since,
      lastSeenAt,
      intervalMs,
      linkQuality,
      // Looked up only when the field is asked for: a list of modes need not know of journals.
      get syncDebt() {
        return context
          .loader(journalDebts)
          .load(row.id)
          .then((journal) => syncDebtOf(row, journal));
      },
    };
  }

  @FieldResolver(() => DesiredState, { nullable: true, description: 'What it should be; null until a policy applies.' })
  desired(): DesiredState | null {
    return null;
  }

  @FieldResolver(() => ReportedState, { nullable: true, description: 'What it last said of itself.' })
  reported(@Root() row: PlainDevice): ReportedState | null {
    const { lastSeenAt, agentVersion, health, uptimeS, clockSkewS } = row;
    if (!lastSeenAt) return null;
    return { agentVersion, health, lastHeartbeatAt: lastSeenAt, uptimeS, clockSkewS };
  }

  @FieldResolver(() => Inventory, { nullable: true, description: 'What it said it is made of.' })
  async inventory(@Root() row: PlainDevice, @Ctx() context: Context): Promise<Inventory | null> {
    const known = await context.loader(inventoriesByDevice).load(row.id);
    return known && { ...known.inventory, reportedAt: row.inventoryReportedAt ?? known.changedAt };
  }

  @FieldResolver(() => DeviceCertificate, { nullable: true, description: 'Its newest certificate; null without one.' })
  async certificate(@Root() row: PlainDevice, @Ctx() context: Context): Promise<DeviceCertificate | null> {
    const fingerprint = row.nextFingerprint ?? row.currentFingerprint;
    return fingerprint ? context.loader(certificatesByFingerprint).load(fingerprint) : null;
  }

  @FieldResolver(() => TimelineConnection, { description: 'What happened to it, newest first, from the event log.' })
  async timeline(
    @Root() row: PlainDevice,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<TimelineEntry>> {
    const page = pageOf(args);
    return context.read((em) => readTimeline(em, row.id, page));
  }

  /** What a device should be is only for whoever holds the authority over it to say. */
  async #write(context: Context, input: Written, command: DesiredCommand): Promise<Device> {
    const { deviceId: id, authority } = input;
    await writeBehindFence(this.#fence, context.viewer, { id, command, presented: authority ?? null });
    return requireDevice(context, id);
  }
}

type Written = { readonly deviceId: string; readonly authority?: AuthorityInput | null };

/** A device of the viewer's tenant. Refuses with NOT_FOUND. */
export async function requireDevice(context: Context, deviceId: string): Promise<PlainDevice> {
  const row = await context.loader(devicesById).clear(deviceId).load(deviceId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such device in this tenant.', { deviceId });
  return row;
}

async function change(
  context: Context,
  deviceId: string,
  command: DeviceCommand | ((state: DeviceState) => Promise<DeviceCommand>),
): Promise<PlainDevice> {
  await context.handle(deviceAggregate, { id: deviceId, command });
  return requireDevice(context, deviceId);
}
