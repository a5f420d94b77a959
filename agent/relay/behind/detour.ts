/**
 * Which way a device's calls go: straight while the control plane can be reached, and through the relay that `--via` names
 * while it cannot. What the control plane takes sealed goes sealed, so that it can wait at the relay; everything else goes
 * by a line through the relay, in which TLS ends at the control plane as always.
 */
import { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { OperationName } from '../../documents/ids.ts';
import { AgentFailure, exitCodes } from '../../failure.ts';
import { certificateFacts } from '../../identity/certificate.ts';
import { serverFault } from '../../identity/server-proof.ts';
import type { Journal } from '../../journal.ts';
import type { LinkMeter } from '../../link-meter.ts';
import { presentedChain } from '../../transport.ts';
import { fieldIdentity } from '../field-identity.ts';
import { RelayClient } from './relay-client.ts';
import { SealedCalls, sealedOperations, type SealedOperation } from './sealed-calls.ts';

/** What a detour is made from. */
export type DetourParts = {
  readonly journal: Journal;
  readonly url: string;
  readonly sign: (text: string) => string;
  readonly now: () => number;
};

/** How the way stands, for the status. */
export type DetourStatus = { readonly via: string; readonly isUsed: boolean };

const probeTimeoutMs = 3_000;
/** How often the straight way is tried while the other one is in use. */
const probeEveryMs = 30_000;

/** One device's way around. */
export class Detour {
  readonly #parts: DetourParts;
  readonly #client: RelayClient;
  readonly #calls: SealedCalls;
  readonly #door: string;
  #isStraight = true;
  #isDoubtful = true;
  #probing: Promise<void> | null = null;
  #probedAt = 0;

  private constructor(parts: DetourParts, url: URL) {
    const { journal, sign } = parts;
    const { deviceId, agentsUrl } = journal.enrollment() ?? {};
    if (!deviceId || !agentsUrl) throw new AgentFailure('This device is not enrolled.');
    this.#parts = parts;
    this.#door = agentsUrl;
    this.#client = new RelayClient(url, () => fieldIdentity(journal));
    // Numbers of this life are above those of every other, also where the clock went back.
    const epoch = Math.max(journal.epoch() + 1, Math.floor(parts.now() / 1_000));
    journal.storeEpoch(epoch);
    this.#calls = new SealedCalls({
      deviceId,
      epoch,
      client: this.#client,
      keys: () => journal.relayKeys(),
      sign,
      certificate: () => certificateFacts(fieldIdentity(journal).certificatePem).fingerprint,
    });
  }

  /** Opens the way; throws an AgentFailure (usage) when its address cannot be one. */
  static open(parts: DetourParts): Detour {
    const url = URL.canParse(parts.url) ? new URL(parts.url) : null;
    if (url?.protocol !== 'https:') {
      throw new AgentFailure(
        '--via must be like https://relay:4444, or https://relay:4444#<device id>.',
        exitCodes.usage,
      );
    }
    return new Detour(parts, url);
  }

  /** Whether calls go straight now. Tries, where that is in doubt. */
  async isStraight(): Promise<boolean> {
    if (this.#isDoubtful) await this.#probe();
    else if (!this.#isStraight && performance.now() - this.#probedAt > probeEveryMs) void this.#probe();
    return this.#isStraight;
  }

  /** A call that went straight had no answer. */
  doubt(): void {
    this.#isDoubtful = true;
  }

  /** Whether an operation can travel sealed now. Before the device was told what to seal for, none can. */
  seals(operation: OperationName): operation is SealedOperation {
    return operation in sealedOperations && this.#parts.journal.relayKeys() !== null;
  }

  /** Performs one call sealed. */
  call<Result>(operation: SealedOperation, variables: unknown, meter: LinkMeter): Promise<Result> {
    return this.#calls.call<Result>(operation, variables, meter);
  }

  /** A line to the control plane through the relay. */
  dial(): Promise<Duplex> {
    return this.#client.dial();
  }

  /** Shows the newest certificate from now on. */
  renew(): void {
    this.#client.renew();
  }

  /** Closes all connections. */
  close(): void {
    this.#client.close();
  }

  /** How it stands. */
  status(): DetourStatus {
    return { via: this.#parts.url, isUsed: !this.#isStraight };
  }

  #probe(): Promise<void> {
    this.#probing ??= this.#tried().finally(() => (this.#probing = null));
    return this.#probing;
  }

  async #tried(): Promise<void> {
    const { journal, now } = this.#parts;
    this.#isDoubtful = false;
    try {
      const [leaf] = await presentedChain(this.#door, probeTimeoutMs);
      const authority = new X509Certificate(journal.authority() ?? '');
      const host = new URL(this.#door).hostname;
      this.#isStraight = leaf !== undefined && serverFault({ leaf, authority, host, nowMs: now() }) === null;
    } catch {
      this.#isStraight = false;
    }
    this.#probedAt = performance.now();
  }
}
