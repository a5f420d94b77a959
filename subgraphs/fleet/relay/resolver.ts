/** Relays over GraphQL: the registry, and which way devices are reached. */
import { streamOf } from '@flotilla/kernel/aggregate';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { handleWithin } from '@flotilla/kernel/handle';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { actorOf } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { relayAggregate } from '../aggregates.ts';
import { Device } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import { SpectrumArgs } from '../list-args.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { subtreeOf } from '../spectrum/resolver.ts';
import type { DeviceRouteChanged } from './events.ts';
import { RegisterRelayInput, Relay, RemoveRelayInput } from './graphql.ts';
import { projectRoutes } from './projection.ts';
import { findRelays, findRouted, relaysById, routesByDevice } from './queries.ts';
import { routeCategory } from './relay.ts';

/** Queries and mutations of relays. */
@Resolver(() => Relay)
export class RelayResolver {
  readonly #parts: { readonly database: Database; readonly tail: Pick<LogTail, 'committed'> };

  constructor(parts: { database: Database; tail: Pick<LogTail, 'committed'> }) {
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
    const { viewer, tenantId } = context;
    await this.#parts.database.inTenant(tenantId, async (em) => {
      const command = { type: 'RemoveRelay', relayId: id } as const;
      await handleWithin(em, relayAggregate, { id, command, viewer });
      await endRoutes(em, { tenantId, relayId: id, actor: actorOf(viewer), requestId: viewer.requestId });
    });
    this.#parts.tail.committed();
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

/** The devices behind a relay that is none any more are reached straight, in the transaction that says so. */
async function endRoutes(
  em: EntityManager,
  about: { tenantId: string; relayId: string; actor: string; requestId: string },
): Promise<void> {
  const { tenantId, relayId, actor, requestId } = about;
  const deviceIds = await findRouted(em, relayId);
  await em.execute('update device_liveness set relay_id = null where tenant_id = ? and relay_id = ?', [
    tenantId,
    relayId,
  ]);
  await append<DeviceRouteChanged>(em, {
    tenantId,
    metadata: { actor, requestId },
    writes: deviceIds.map((deviceId) => ({
      stream: streamOf(routeCategory, deviceId),
      expectedVersion: null,
      events: [{ type: 'DeviceRouteChanged', data: { deviceId, relayId: null } }],
    })),
    project: (facts) => projectRoutes(em, facts),
  });
}
