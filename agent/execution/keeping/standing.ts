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

  /** Who held the authority in that epoch; null where nobody was told of. */
  get authorityId(): string | null {
    return this.#meta.text('execution_authority_id') || null;
  }

  /** Takes note of an authority; lower epochs, and others in the same one, change nothing. */
  sawAuthority(epoch: number, id: string): void {
    if (epoch < this.authorityEpoch || (epoch === this.authorityEpoch && this.authorityId !== null)) return;
    // A kill in between leaves an epoch of nobody, never one of somebody else.
    this.#meta.setText('execution_authority_id', epoch > this.authorityEpoch ? '' : id);
    this.#meta.setNumber('execution_authority_epoch', epoch);
    this.#meta.setText('execution_authority_id', id);
  }

  /** All of it. */
  facts(): StandingFacts {
    return { work: this.work, channel: this.channel || null, authorityEpoch: this.authorityEpoch };
  }
}
