/**
 * How records rest in the queue: samples as little-endian doubles, column by column (NaN is "not measured"), kernel
 * events as JSON. Pure.
 */
import type { KernelEvents, KernelEventType, Samples } from '../wire.ts';

/** One kernel event. */
export type KernelEventRecord = {
  readonly timeMs: number;
  readonly type: KernelEventType;
  readonly pid: number;
  readonly comm: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** Times first, then one column per series. */
export function encodeSamples(samples: Samples): Uint8Array {
  const rows = samples.timesMs.length;
  const numbers = new Float64Array(rows * (samples.series.length + 1));
  numbers.set(samples.timesMs, 0);
  for (const [column, values] of samples.values.entries()) {
    for (const [row, value] of values.entries()) numbers[(column + 1) * rows + row] = value ?? Number.NaN;
  }
  return new Uint8Array(numbers.buffer);
}

/** The inverse of `encodeSamples`; `rows` and the series are known from the chunk. */
export function decodeSamples(body: Uint8Array, rows: number, series: readonly string[]): Samples {
  const copy = body.slice();
  const numbers = new Float64Array(copy.buffer, 0, rows * (series.length + 1));
  const column = (index: number): number[] => [...numbers.subarray(index * rows, (index + 1) * rows)];
  return {
    timesMs: column(0),
    series,
    values: series.map((_, index) => column(index + 1).map((value) => (Number.isNaN(value) ? null : value))),
  };
}

/** JSON text of the events. */
export function encodeKernelEvents(events: readonly KernelEventRecord[]): Uint8Array {
  return Buffer.from(JSON.stringify(events));
}

/** The inverse of `encodeKernelEvents`. */
export function decodeKernelEvents(body: Uint8Array): KernelEventRecord[] {
  return JSON.parse(Buffer.from(body).toString('utf8')) as KernelEventRecord[];
}

/** Samples of one series list, joined in order. */
export function joinSamples(parts: readonly Samples[]): Samples | null {
  const [first] = parts;
  if (!first) return null;
  return {
    timesMs: parts.flatMap((part) => part.timesMs),
    series: first.series,
    values: first.series.map((_, column) => parts.flatMap((part) => part.values[column] ?? [])),
  };
}

/** Kernel events as columns. */
export function kernelEventColumns(events: readonly KernelEventRecord[]): KernelEvents | null {
  if (events.length === 0) return null;
  return {
    timesMs: events.map((event) => event.timeMs),
    types: events.map((event) => event.type),
    pids: events.map((event) => event.pid),
    comms: events.map((event) => event.comm),
    details: events.map((event) => JSON.stringify(event.details)),
  };
}
