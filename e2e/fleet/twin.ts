/**
 * A device whose life is a script: what it measures, decides and is made of follows from the step alone. Whether it is
 * connected is somebody else's business, and must make no difference in the end.
 */
import { entriesOf } from './absence.ts';
import { Backlog } from './backlog.ts';
import { characterOf, fleetSeries, rowAt } from './character.ts';
import { DeviceChronicle } from './chronicle.ts';
import { comeBack } from './come-back.ts';
import type { EnrolledDevice } from './enrolled.ts';

/** The script. */
export type TwinLife = {
  readonly index: number;
  readonly steps: number;
  /** The device's clock at its first step; each step is a second of it. */
  readonly startsAtMs: number;
  /** A journal entry every so many steps. */
  readonly entryEvery: number;
  /** The steps at which it is made of something else. */
  readonly rebuiltAt: readonly number[];
};

const epoch = 1;
const batchRows = 120;

/** One of the twins. */
export class Twin {
  readonly #life: TwinLife;
  readonly #device: EnrolledDevice;
  readonly #chronicle: DeviceChronicle;
  readonly #backlog: Backlog;
  readonly #connection;
  #inventory: string | null = null;
  #lastSeq = 0;

  constructor(device: EnrolledDevice, life: TwinLife) {
    const { deviceId, sign } = device;
    this.#device = device;
    this.#life = life;
    this.#chronicle = new DeviceChronicle({ deviceId, epoch, sign });
    this.#backlog = new Backlog({ deviceId, epoch, series: fleetSeries, rowsMax: life.steps + 1, sign });
    this.#connection = device.connect();
  }

  /** Lives one step. Nobody hears of it. */
  live(step: number): void {
    const { index, startsAtMs, entryEvery, rebuiltAt, steps } = this.#life;
    const timeMs = startsAtMs + step * 1_000;
    this.#backlog.add({ timeMs, values: rowAt(characterOf(index), timeMs) });
    if (rebuiltAt.includes(step)) this.#inventory = `rebuilt-at-${step}`;
    if (step % entryEvery !== 0) return;
    const records = Math.ceil(steps / entryEvery);
    const hours = steps / 3_600;
    const all = entriesOf({ index, hours, records, endsAtMs: startsAtMs + steps * 1_000, droppedRecords: 0 });
    const entry = all[step / entryEvery];
    if (entry) this.#chronicle.write(entry);
  }

  /** Tells everything there is to tell. */
  async tell(): Promise<void> {
    await this.beat();
    if (this.#chronicle.records.length > 0) await comeBack(this.#connection, this.#chronicle, { bootId: 'twin' });
    if (this.#inventory !== null) {
      await this.#connection.call<boolean>('reportInventory', { input: inventoryOf(this.#inventory) });
      this.#inventory = null;
    }
    for (let batch = this.#backlog.next(batchRows); batch; batch = this.#backlog.next(batchRows)) {
      await this.#connection.call('pushTelemetry', { input: batch });
      this.#backlog.acknowledge();
    }
  }

  /** One sign of life. */
  async beat(): Promise<void> {
    this.#lastSeq += 1;
    const of = { bootId: 'twin', epoch, seq: this.#lastSeq };
    await this.#connection.call('heartbeat', { input: { ...of, agentVersion: '0.1.0', health: 'OK' } });
  }

  /** Hangs up. */
  close(): void {
    this.#connection.close();
  }

  /** Its identity. */
  get deviceId(): string {
    return this.#device.deviceId;
  }
}

/** What a device is made of, told apart by its name alone. */
export function inventoryOf(hostname: string) {
  const nothing = { cpu: null, cpuCores: 4, ramBytes: 4_000_000_000, storageBytes: null, gpus: [], os: null };
  return { ...nothing, kernel: null, hostname, collectors: [] };
}
