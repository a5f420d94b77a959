/**
 * Whose process is whose, from /proc and without believing anybody's list: a process belongs to a directory when it
 * was started with it in its environment or its command line, or works inside it. Nothing is ever found by its name.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that is not merely waiting to be buried. */
export type FoundProcess = { readonly pid: number; readonly title: string };

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function isZombie(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

/** The processes that belong to a directory, this very one left out. */
export function processesOf(directory: string): FoundProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      const isNamed = [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].some((path) => read(path).includes(directory));
      return (isNamed || workingDirectory(pid).startsWith(directory)) && !isZombie(pid);
    })
    .map((pid) => ({ pid, title: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }));
}

/** Signals a process. False when there is none. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Signals a process group. False when nobody is left in it. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  return signalProcess(-leader, signal);
}
