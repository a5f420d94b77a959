/**
 * Files in which the rows of an INSERT wait for the engine. Data inside a statement is not safe: the engine's parser
 * ends it at the first blank line, which binary rows and quoted text may well contain, and drops the rest in silence.
 * From a file every format arrives byte for byte.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of such files. Nothing in it outlives its statement. */
export class Spool {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder and clears what a crash left there: those statements were never acknowledged. */
  static async open(folder: string): Promise<Spool> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Spool(folder);
  }

  /** Keeps the data in a file while work uses its path. */
  async hold<T>(data: Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#folder, randomUUID());
    try {
      await writeFile(path, data, { mode: 0o600 });
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}
