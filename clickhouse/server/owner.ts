/**
 * Tells whether another process owns a data directory. The engine holds a lock on the directory's `status` file for
 * its life and refuses to open a locked one, but says so only on its own error stream; asking first lets the server
 * say it in one line. The lock, not a process number in a file, is what counts: it ends with its process.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The process that holds the directory's lock, if any does and the system can tell. */
export function ownerOf(directory: string): number | undefined {
  try {
    const { ino } = statSync(join(directory, 'status'));
    const lock = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .find((fields) => fields[1] === 'FLOCK' && fields[5]?.split(':')[2] === String(ino));
    return lock === undefined ? undefined : Number(lock[4]);
  } catch {
    return undefined;
  }
}
