/**
 * Notices when the disk runs full under the running product. Every service then refuses, waits or is started again in
 * its own way; the person is told the one cause of it all, and when it is over.
 */
import { statfsSync } from 'node:fs';

/** Two of PostgreSQL's log segments: with less, the next one may not fit. */
const fullBelowMb = 32;

/** Looks at one disk. */
export class DiskWatch {
  readonly #directory: string;
  readonly #say: (line: string) => void;
  #isFull = false;

  constructor(directory: string, say: (line: string) => void) {
    this.#directory = directory;
    this.#say = say;
  }

  /** Looks, and says so if the disk has become full or has room again. */
  look(): void {
    const freeMb = this.#freeMb();
    if (freeMb < fullBelowMb === this.#isFull) return;
    this.#isFull = !this.#isFull;
    this.#say(
      this.#isFull
        ? `  ! the disk of ${this.#directory} is full (${freeMb} MB free): free some. What was acknowledged is safe; ` +
            'new data is refused until there is room'
        : `  ✓ the disk of ${this.#directory} has room again (${freeMb} MB free)`,
    );
  }

  #freeMb(): number {
    const { bavail, bsize } = statfsSync(this.#directory);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  }
}
