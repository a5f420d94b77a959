/** Which process runs a service, as whoever started it noted; on disk beside its versions, for whoever looks later. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { leaderSince } from '../process-facts.ts';
import { fileStore } from '../update-book.ts';

/** A process that was started, and the moment, in the kernel's ticks, by which it is told from a later one of its number. */
export type ServiceNote = { readonly pid: number; readonly beganAt: string; readonly digest: string };

/** Where the services of a state directory live, each in a directory of its own. */
export function servicesDir(stateDir: string): string {
  return join(stateDir, 'updater', 'services');
}

/** The services that were ever installed there, by name. */
export function servicesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    // Nothing was ever installed here.
    return [];
  }
}

/** Notes it durably. */
export function noteService(directory: string, note: ServiceNote): void {
  noteStore(directory).save(JSON.stringify(note));
}

/** The noted process of a service's directory if it still runs, or null. */
export function notedService(directory: string): ServiceNote | null {
  const text = noteStore(directory).load();
  const note = text === null ? null : (JSON.parse(text) as ServiceNote);
  return note && isThere(note) ? note : null;
}

/** Whether a noted process still runs. */
export function isThere({ pid, beganAt }: ServiceNote): boolean {
  return leaderSince(pid) === beganAt;
}

function noteStore(directory: string) {
  return fileStore(join(directory, 'process.json'));
}
