/**
 * A batch as a device pushed it, and the pure rules it must meet before anything is asked of a database: its columns
 * fit together, it is within the size caps, and its times can be meant.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { Column } from './column.ts';
import type { IngestLimits } from './limits.ts';

/** The two classes of telemetry, which are numbered and given up alike. */
export type TelemetryClass = 'SAMPLES' | 'KERNEL_EVENTS';

/** Measurements: `values[j][i]` is series j at `timesMs[i]`; null is not measured. */
export type Samples = {
  readonly timesMs: readonly number[];
  readonly series: readonly string[];
  readonly values: readonly (Column | null)[];
};

/** Kernel events, by column. */
export type KernelEvents = {
  readonly timesMs: readonly number[];
  readonly types: readonly string[];
  readonly pids: readonly number[];
  readonly comms: readonly string[];
  readonly details: readonly string[];
};

/** Records the device produced and gave up, by its own signed word. */
export type Dropped = {
  readonly class: TelemetryClass;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  readonly signature: string;
};

/** One push with who made it. `tenantId`, `deviceId` and `fingerprint` come from the certificate, never from the body. */
export type Batch = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly fingerprint: string;
  readonly epoch: number;
  readonly runKey: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly samples: Samples | null;
  readonly kernelEvents: KernelEvents | null;
  readonly dropped: readonly Dropped[];
};

/** A stretch of records that the control plane does not store. */
export type Loss = {
  readonly class: TelemetryClass;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly reason: string;
};

/** Older samples than this are not taken: no table would keep them. */
export const oldestMs = 30 * 86_400_000;
/** A clock may be this far ahead. Beyond it the time is nonsense and would open partitions of the far future. */
export const furthestMs = 2 * 86_400_000;

/** Records of a batch: what rates are counted in. */
export function recordsOf(batch: Batch): number {
  return (batch.samples?.timesMs.length ?? 0) + (batch.kernelEvents?.timesMs.length ?? 0);
}

/** Refuses with LIMIT_EXCEEDED what is too large, and with INVALID_INPUT what does not fit together. */
export function checkBatch(batch: Batch, limits: IngestLimits): void {
  const { samples, kernelEvents, dropped } = batch;
  checkSize('samplesPerPush', limits.samplesPerPush, samples?.timesMs.length ?? 0);
  checkSize('seriesPerPush', limits.seriesPerPush, samples?.series.length ?? 0);
  checkSize('kernelEventsPerPush', limits.kernelEventsPerPush, kernelEvents?.timesMs.length ?? 0);
  checkSize('droppedPerPush', limits.droppedPerPush, dropped.length);
  if (batch.epoch < 0 || batch.fromSeq < 1 || batch.toSeq < batch.fromSeq) {
    throw invalid('epoch must be 0 or more, fromSeq 1 or more, and toSeq not below fromSeq.', 'fromSeq');
  }
  if (batch.runKey.length === 0 || batch.runKey.length > 128)
    throw invalid('runKey must be 1 to 128 characters.', 'runKey');
  if (samples) checkSamples(samples);
  if (kernelEvents) checkKernelEvents(kernelEvents);
  for (const drop of dropped) checkDropped(drop);
}

function checkSamples({ timesMs, series, values }: Samples): void {
  if (values.length !== series.length || values.some((column) => column?.length !== timesMs.length)) {
    throw invalid('samples.values must hold one list per series and in each one value per time.', 'samples.values');
  }
  if (new Set(series).size !== series.length) throw invalid('samples.series must not repeat a name.', 'samples.series');
}

function checkKernelEvents({ timesMs, types, pids, comms, details }: KernelEvents): void {
  if ([types, pids, comms, details].some((column) => column.length !== timesMs.length)) {
    throw invalid('All lists of kernelEvents must have one entry per event.', 'kernelEvents');
  }
  if (comms.some((comm) => comm.length > 64))
    throw invalid('A comm must be at most 64 characters.', 'kernelEvents.comms');
  if (details.some((detail) => detail.length > 4096)) {
    throw invalid('A detail must be at most 4,096 characters.', 'kernelEvents.details');
  }
}

function checkDropped(drop: Dropped): void {
  const isRange = drop.fromSeq >= 0 && drop.toSeq >= drop.fromSeq && drop.count >= 0 && drop.toMs >= drop.fromMs;
  if (!isRange) throw invalid('A dropped record must name a range of numbers and of times.', 'dropped');
  if (drop.reason.length > 128 || drop.signature.length > 1024) {
    throw invalid(
      'A dropped record must have a reason of at most 128 and a signature of at most 1,024 characters.',
      'dropped',
    );
  }
}

function checkSize(limit: string, max: number, actual: number): void {
  if (actual <= max) return;
  const words = `A push may hold ${max} at most (${limit}); this one holds ${actual}. Send it in smaller batches.`;
  throw new Refusal('LIMIT_EXCEEDED', words, { limit, max, actual }, { retryAfterMs: 0 });
}

function invalid(message: string, argument: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { argument: `input.${argument}` });
}
