/** What telemetry adds to a device. The viewer was checked when the device was resolved; the tenant is always its own. */
import type { ClickHouseClient } from '@clickhouse/client';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { unavailable } from '../clickhouse.ts';
import { KernelEventConnection, type KernelEvent } from '../kernel-event/graphql.ts';
import { findKernelEvents } from '../kernel-event/queries.ts';
import { DeviceMetrics } from '../sample/graphql.ts';
import { planMetrics } from '../sample/grain.ts';
import { findMetrics } from '../sample/queries.ts';
import { KernelEventsArgs, MetricsArgs } from './arguments.ts';
import { Device } from './graphql.ts';

/** Field resolvers of `Device`. */
@Resolver(() => Device)
export class DeviceResolver {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  @FieldResolver(() => DeviceMetrics, { description: 'Measurements of a range, from the finest table that suits it.' })
  async metrics(
    @Root() device: Device,
    @Ctx() { tenantId }: Context,
    @Args(() => MetricsArgs) { range, step, series }: MetricsArgs,
  ): Promise<DeviceMetrics> {
    const plan = planMetrics({ range, step: step ?? null, series: series ?? null, nowMs: Date.now() });
    return findMetrics(this.#client, { tenantId, deviceId: device.id, plan }).catch(unavailable);
  }

  @FieldResolver(() => KernelEventConnection, { description: 'What the kernel reported, newest first.' })
  async kernelEvents(
    @Root() device: Device,
    @Ctx() { tenantId }: Context,
    @Args(() => KernelEventsArgs) args: KernelEventsArgs,
  ): Promise<ConnectionOf<KernelEvent>> {
    const page = pageOf(args);
    const filter = { tenantId, deviceId: device.id, range: args.range ?? null, types: args.types ?? null };
    const rows = await findKernelEvents(this.#client, filter, page).catch(unavailable);
    return connectionOf(rows, page, { cursor: (row) => row.cursor });
  }
}
