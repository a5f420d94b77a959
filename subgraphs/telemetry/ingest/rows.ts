/**
 * A batch as rows of the metrics database. What cannot be stored, a series over budget or a time that cannot be meant,
 * is left out here and declared as a loss in the same step, so that nothing is ever missing without a word.
 */
import type { RejectedName } from '../series/budget.ts';
import { catalogue, columnOf } from '../series/catalogue.ts';
import { furthestMs, oldestMs, type Batch, type Loss } from './batch.ts';
import { RowBinaryWriter, uuidBytes } from './row-binary.ts';

/** A table's insert statement up to its format, by the part of a batch that goes there. */
export const insertStatements = {
  samples: `INSERT INTO device_samples_raw_v1 (tenant_id, device_id, time, epoch, from_seq, ${catalogue
    .map(({ name }) => name)
    .join(', ')}, other) FORMAT RowBinary`,
  kernelEvents:
    'INSERT INTO device_kernel_events_raw_v1 ' +
    '(tenant_id, device_id, time, epoch, from_seq, ordinal, type, pid, comm, detail) FORMAT RowBinary',
  losses:
    'INSERT INTO device_losses_raw_v1 (tenant_id, device_id, from_time, to_time, epoch, from_seq, to_seq, ' +
    'class, declared_by, count, reason, signature) FORMAT RowBinary',
} as const;

/** The parts of a batch, each for its own table. */
export type BatchPart = keyof typeof insertStatements;

/** A batch, encoded. */
export type BatchRows = Readonly<Record<BatchPart, Buffer>> & {
  /** Samples and events that are stored. */
  readonly stored: number;
};

/** Encodes a checked batch. `rejected` names the series to leave out. */
export function encodeBatch(batch: Batch, rejected: readonly RejectedName[], nowMs: number): BatchRows {
  const prefix = Buffer.concat([uuidBytes(batch.tenantId), uuidBytes(batch.deviceId)]);
  const isMeant = (timeMs: number) => timeMs > nowMs - oldestMs && timeMs < nowMs + furthestMs;
  const samples = encodeSamples(batch, { prefix, isMeant, left: new Set(rejected.map(({ name }) => name)) });
  const events = encodeKernelEvents(batch, { prefix, isMeant });
  const losses = [...lossesOfTime(batch, isMeant, nowMs), ...lossesOfSeries(batch, rejected)];
  return {
    samples: samples.rows,
    kernelEvents: events.rows,
    losses: encodeLosses(batch, { prefix, losses, nowMs }),
    stored: samples.count + events.count,
  };
}

type Encoding = { readonly prefix: Buffer; readonly isMeant: (timeMs: number) => boolean };

const empty = { rows: Buffer.alloc(0), count: 0 };

function encodeSamples(batch: Batch, { prefix, isMeant, left }: Encoding & { left: ReadonlySet<string> }) {
  const { samples } = batch;
  if (!samples || samples.timesMs.length === 0) return empty;
  const columns: (readonly (number | null)[] | undefined)[] = catalogue.map(() => undefined);
  const others: (readonly [name: string, values: readonly (number | null)[]])[] = [];
  samples.series.forEach((name, index) => {
    const column = columnOf(name);
    const values = samples.values[index] ?? [];
    if (column !== undefined) columns[column] = values;
    else if (!left.has(name)) others.push([name, values]);
  });
  const writer = new RowBinaryWriter(samples.timesMs.length * 180);
  let count = 0;
  samples.timesMs.forEach((timeMs, moment) => {
    if (!isMeant(timeMs)) return;
    count += 1;
    writeHead(writer, batch, { prefix, timeMs });
    for (const column of columns) writer.nullableFloat32(finite(column?.[moment]));
    const measured = others.filter(([, values]) => finite(values[moment]) !== null);
    writer.varint(measured.length);
    for (const [name, values] of measured) {
      writer.string(name);
      writer.float32(values[moment] ?? 0);
    }
  });
  return { rows: writer.finish(), count };
}

