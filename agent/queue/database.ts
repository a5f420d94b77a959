/**
 * The queue's file: SQLite in WAL mode, every commit synced to disk. The module is loaded on first use, because it is
 * not needed for most commands, and without the notice that Node prints about it on standard error.
 */
import type * as Sqlite from 'node:sqlite';
import { AgentFailure } from '../failure.ts';
import { quietly } from '../quiet.ts';

const schema = `
  create table if not exists meta (key text primary key, value text not null) strict, without rowid;
  create table if not exists series_sets (id integer primary key, names text not null unique) strict;
  -- One row per commit and class: records from_seq..to_seq, every number of them.
  create table if not exists chunks (
    epoch integer not null, from_seq integer not null, to_seq integer not null, class text not null,
    from_ms integer not null, to_ms integer not null, series_set integer, bytes integer not null, body blob not null,
    primary key (epoch, from_seq)) strict, without rowid;
  create index if not exists chunks_by_class on chunks (class, epoch, from_seq);
  -- Records given up, to be declared. A row spans no chunk that is still here.
  create table if not exists losses (
    epoch integer not null, from_seq integer not null, to_seq integer not null, class text not null,
    count integer not null, from_ms integer not null, to_ms integer not null, reason text not null,
    signature text not null, primary key (epoch, from_seq, class, reason)) strict, without rowid;
  -- The batch that was last offered to the server. Its limits are kept so that it is offered again unchanged.
  create table if not exists flight (
    id integer primary key check (id = 1), epoch integer not null, from_seq integer not null, to_seq integer not null,
    run_key text not null) strict;
`;

/** Opens the queue's file, making it if needed. Throws when another process has it open, or when it is damaged. */
export function openDatabase(path: string): Sqlite.DatabaseSync {
  return openFile(path, schema);
}

/** Opens a file with tables of its own in the same way. */
export function openFile(path: string, tables: string): Sqlite.DatabaseSync {
  const database = new (sqlite().DatabaseSync)(path);
  try {
    // Exclusive: one agent per queue, and no shared-memory file beside it. A killed process leaves no lock.
    database.exec(`
      pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full;
      pragma cache_size = -512; pragma journal_size_limit = 1048576; pragma temp_store = memory;
    `);
    database.exec(tables);
    return database;
  } catch (fault) {
    database.close();
    throw fault;
  }
}

/** Whether the file is damaged, as opposed to busy or unwritable. */
export function isDamage(fault: unknown): boolean {
  const code = (fault as { errcode?: number }).errcode;
  const corrupt = 11;
  const notADatabase = 26;
  return code !== undefined && [corrupt, notADatabase].includes(code & 0xff);
}

/** Whether another process has the file open. */
export function isBusy(fault: unknown): boolean {
  const code = (fault as { errcode?: number }).errcode;
  const busy = 5;
  return code !== undefined && (code & 0xff) === busy;
}

function sqlite(): typeof Sqlite {
  const found = quietly(() => process.getBuiltinModule('node:sqlite') as typeof Sqlite | undefined);
  if (!found) throw new AgentFailure(`Node ${process.versions.node} is too old to run the agent. Install Node 24.`);
  return found;
}
