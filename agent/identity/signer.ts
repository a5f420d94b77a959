/** The key that signs what this device declares. It can be replaced while the agent runs; whoever signs asks here. */
import { AgentFailure } from '../failure.ts';
import type { Journal } from '../journal.ts';
import type { DeviceKey } from './key.ts';

/** The present key of a state directory. */
export class Signer {
  readonly #journal: Journal;
  #key: DeviceKey;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#key = this.#stored();
  }

  /** Base64 of the signature over a text. */
  sign(text: string): string {
    return this.#key.sign(Buffer.from(text)).toString('base64');
  }

  /** SHA-256 of the public half, hex. */
  get fingerprint(): string {
    return this.#key.fingerprint;
  }

  /** Takes the stored key into use, after it was replaced. */
  reload(): void {
    this.#key = this.#stored();
  }

  #stored(): DeviceKey {
    const key = this.#journal.key();
    if (!key) throw new AgentFailure('The key of this device is gone. Enroll it again with a new token.');
    return key;
  }
}
