/**
 * How a virtual device updates: it asks, begins and reports with the two keys as every device does; only what it would
 * run is made up. A version whose name ends in `-faulty` does not get on with every third device, so that a rollout can be
 * watched turning back.
 */
import { createHash } from 'node:crypto';
import type { Connection } from '../../agent/running/connection.ts';

/** How an update of a device goes: pure, so that a fleet started again does the same. */
export type UpdateManner = { readonly tookMs: number; readonly code: string | null; readonly detail: string | null };

type Told = { readonly intent: string; readonly lease: string | null };
type Lease = { readonly leaseId: string; readonly fence: number };

const againMs = 3_000;

/** How the device with a number takes a version. */
export function mannerOf(index: number, version: string): UpdateManner {
  const tookMs = 4_000 + ((index * 7) % 9) * 1_000;
  if (!version.endsWith('-faulty') || index % 3 !== 0) return { tookMs, code: null, detail: null };
  return { tookMs, code: 'HEALTH_CHECK', detail: `Version ${version} did not answer within 10 s.` };
}

/** What it works with. */
export type UpdateParts = {
  readonly index: number;
  readonly connection: Pick<Connection, 'call'>;
  readonly hasLink: () => boolean;
  /** Waits; false when the fleet is being stopped. */
  readonly goesOnAfter: (ms: number) => Promise<boolean>;
};

/** One device's updates. */
export class VirtualUpdates {
  readonly #parts: UpdateParts;
  #heard = 0;
  #isBusy = false;

  constructor(parts: UpdateParts) {
    this.#parts = parts;
  }

  /** Hears a heartbeat's hint, and begins in the background where it is new. What fails is tried again with the next one. */
  heard(hint: number): void {
    if (hint <= this.#heard || this.#isBusy) return;
    this.#isBusy = true;
    void this.#update(hint)
      .catch(() => undefined)
      .finally(() => (this.#isBusy = false));
  }

  async #update(hint: number): Promise<void> {
    const { connection, goesOnAfter, index } = this.#parts;
    const told = await connection.call<Told>('updateIntent', {});
    if (!told.lease) return void (this.#heard = hint);
    const { leaseId, fence } = JSON.parse(told.lease) as Lease;
    const { artifact } = JSON.parse(told.intent) as { readonly artifact: { readonly version: string } };
    const intentDigest = createHash('sha256').update(told.intent).digest('hex');
    const permit = await connection.call<{ permitted: boolean; verdict: string }>('beginUpdate', {
      input: { leaseId, fence, intentDigest },
    });
    if (permit.verdict === 'NOT_NOW') return;
    this.#heard = hint;
    if (!permit.permitted) return;
    const { tookMs, code, detail } = mannerOf(index, artifact.version);
    const outcome = code === null ? 'SUCCEEDED' : 'ROLLED_BACK';
    for (let waitMs = tookMs; await goesOnAfter(waitMs); waitMs = againMs) {
      if (await this.#reported({ leaseId, fence, outcome, code, detail })) return;
    }
  }

  async #reported(input: object): Promise<boolean> {
    const { connection, hasLink } = this.#parts;
    if (!hasLink()) return false;
    return connection.call<boolean>('reportUpdate', { input }).then(
      () => true,
      () => false,
    );
  }
}
