/** Which process is the updater of a state directory, as it says itself; the agent looks here before it starts another. */
import { join } from 'node:path';
import { beganAt } from './process-facts.ts';
import { fileStore } from './update-book.ts';

/** A running updater. */
export type RunningUpdater = {
  readonly pid: number;
  readonly beganAt: string;
  /** Whether a person applies a bundle by it: nobody else has a command line for that. */
  readonly isByHand?: boolean;
};

/** Notes that this process is the updater of a state directory. */
export function noteUpdater(stateDir: string, isByHand: boolean): void {
  const noted = { pid: process.pid, beganAt: beganAt(process.pid), isByHand };
  noteStore(stateDir).save(JSON.stringify(noted));
}

/** The updater that runs, or null. */
export function updaterIn(stateDir: string): RunningUpdater | null {
  try {
    const noted = JSON.parse(noteStore(stateDir).load() ?? 'null') as RunningUpdater | null;
    return noted && beganAt(noted.pid) === noted.beganAt ? noted : null;
  } catch {
    // Whoever runs holds the lock; this only spares a start in vain.
    return null;
  }
}

function noteStore(stateDir: string) {
  return fileStore(join(stateDir, 'updater', 'process.json'));
}
