/** Reads a file of /proc or /sys again and again through one open descriptor and one shared buffer. */
import { closeSync, openSync, readSync } from 'node:fs';

const shared = Buffer.allocUnsafe(64 * 1024);
const retryEvery = 30;

/** One such file. Where it does not exist it is looked for again every 30 readings. */
export class ProcFile {
  readonly path: string;
  #descriptor: number | null = null;
  #readingsToSkip = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** The text now, or null when the file does not exist or its kernel feature is off. */
  read(): string | null {
    if (this.#descriptor === null && !this.#open()) return null;
    try {
      const length = readSync(this.#descriptor ?? -1, shared, 0, shared.length, 0);
      return shared.toString('latin1', 0, length);
    } catch (fault) {
      this.close();
      if (isAbsence(fault)) return null;
      throw fault;
    }
  }

  /** Lets go of the file. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #open(): boolean {
    if (this.#readingsToSkip > 0) {
      this.#readingsToSkip -= 1;
      return false;
    }
    try {
      this.#descriptor = openSync(this.path, 'r');
      return true;
    } catch (fault) {
      if (!isAbsence(fault)) throw fault;
      this.#readingsToSkip = retryEvery;
      return false;
    }
  }
}

function isAbsence(fault: unknown): boolean {
  // A kernel built with pressure accounting but booted without it answers EOPNOTSUPP.
  return ['ENOENT', 'ENOTDIR', 'EOPNOTSUPP', 'ENODEV'].includes((fault as NodeJS.ErrnoException).code ?? '');
}
