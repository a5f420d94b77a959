/**
 * One updater at a time: an exclusive lock of a file, which the kernel takes back when its holder ends, however it ends. A
 * process id in a file would have to be believed.
 */
import type * as Sqlite from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AgentFailure } from '../failure.ts';
import { isBusy } from '../queue/database.ts';
import { quietly } from '../quiet.ts';

/** Takes the lock of a state directory until `release`. Throws an AgentFailure when another updater holds it. */
export function lockUpdater(stateDir: string): { readonly release: () => void } {
  const directory = join(stateDir, 'updater');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { DatabaseSync } = quietly((): typeof Sqlite => process.getBuiltinModule('node:sqlite'));
  const database = new DatabaseSync(join(directory, 'lock.sqlite'));
  try {
    database.exec('pragma journal_mode = off; begin exclusive');
  } catch (fault) {
    database.close();
    if (!isBusy(fault)) throw fault;
    throw new AgentFailure(`Another updater works on ${stateDir}.`);
  }
  return { release: () => database.close() };
}
