/**
 * One device of the load: an enrolled virtual device that pushes a batch whenever it is told to, over its own mTLS
 * connection. A batch without an answer is pushed again unchanged, as an agent does.
 */
import { join } from 'node:path';
import { Journal } from '../../agent/journal.ts';
import { Connection } from '../../agent/running/connection.ts';
import { CallRefused } from '../../agent/transport.ts';
import type { TelemetryBatch, TelemetryReceipt } from '../../agent/wire.ts';
import { characterOf, fleetSeries, rowAt } from '../fleet/character.ts';

/** What the whole load counts. */
export type LoadCounts = {
  offered: number;
  acknowledged: number;
  acknowledgedRows: number;
  errors: number;
  duplicatesAnswered: number;
  readonly errorTexts: Map<string, number>;
  /** Milliseconds from the moment a batch was due to its acknowledgement: waiting counts. */
  readonly latencies: number[];
};

const variety = 64;
const triesMax = 5;

/** One device. */
export class LoadDevice {
  readonly deviceId: string;
  readonly #connection: Connection;
  readonly #epoch: number;
  readonly #rows: readonly (readonly number[])[];
  #nextSeq = 1;
  #line: Promise<void> = Promise.resolve();

  constructor(index: number, stateDir: string, epoch: number) {
    const character = characterOf(index);
    const journal = Journal.open(join(stateDir, character.name));
    this.deviceId = journal.enrollment()?.deviceId ?? '';
    this.#connection = new Connection(journal);
    this.#epoch = epoch;
    // Made before the measurement, so that inventing values is no part of the load.
    this.#rows = Array.from({ length: variety }, (_, second) => rowAt(character, Date.now() + second * 1_000));
  }

  /** One sign of life: opens the connection and shows that the device is let in. */
  async greet(): Promise<void> {
    const input = { bootId: 'bench', epoch: this.#epoch, seq: 0, agentVersion: '0.1.0', health: 'OK' };
    await this.#connection.call('heartbeat', { input });
  }

  /** Pushes a batch of `rows` samples that fill `spanMs` up to now. Batches of one device follow each other. */
  push({ rows, spanMs }: { readonly rows: number; readonly spanMs: number }, counts: LoadCounts): Promise<void> {
    const dueAt = performance.now();
    counts.offered += 1;
    this.#line = this.#line.then(() => this.#deliver(this.#batch(rows, spanMs), dueAt, counts));
    return this.#line;
  }

  /** Hangs up. */
  close(): void {
    this.#connection.close();
  }

  async #deliver(batch: TelemetryBatch, dueAt: number, counts: LoadCounts): Promise<void> {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      try {
        const receipt = await this.#connection.call<TelemetryReceipt>('pushTelemetry', { input: batch });
        counts.latencies.push(performance.now() - dueAt);
        counts.acknowledged += 1;
        counts.acknowledgedRows += batch.samples?.timesMs.length ?? 0;
        if (receipt.duplicate) counts.duplicatesAnswered += 1;
        return;
      } catch (fault) {
        counts.errors += 1;
        const words = fault instanceof Error ? fault.message : String(fault);
        counts.errorTexts.set(words, (counts.errorTexts.get(words) ?? 0) + 1);
        const askedMs = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
        await new Promise((resolve) => setTimeout(resolve, Math.max(askedMs, 200 * tries)));
      }
    }
  }

  #batch(rows: number, spanMs: number): TelemetryBatch {
    const fromSeq = this.#nextSeq;
    this.#nextSeq += rows;
    const now = Date.now();
    const timesMs = Array.from({ length: rows }, (_, row) => now - Math.floor(((rows - 1 - row) * spanMs) / rows));
    const at = (row: number): readonly number[] => this.#rows[(fromSeq + row) % variety] ?? [];
    const values = fleetSeries.map((_, column) => timesMs.map((__, row) => at(row)[column] ?? null));
    const runKey = `${this.#epoch}-${fromSeq}`;
    const samples = { timesMs, series: fleetSeries, values };
    return { epoch: this.#epoch, runKey, fromSeq, toSeq: fromSeq + rows - 1, samples, kernelEvents: null, dropped: [] };
  }
}
