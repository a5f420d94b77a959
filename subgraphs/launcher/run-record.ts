/**
 * What this launcher runs, written down at every change: `--status` reads it, and the next launcher finds in it what
 * a killed one left behind. Processes are named by number and start time, so a reused number is never mistaken.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readProcess } from './processes.ts';

/** A process that cannot be confused with a later one of the same number. */
export type ProcessIdentity = { readonly pid: number; readonly startTime: string };

/** Where a service is in its life. */
export type ServiceState = 'starting' | 'ready' | 'restarting' | 'ended';

/** One service as the record has it. */
export type RecordedService = {
  readonly name: string;
  readonly state: ServiceState;
  readonly process: ProcessIdentity | undefined;
  readonly restarts: number;
  readonly since: string;
};

/** The record: the launcher and its services, in the order they were started. */
export type RunRecord = {
  readonly launcher: ProcessIdentity;
  readonly startedAt: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly services: readonly RecordedService[];
};

const recordPath = (dataDirectory: string): string => join(dataDirectory, 'run', 'record.json');

/** This very process. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: readProcess(pid)?.startTime ?? '' };
}

/** Whether that very process still runs. */
export function isRunning(identity: ProcessIdentity | undefined): boolean {
  if (!identity) return false;
  const found = readProcess(identity.pid);
  return found !== undefined && !found.isZombie && found.startTime === identity.startTime;
}

/** Reads the record; undefined when nothing was ever started or it was stopped in order. */
export function readRunRecord(dataDirectory: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordPath(dataDirectory), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** Replaces the record at once, so that a reader or a crash never sees half of it. */
export function writeRunRecord(dataDirectory: string, record: RunRecord): void {
  const path = recordPath(dataDirectory);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Says that nothing runs any more. */
export function removeRunRecord(dataDirectory: string): void {
  rmSync(recordPath(dataDirectory), { force: true });
}
