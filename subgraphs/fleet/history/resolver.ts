/** The past over GraphQL: named projections, and one device as it was. */
import { Authorize } from '@flotilla/kernel/authorize';
import { pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, type ClassType } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import { devicesById } from '../device/queries.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById, findSubtreeIds } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { stateWord } from '../lifecycle/state-word.ts';
import { Location } from '../location/graphql.ts';
import { locationsById } from '../location/queries.ts';
import { mayRead } from '../rules.ts';
import { Spectrum } from '../spectrum/graphql.ts';
import { spectrumOf } from '../spectrum/queries.ts';
import {
  DeviceAsOf,
  DeviceRibbons,
  PastArgs,
  PastAuthority,
  PastAuthorityConnection,
  PastConnectivity,
  PastConnectivityConnection,
  PastLifecycle,
  PastLifecycleConnection,
} from './graphql.ts';
import {
  countPast,
  findPast,
  readPastDevice,
  readRibbons,
  type PastRow,
  type PastValues,
  type When,
} from './queries.ts';

const windowMaxMs = 31 * 86_400_000;
/** A caller's clock may be ahead of ours by this much: what it calls now is now. */
const toleranceMs = 60_000;

/** Queries over many devices. */
@Resolver()
class HistoryResolver {
  @Authorize(mayRead)
  @Query(() => PastConnectivityConnection, { description: 'Where devices were in the spectrum, by device and moment.' })
  connectivityProjection(
    @Args(() => PastArgs) args: PastArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<PastConnectivity>> {
    return past(context, 'connectivity', args);
  }

  @Authorize(mayRead)
  @Query(() => PastLifecycleConnection, { description: 'Trust and phase of devices, by device and moment.' })
  lifecycleProjection(
    @Args(() => PastArgs) args: PastArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<PastLifecycle>> {
    return past(context, 'lifecycle', args);
  }

  @Authorize(mayRead)
  @Query(() => PastAuthorityConnection, { description: 'Who held the authority over devices, by device and moment.' })
  authorityProjection(
    @Args(() => PastArgs) args: PastArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<PastAuthority>> {
    return past(context, 'authority', args);
  }

  @Authorize(mayRead)
  @Query(() => Spectrum, {
    description: 'Participating devices by connectivity at a moment of the past, from the log.',
  })
  async fleetAsOf(
    @Arg('at', () => Date, { description: 'The moment.' }) at: Date,
    @Arg('domainId', () => ID, {
      nullable: true,
      description: 'Only devices that were in this domain or below it then; absent for the whole tenant.',
    })
    domainId: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<Spectrum> {
    assertPast(at, 'at');
    const domainIds = await subtreeOf(context, domainId);
    const { total, buckets } = spectrumOf(await context.read((em) => countPast(em, at, domainIds)));
    return { total, buckets, asOf: at };
  }
}

/** The past of one device. */
@Resolver(() => Device)
class DeviceHistoryResolver {
  @FieldResolver(() => DeviceAsOf, { nullable: true, description: 'What it was then; null before it claimed.' })
  async asOf(
    @Root() { id }: { id: string },
    @Arg('at', () => Date, { description: 'The moment.' }) at: Date,
    @Ctx() context: Context,
  ): Promise<DeviceAsOf | null> {
    assertPast(at, 'at');
    const device = await context.read((em) => readPastDevice(em, id, at));
    if (!device) return null;
    return { ...device, at, stateWord: stateWord(device), authority: { ...device.authority, deviceId: id, at } };
  }

  @FieldResolver(() => DeviceRibbons, { description: 'What it was over a range of 31 days at most.' })
  async ribbons(
    @Root() { id }: { id: string },
    @Arg('from', () => Date, { description: 'Beginning of the range.' }) from: Date,
    @Arg('to', () => Date, { description: 'End of the range.' }) to: Date,
    @Ctx() context: Context,
  ): Promise<DeviceRibbons> {
    assertWindow(from, to);
    return context.read((em) => readRibbons(em, id, { from, to }));
  }
}

/** What a device was in and where it stood then. */
@Resolver(() => DeviceAsOf)
class DeviceAsOfResolver {
  @FieldResolver(() => Domain, { description: 'The domain it belonged to.' })
  async domain(@Root() row: { domainId: string }, @Ctx() context: Context): Promise<Domain | null> {
    return context.loader(domainsById).load(row.domainId);
  }

  @FieldResolver(() => Location, { nullable: true, description: 'Where it stood.' })
  async location(@Root() row: { locationId: string | null }, @Ctx() context: Context): Promise<Location | null> {
    return row.locationId ? context.loader(locationsById).load(row.locationId) : null;
  }
}

/** The device of a row, as it is now. */
function deviceFieldOf(type: ClassType<object>): ClassType<object> {
  @Resolver(() => type)
  class PastDeviceResolver {
    @FieldResolver(() => Device, { nullable: true, description: 'The device, as it is now.' })
    async device(@Root() row: { deviceId: string }, @Ctx() context: Context): Promise<Device | null> {
      return context.loader(devicesById).load(row.deviceId);
    }
  }
  return PastDeviceResolver;
}

/** Every resolver of the past; none of them needs anything to be made. */
export const historyResolvers: readonly ClassType<object>[] = [
  HistoryResolver,
  DeviceHistoryResolver,
  DeviceAsOfResolver,
  ...[PastConnectivity, PastLifecycle, PastAuthority].map(deviceFieldOf),
];

async function past<Name extends keyof PastValues>(
  context: Context,
  name: Name,
  args: PastArgs,
): Promise<ConnectionOf<PastRow & PastValues[Name]>> {
  const page = pageOf(args);
  const when = whenOf(args);
  const domainIds = await subtreeOf(context, args.domainId);
  return context.read((em) => findPast(em, name, { when, scope: { domainIds, labels: args.labels }, page }));
}

function whenOf({ at, from, to }: PastArgs): When {
  if (from && to && !at) {
    assertWindow(from, to);
    return { from, to };
  }
  if (from || to) {
    throw new Refusal('INVALID_INPUT', 'Give `at` alone, or `from` and `to` together.', { argument: 'from' });
  }
  if (at) assertPast(at, 'at');
  return { at: at ?? new Date() };
}

function assertWindow(from: Date, to: Date): void {
  const spanMs = to.getTime() - from.getTime();
  if (!(spanMs > 0)) throw new Refusal('INVALID_INPUT', 'from must be before to.', { argument: 'from' });
  if (spanMs > windowMaxMs) throw new Refusal('INVALID_INPUT', 'The range is 31 days at most.', { argument: 'from' });
}

function assertPast(at: Date, argument: string): void {
  if (at.getTime() <= Date.now() + toleranceMs) return;
  throw new Refusal('INVALID_INPUT', `${argument} is in the future; the log only knows the past.`, { argument });
}

async function subtreeOf(context: Context, domainId: string | null | undefined): Promise<string[] | null> {
  if (!domainId) return null;
  const top = await requireDomain(context, domainId, 'domainId');
  return context.read((em) => findSubtreeIds(em, top.path));
}
