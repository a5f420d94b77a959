/**
 * The agent that this control plane gives out: its file is known here, so devices that run it need nobody to vouch for it.
 * The file is read again when it changed, for an installation is brought up to date while it runs.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** Measures one file. */
export class ShippedAgent {
  readonly #path: string | null;
  #known: { readonly mark: string; readonly sha256: string } | null = null;

  /** Without a path nothing is shipped. */
  constructor(path: string | null) {
    this.#path = path;
  }

  /** SHA-256 of the file; none where there is no file. */
  async measurements(): Promise<readonly string[]> {
    if (this.#path === null) return [];
    try {
      const { mtimeMs, size, ino } = await stat(this.#path);
      const mark = `${mtimeMs} ${size} ${ino}`;
      if (this.#known?.mark !== mark) {
        const sha256 = createHash('sha256')
          .update(await readFile(this.#path))
          .digest('hex');
        this.#known = { mark, sha256 };
      }
      return [this.#known.sha256];
    } catch {
      return [];
    }
  }
}
