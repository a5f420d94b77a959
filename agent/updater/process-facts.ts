/**
 * What the kernel says of a process. A process id alone says little, for it is given to another one later; with the moment
 * it began it names one process for good.
 */
import { readFileSync } from 'node:fs';

/** When a process began, in the kernel's ticks; null when it ended. */
export function beganAt(pid: number): string | null {
  const fields = statOf(pid);
  // The 22nd field of the file; the first two stand before the state.
  return isState(fields[0]) ? (fields[19] ?? null) : null;
}

/** When the leader of a session began; null when it ended or leads none. */
export function leaderSince(pid: number): string | null {
  return statOf(pid)[3] === String(pid) ? beganAt(pid) : null;
}

/** Whether a process lives; one that only waits to be noticed dead does not. */
export function isAlive(pid: number): boolean {
  return isState(statOf(pid)[0]);
}

/** Sends a signal to a process, or by a negative number to its group, if it is still there. */
export function signalOne(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Nobody is there any more.
  }
}

function isState(state: string | undefined): boolean {
  return state !== undefined && state !== '' && !'ZX'.includes(state);
}

/** Fields from the state on; the name before them may hold anything. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