function encodeKernelEvents(batch: Batch, { prefix, isMeant }: Encoding) {
  const { kernelEvents: events } = batch;
  if (!events || events.timesMs.length === 0) return empty;
  const writer = new RowBinaryWriter(events.timesMs.length * 160);
  let count = 0;
  events.timesMs.forEach((timeMs, index) => {
    if (!isMeant(timeMs)) return;
    count += 1;
    writeHead(writer, batch, { prefix, timeMs });
    writer.int32(index);
    writer.string(events.types[index] ?? '');
    writer.int32(events.pids[index] ?? 0);
    writer.string(events.comms[index] ?? '');
    writer.string(events.details[index] ?? '');
  });
  return { rows: writer.finish(), count };
}

type LossEncoding = { readonly prefix: Buffer; readonly losses: readonly Loss[]; readonly nowMs: number };

function encodeLosses(batch: Batch, { prefix, losses, nowMs }: LossEncoding): Buffer {
  if (batch.dropped.length + losses.length === 0) return empty.rows;
  const writer = new RowBinaryWriter(512);
  const declared = [
    ...batch.dropped.map((drop) => ({ ...drop, declaredBy: 'AGENT' })),
    ...losses.map((loss) => ({ ...loss, ...rangeOf(batch), declaredBy: 'CONTROL_PLANE', signature: '' })),
  ];
  for (const loss of declared) {
    writer.raw(prefix);
    writer.int64(clamp(loss.fromMs, nowMs));
    writer.int64(clamp(loss.toMs, nowMs));
    writer.int64(batch.epoch);
    writer.int64(loss.fromSeq);
    writer.int64(loss.toSeq);
    writer.string(loss.class);
    writer.string(loss.declaredBy);
    writer.int64(loss.count);
    writer.string(loss.reason);
    writer.string(loss.signature);
  }
  return writer.finish();
}

function writeHead(writer: RowBinaryWriter, batch: Batch, row: { readonly prefix: Buffer; readonly timeMs: number }) {
  writer.raw(row.prefix);
  writer.int64(row.timeMs);
  writer.int64(batch.epoch);
  writer.int64(batch.fromSeq);
}

/** A moment that cannot be meant cannot name the hole it leaves either: the hole is put where the batch arrived. */
function lossesOfTime(batch: Batch, isMeant: (timeMs: number) => boolean, nowMs: number): Loss[] {
  const parts = [
    ['SAMPLES', batch.samples?.timesMs],
    ['KERNEL_EVENTS', batch.kernelEvents?.timesMs],
  ] as const;
  return parts.flatMap(([kind, timesMs]) => {
    const count = timesMs?.filter((timeMs) => !isMeant(timeMs)).length ?? 0;
    return count === 0 ? [] : [{ class: kind, fromMs: nowMs, toMs: nowMs, count, reason: 'time out of range' }];
  });
}

function lossesOfSeries(batch: Batch, rejected: readonly RejectedName[]): Loss[] {
  const { samples } = batch;
  const [fromMs, toMs] = [samples?.timesMs[0], samples?.timesMs.at(-1)];
  if (!samples || fromMs === undefined || toMs === undefined) return [];
  return rejected.flatMap(({ name }) => {
    const values = samples.values[samples.series.indexOf(name)] ?? [];
    const count = values.filter((value) => value !== null).length;
    const loss = { class: 'SAMPLES' as const, count, reason: `series not stored: ${name.slice(0, 64)}` };
    return count === 0 ? [] : [{ ...loss, fromMs: Math.min(fromMs, toMs), toMs: Math.max(fromMs, toMs) }];
  });
}

/** A declaration is kept even when its times cannot be meant; only they are moved to where they can be. */
function clamp(timeMs: number, nowMs: number): number {
  return Math.min(Math.max(Math.round(timeMs), nowMs - oldestMs), nowMs + furthestMs);
}

function rangeOf({ fromSeq, toSeq }: Batch): { readonly fromSeq: number; readonly toSeq: number } {
  return { fromSeq, toSeq };
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
