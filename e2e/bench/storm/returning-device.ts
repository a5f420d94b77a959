/**
 * One device of the storm: it was away for days and has a journal and samples to tell of. It comes back as an agent does:
 * a sign of life, the return protocol until it has an end, then its samples. Everything it has was made before.
 */
import { join } from 'node:path';
import { backoffMs } from '../../../agent/backoff.ts';
import { Journal } from '../../../agent/journal.ts';
import { Connection } from '../../../agent/running/connection.ts';
import { CallRefused } from '../../../agent/transport.ts';
import type { TelemetryReceipt } from '../../../agent/wire.ts';
import { type Absence, live } from '../../fleet/absence.ts';
import { Backlog } from '../../fleet/backlog.ts';
import { characterOf, fleetSeries, rowAt } from '../../fleet/character.ts';
import { DeviceChronicle } from '../../fleet/chronicle.ts';
import { comeBack, type Ending } from '../../fleet/come-back.ts';

/** What a device brings back. */
export type Baggage = Absence & {
  readonly stateDir: string;
  readonly epoch: number;
  readonly rows: number;
  readonly rowsMax: number;
};

/** How returning went, for all devices together. */
export type ReturnCounts = {
  readonly endings: Map<Ending, number>;
  readonly faults: Map<string, number>;
  deferred: number;
  /** Milliseconds from a device's own beginning to the end of its session, and to its last acknowledged sample. */
  readonly journalMs: number[];
  readonly samplesMs: number[];
  rowsAcknowledged: number;
  rowsDropped: number;
};

const batchRows = 120;
const handshakesMax = 24;
const waiting: (() => void)[] = [];
let shaking = 0;

/** One device. */
export class ReturningDevice {
  readonly deviceId: string;
  readonly chronicle: DeviceChronicle;
  readonly #journal: Journal;
  readonly #backlog: Backlog;
  readonly #epoch: number;
  readonly #bootId: string;

  constructor(baggage: Baggage) {
    const { index, stateDir, epoch, endsAtMs, hours, rows, rowsMax } = baggage;
    const character = characterOf(index);
    this.#journal = Journal.open(join(stateDir, character.name));
    const key = this.#journal.key();
    const deviceId = this.#journal.enrollment()?.deviceId;
    if (!key || !deviceId) throw new Error(`${character.name} is not enrolled`);
    const sign = (text: string): string => key.sign(Buffer.from(text)).toString('base64');
    this.deviceId = deviceId;
    this.#epoch = epoch;
    this.#bootId = `storm-${index}`;
    this.chronicle = new DeviceChronicle({ deviceId, epoch, sign });
    live(this.chronicle, baggage);
    this.#backlog = new Backlog({ deviceId, epoch, series: fleetSeries, rowsMax, sign });
    const stepMs = (hours * 3_600_000) / Math.max(1, rows);
    for (let row = 0; row < rows; row += 1) {
      const timeMs = Math.floor(endsAtMs - (rows - row) * stepMs);
      this.#backlog.add({ timeMs, values: rowAt(character, timeMs) });
    }
  }

  /** Rows that still wait. */
  get rowsQueued(): number {
    return this.#backlog.length;
  }

  /** Comes back and tells everything, the journal first. Gives up only when it is refused for good. */
  async return(counts: ReturnCounts, journalTold: () => void): Promise<void> {
    const startedAt = performance.now();
    const connection = new Connection(this.#journal);
    try {
      await this.#stubbornly(counts, () => connecting(() => this.#beat(connection)));
      const ending = await this.#stubbornly(counts, () =>
        comeBack(connection, this.chronicle, { bootId: this.#bootId, deferred: () => (counts.deferred += 1) }),
      );
      counts.endings.set(ending, (counts.endings.get(ending) ?? 0) + 1);
      counts.journalMs.push(performance.now() - startedAt);
      journalTold();
      while (this.#backlog.length > 0) await this.#stubbornly(counts, () => this.#push(connection, counts));
      counts.samplesMs.push(performance.now() - startedAt);
    } finally {
      connection.close();
    }
  }

  async #beat(connection: Connection): Promise<void> {
    const of = { bootId: this.#bootId, epoch: this.#epoch, seq: this.chronicle.lastSeq };
    await connection.call('heartbeat', { input: { ...of, agentVersion: '0.1.0', health: 'OK' } });
  }

  async #push(connection: Connection, counts: ReturnCounts): Promise<void> {
    const batch = this.#backlog.next(batchRows);
    if (!batch) return;
    const receipt = await connection.call<TelemetryReceipt>('pushTelemetry', { input: batch });
    this.#backlog.acknowledge();
    counts.rowsAcknowledged += batch.samples?.timesMs.length ?? 0;
    counts.rowsDropped += batch.dropped.reduce((sum, { count }) => sum + count, 0);
    await pause(receipt.retryAfterMs ?? 0);
  }

  async #stubbornly<Result>(counts: ReturnCounts, work: () => Promise<Result>): Promise<Result> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await work();
      } catch (fault) {
        const words = fault instanceof Error ? fault.message.replaceAll(/\d+/g, 'N') : String(fault);
        counts.faults.set(words, (counts.faults.get(words) ?? 0) + 1);
        if (fault instanceof CallRefused && ['FORBIDDEN', 'INVALID_INPUT'].includes(fault.code)) throw fault;
        const askedMs = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
        await pause(Math.max(askedMs, Math.min(backoffMs(failures, Math.random()), 5_000)));
      }
    }
  }
}

/**
 * Lets a few devices shake hands at a time. Each has a processor of its own in the world; here they share one, and a
 * handshake that waits for it would run out of a time that no server took.
 */
async function connecting<Result>(work: () => Promise<Result>): Promise<Result> {
  if (shaking < handshakesMax) shaking += 1;
  else await new Promise<void>((resolve) => void waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else shaking -= 1;
  }
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
