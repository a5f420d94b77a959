/** What watchers of devices hear: each batch of samples, as soon as it is durable. */
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { Batch, Samples } from './batch.ts';

/** Samples of one device, just stored. */
export type LiveSamples = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly samples: Samples;
  /** Unix time in ms, by this process's clock. */
  readonly publishedAtMs: number;
};

/** The process's one feed: it carries what this process has admitted, and ends when the process drains. */
const topic = new Topic<LiveSamples>();

/** Tells watchers of a stored batch. Costs nothing when nobody watches. */
export function publishSamples({
  tenantId,
  deviceId,
  samples,
}: Pick<Batch, 'tenantId' | 'deviceId' | 'samples'>): void {
  if (!samples || samples.timesMs.length === 0 || topic.listeners === 0) return;
  topic.publish({ tenantId, deviceId, samples, publishedAtMs: Date.now() });
}

/** The batches of some devices of one tenant, numbered: a step of more than one means the watcher was too slow. */
export function watchSamples(
  tenantId: string,
  deviceIds: readonly string[],
): AsyncIterableIterator<Numbered<LiveSamples>> {
  const wanted = new Set(deviceIds);
  return topic.subscribe((value) => wanted.has(value.deviceId) && value.tenantId === tenantId);
}

/** Ends every watch: the process drains. */
export function endWatches(): void {
  topic.close();
}
