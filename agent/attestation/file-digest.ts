/**
 * Digests of files, each read again only when the file is another or was touched. Read in small pieces, with breath between
 * them: the program that interprets this one has a hundred megabytes, and samples are due every second.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';

const pieceBytes = 262_144;

/** Measures files. */
export class FileDigests {
  readonly #known = new Map<string, { readonly mark: string; readonly sha256: string }>();

  /** SHA-256 of a file in lower-case hex; null where it cannot be read. */
  async of(path: string): Promise<string | null> {
    try {
      return await this.#measured(path);
    } catch {
      return null;
    }
  }

  async #measured(path: string): Promise<string> {
    const descriptor = openSync(path, 'r');
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(descriptor, { bigint: true });
      const mark = [dev, ino, size, mtimeNs, ctimeNs].join(' ');
      const known = this.#known.get(path);
      if (known?.mark === mark) return known.sha256;
      const hash = createHash('sha256');
      const piece = Buffer.allocUnsafe(pieceBytes);
      for (let length = readSync(descriptor, piece); length > 0; length = readSync(descriptor, piece)) {
        hash.update(piece.subarray(0, length));
        await breathe();
      }
      const sha256 = hash.digest('hex');
      this.#known.set(path, { mark, sha256 });
      return sha256;
    } finally {
      closeSync(descriptor);
    }
  }
}
