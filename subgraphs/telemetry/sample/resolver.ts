/** The live feed of measurements. */
import { allow, Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import type { Numbered } from '@flotilla/kernel/live';
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchSamples, type LiveSamples } from '../ingest/live-feed.ts';
import { knownDevices } from '../trust/queries.ts';
import { DeviceMetricsUpdate } from './graphql.ts';

/** Devices one subscription may watch. */
const devicesMax = 200;

/** Which devices and series to watch. */
@ArgsType()
class DeviceMetricsArgs {
  @Field(() => [ID], { description: 'Devices to watch, at most 200.' })
  deviceIds!: string[];

  @Field(() => [String], { nullable: true, description: 'Names of series; null means all that are measured.' })
  series?: string[] | null;
}

/** Subscriptions of telemetry. */
@Resolver()
export class SampleResolver {
  @Authorize(allow(['VIEWER'], 'telemetry:read'))
  @Subscription(() => DeviceMetricsUpdate, {
    description: 'Measurements of devices, batch by batch, as soon as they are durable.',
    subscribe: ({ args, context }) => watch(args as DeviceMetricsArgs, context as Context),
  })
  deviceMetrics(
    @Root() { seq, value }: Numbered<LiveSamples>,
    @Args(() => DeviceMetricsArgs) { series }: DeviceMetricsArgs,
  ): DeviceMetricsUpdate {
    const { timesMs, series: measured, values } = value.samples;
    const known = { seq, device: { id: value.deviceId }, publishedAtMs: value.publishedAtMs, timesMs };
    if (!series) return { ...known, series: measured, values };
    const places = series.map((name) => measured.indexOf(name)).filter((place) => place !== -1);
    return {
      ...known,
      series: places.map((place) => measured[place] ?? ''),
      values: places.map((place) => values[place] ?? []),
    };
  }
}

async function watch({ deviceIds }: DeviceMetricsArgs, context: Context) {
  if (deviceIds.length === 0 || deviceIds.length > devicesMax) {
    const words = `deviceIds must name 1 to ${devicesMax} devices; it names ${deviceIds.length}.`;
    throw new Refusal('INVALID_INPUT', words, { argument: 'deviceIds' });
  }
  const { tenantId } = context;
  const found = await context.loader(knownDevices).loadMany(deviceIds);
  const missing = deviceIds.find((_, place) => found[place] === null || found[place] instanceof Error);
  if (missing !== undefined) throw new Refusal('NOT_FOUND', `There is no device ${missing}.`, { deviceId: missing });
  return watchSamples(
    tenantId,
    deviceIds.map((id) => id.toLowerCase()),
  );
}
