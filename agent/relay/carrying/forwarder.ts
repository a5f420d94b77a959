/**
 * Hands what a relay carries to the control plane: one device after another, each in the order of its numbers. An envelope
 * leaves the disk with the receipt that says what became of it, so a relay that is killed hands it in again, and the control
 * plane knows it.
 */
import { backoffMs } from '../../backoff.ts';
import { reasonOf } from '../../failure.ts';
import type { Connection } from '../../running/connection.ts';
import { CallFailed, CallRefused } from '../../transport.ts';
import type { RelayReceipt } from '../field-protocol.ts';
import type { RelayStore } from './store.ts';

/** What forwarding works with. */
export type ForwarderParts = {
  readonly store: RelayStore;
  readonly connection: Pick<Connection, 'call'>;
  /** Called with each device whose envelopes were settled. */
  readonly settled: (deviceId: string) => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

const envelopesMax = 32;
/** How long a device rests that this relay may not speak for, or whose envelopes trouble the control plane. */
const deviceRestMs = 30_000;

/** One relay's forwarding. */
export class Forwarder {
  readonly #parts: ForwarderParts;
  readonly #resting = new Map<string, number>();
  #isRunning = false;
  #failures = 0;
  #trouble: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
  }

  /** Why nothing can be delivered now, or null. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** There may be something to deliver. */
  wake(): void {
    // While the control plane does not answer, the next attempt has its time.
    if (this.#timer || this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    void this.#run().finally(() => (this.#isRunning = false));
  }

  /** Delivers nothing any more. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    // Something may come in while the last of it is delivered.
    for (let devices = this.#due(); devices.length > 0 && !this.#isStopped; devices = this.#due()) {
      for (const deviceId of devices) {
        if (this.#isStopped) return;
        const waitMs = await this.#deliver(deviceId);
        if (waitMs !== null) return this.#rest(waitMs);
      }
    }
    if (this.#resting.size > 0) this.#rest(deviceRestMs);
  }

  #due(): readonly string[] {
    const now = performance.now();
    for (const [deviceId, until] of this.#resting) if (until <= now) this.#resting.delete(deviceId);
    return this.#parts.store.devices().filter((deviceId) => !this.#resting.has(deviceId));
  }

  #rest(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.wake();
    }, ms);
    this.#timer.unref();
  }

  /** Delivers some envelopes of one device. Answers how long everything has to wait, null when nothing has. */
  async #deliver(deviceId: string): Promise<number | null> {
    const { store, connection, settled } = this.#parts;
    const { envelopes } = store.waiting(deviceId, envelopesMax);
    try {
      const input = { deviceId, envelopes };
      const receipts = await connection.call<readonly RelayReceipt[]>('deliverRelayed', { input });
      if (this.#isStopped) return null;
      // Only what was asked for is settled, whatever the answer names.
      const asked = new Set(envelopes.map(({ epoch, seq }) => `${epoch}/${seq}`));
      const known = receipts.filter(({ epoch, seq }) => asked.has(`${epoch}/${seq}`));
      if (known.length === 0) throw new CallFailed('the answer names none of the envelopes');
      store.settle(deviceId, known);
      settled(deviceId);
      this.#recovered();
      return null;
    } catch (fault) {
      return this.#afterFault(fault, deviceId);
    }
  }

  #afterFault(fault: unknown, deviceId: string): number | null {
    const { warn } = this.#parts;
    if (
      fault instanceof CallRefused &&
      (fault.details['relay'] === 'NOT_ITS_RELAY' || fault.code === 'INVALID_INPUT')
    ) {
      // The trouble is with this device alone; what it handed over stays until there is no room for it.
      warn(`Nothing can be delivered for a device: ${reasonOf(fault)}`, { deviceId });
      this.#resting.set(deviceId, performance.now() + deviceRestMs);
      return null;
    }
    this.#failures += 1;
    if (this.#trouble === null) warn(`The relay cannot deliver: ${reasonOf(fault)}`, {});
    this.#trouble = reasonOf(fault);
    const asked = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
    return Math.max(asked, backoffMs(this.#failures, Math.random(), { baseMs: 500, maxMs: 15_000 }));
  }

  #recovered(): void {
    this.#failures = 0;
    this.#trouble = null;
  }
}
