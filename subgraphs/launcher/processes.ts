/**
 * What the kernel knows about a process, from /proc: enough to tell "the process we started" from "another one that
 * was given the same number since", and to add up what a service and its children use.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One line of the process table. */
export type ProcessEntry = {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks after boot. Number and start time together name a process for good. */
  readonly startTime: string;
  readonly isZombie: boolean;
};

/** Reads one process; undefined when there is none by that number. */
export function readProcess(pid: number): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command, in parentheses, may itself contain spaces and parentheses; the numbers follow the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(fields[1]),
    session: Number(fields[3]),
    startTime: fields[19] ?? '',
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** Every process of the machine. */
export function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== undefined);
}

/** The working directory; undefined when the process is gone or somebody else's. */
export function workingDirectoryOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** The processes of a service: its leader's descendants, and whoever is left in the leader's session. */
export function familyOf(leader: number, all: readonly ProcessEntry[] = listProcesses()): ProcessEntry[] {
  const family = new Set([leader]);
  // Children may be listed before their parents, so look again until nobody is added.
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const entry of all) if (family.has(entry.parent) || entry.session === leader) family.add(entry.pid);
  }
  return all.filter((entry) => family.has(entry.pid) && !entry.isZombie);
}

/**
 * Resident memory of some processes in bytes. Memory they share (PostgreSQL's buffers, seen by each of its
 * processes) is counted once.
 */
export function residentBytes(pids: readonly number[]): number {
  let own = 0;
  let shared = 0;
  for (const pid of pids) {
    let status: string;
    try {
      status = readFileSync(`/proc/${pid}/status`, 'utf8');
    } catch {
      continue;
    }
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    own += kilobytes('RssAnon') + kilobytes('RssFile');
    shared = Math.max(shared, kilobytes('RssShmem'));
  }
  return (own + shared) * 1024;
}
