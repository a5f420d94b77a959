/**
 * What commands have made of this device, durable: whether it takes new work, which channel it follows, and the highest
 * authority epoch that it ever believed.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Meta } from '../../queue/meta.ts';

/** OPEN takes new work; CORDONED takes none; DRAINED has also given away what it had. */
export type WorkState = 'OPEN' | 'CORDONED' | 'DRAINED';

/** How a device stands, for its status. */
export type StandingFacts = {
  readonly work: WorkState;
  readonly channel: string | null;
  readonly authorityEpoch: number;
};

/** One device's standing, in the queue's file. */
export class Standing {
  readonly #meta: Meta;

  constructor(database: DatabaseSync) {
    this.#meta = new Meta(database);
  }

  /** Whether the device takes new work. */
  get work(): WorkState {
    return (this.#meta.text('execution_work') as WorkState | null) ?? 'OPEN';
  }

  set work(state: WorkState) {
    this.#meta.setText('execution_work', state);
  }

  /** The channel that was set, or null. */
  get channel(): string | null {
    return this.#meta.text('execution_channel');
  }

  set channel(name: string | null) {
    this.#meta.setText('execution_channel', name ?? '');
  }

  /** The highest authority epoch that a believed command had. */
  get authorityEpoch(): number {
    return this.#meta.number('execution_authority_epoch');
  }

  /** Takes note of an epoch; lower ones change nothing. */
  sawEpoch(epoch: number): void {
    if (epoch > this.authorityEpoch) this.#meta.setNumber('execution_authority_epoch', epoch);
  }

  /** All of it. */
  facts(): StandingFacts {
    return { work: this.work, channel: this.channel || null, authorityEpoch: this.authorityEpoch };
  }
}
