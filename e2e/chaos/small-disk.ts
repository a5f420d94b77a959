/** A disk so small that a test can fill it: memory mounted as a file system, which takes root. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function mount(directory: string, options: string): string {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'flotilla-chaos', directory]);
  return status === 0 ? '' : String(error?.message ?? stderr).trim();
}

function unmount(directory: string): void {
  // Lazy: a process that is about to end may still have a file open.
  spawnSync('umount', ['--lazy', directory]);
}

/** Why this machine lets us mount nothing; empty when it does. */
export function whyNoMount(): string {
  const directory = mkdtempSync(join(tmpdir(), 'flotilla-mount-'));
  const why = mount(directory, 'size=1m');
  if (why === '') unmount(directory);
  rmSync(directory, { recursive: true, force: true });
  return why;
}

/** A mounted disk. */
export class SmallDisk {
  readonly directory: string;

  /** Mounts it over an empty directory. */
  constructor(directory: string, { megabytes, isReadOnly = false }: { megabytes: number; isReadOnly?: boolean }) {
    this.directory = directory;
    const why = mount(directory, `size=${megabytes}m,mode=0755,${isReadOnly ? 'ro' : 'rw'}`);
    if (why !== '') throw new Error(`cannot mount ${directory}: ${why}`);
  }

  /** Writes to it until not a byte more fits. */
  fill(): void {
    const file = openSync(join(this.directory, 'filler'), 'a');
    try {
      for (const size of [1_048_576, 4096, 1]) {
        const block = Buffer.alloc(size);
        while (this.#fits(file, block));
      }
    } finally {
      closeSync(file);
    }
  }

  /** Takes away what filled it. */
  free(): void {
    rmSync(join(this.directory, 'filler'), { force: true });
  }

  /** Unmounts it, with everything on it. */
  remove(): void {
    unmount(this.directory);
  }

  #fits(file: number, block: Buffer): boolean {
    try {
      return writeSync(file, block) > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
      throw error;
    }
  }
}
