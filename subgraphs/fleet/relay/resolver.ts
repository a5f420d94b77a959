/** Relays over GraphQL: the registry, and which way devices are reached. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { relayAggregate } from '../aggregates.ts';
import { Device } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import { SpectrumArgs } from '../list-args.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { subtreeOf } from '../spectrum/resolver.ts';
import { RegisterRelayInput, Relay, RemoveRelayInput } from './graphql.ts';
import { findRelays, relaysById, routesByDevice } from './queries.ts';
import { removeRelay, type RegistryParts } from './registry/removal.ts';

/** Queries and mutations of relays. */
@Resolver(() => Relay)
export class RelayResolver {
  readonly #parts: RegistryParts;

  constructor(parts: RegistryParts) {
    this.#parts = parts;
  }

  @Authorize(mayRead)
  @Query(() => [Relay], {
    description: 'Relays of a domain and below, and those that its devices go through; by name.',
  })
  async relays(@Args(() => SpectrumArgs) { domainId }: SpectrumArgs, @Ctx() context: Context): Promise<Relay[]> {
    const domainIds = await subtreeOf(context, domainId);
    return context.read((em) => findRelays(em, domainIds));
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Lets a device carry the traffic of others. Repeating it changes nothing.' })
  async registerRelay(
    @Arg('input', () => RegisterRelayInput, { description: 'Which device.' }) input: RegisterRelayInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { id, kind, trust, domainId, locationId } = await requireDevice(context, input.deviceId);
    const place = { domainId, locationId: locationId ?? null };
    const command = { type: 'RegisterRelay', relayId: id, kind, trust, ...place } as const;
    await context.handle(relayAggregate, { id, command });
    return requireDevice(context, id);
  }

  @Authorize(mayOperate)
  @Mutation(() => Device, { description: 'Lets a device carry no traffic of others any more.' })
  async removeRelay(
    @Arg('input', () => RemoveRelayInput, { description: 'Which device.' }) input: RemoveRelayInput,
    @Ctx() context: Context,
  ): Promise<Device> {
    const { id } = await requireDevice(context, input.deviceId);
    await removeRelay(this.#parts, id, context.viewer);
    return requireDevice(context, id);
  }

  @FieldResolver(() => Device, { description: 'The device that it is.' })
  async device(@Root() { id }: Relay, @Ctx() context: Context): Promise<Device> {
    return requireDevice(context, id);
  }
}

/** Fields of devices about their ways. */
@Resolver(() => Device)
export class DeviceRouteResolver {
  @FieldResolver(() => Relay, {
    nullable: true,
    description: 'The relay it is reached through; null while it calls straight.',
  })
  async relay(@Root() { id }: { id: string }, @Ctx() context: Context): Promise<Relay | null> {
    const relayId = await context.loader(routesByDevice).load(id);
    return relayId === null ? null : context.loader(relaysById).load(relayId);
  }
}
