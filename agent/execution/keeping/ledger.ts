/**
 * What this device knows of its commands, durable before anything follows from it: a command is received, acknowledged,
 * started, finished and reported, in that order, and a process that dies between two steps finds out at which. It lives in
 * the queue's file. Whoever cannot say what became of a command that was started asks how it may be delivered.
 */
import type { DatabaseSync } from 'node:sqlite';
import { orderIn } from '../believing/envelope.ts';
import type { Order, Report } from '../orders.ts';

/** Where a command is on this device. What is refused or reported is over. */
export type Stage = 'RECEIVED' | 'ACKNOWLEDGED' | 'STARTED' | 'FINISHED' | 'REPORTED';

/** One command. */
export type Entry = {
  readonly order: Order;
  readonly stage: Stage;
  /** Why this device will not do it; null when it will. */
  readonly refusal: string | null;
  /** How often it was begun. */
  readonly starts: number;
  readonly startedAtMs: number | null;
  readonly report: Report | null;
};

/** The places where a process may die while it works on a command; tests let it die there. */
export type LedgerStep = 'received' | 'acknowledged' | 'started' | 'finished' | 'reported';

const schema = `
  create table if not exists commands (
    number integer primary key, id text not null unique, idempotency_key text not null unique, envelope text not null,
    stage text not null, refusal text, expires_ms integer not null, starts integer not null default 0,
    started_ms integer, report text) strict;
  create index if not exists commands_by_stage on commands (stage, number) where stage <> 'REPORTED';
`;

/** Commands that are over are kept until they can no longer be delivered, and so many at least. */
const keptMin = 500;

/** All commands of one device. */
export class Ledger {
  readonly #statements;
  readonly #probe: (step: LedgerStep) => void;

  /** Opens the ledger in a queue's file. */
  constructor(database: DatabaseSync, probe: (step: LedgerStep) => void = () => undefined) {
    database.exec(schema);
    this.#statements = statementsOf(database);
    this.#probe = probe;
  }

  /** Notes a command. KNOWN changes nothing; KEY_USED names the other command that had the idempotency key. */
  receive(order: Order, envelope: string, refusal: string | null): 'NEW' | 'KNOWN' | { readonly keyUsedBy: string } {
    const { commandId, idempotencyKey, expiresAtMs } = order;
    if (this.#statements.find.get(commandId)) return 'KNOWN';
    const other = this.#statements.byKey.get(idempotencyKey)?.['id'];
    if (typeof other === 'string') return { keyUsedBy: other };
    this.#statements.insert.run(commandId, idempotencyKey, envelope, refusal, expiresAtMs);
    this.#probe('received');
    return 'NEW';
  }

  /** One command, or null. */
  find(id: string): Entry | null {
    const row = this.#statements.find.get(id);
    return row ? entryOf(row) : null;
  }

  /** Commands at a stage, the first received first. */
  at(stage: Exclude<Stage, 'REPORTED'>): readonly Entry[] {
    return this.#statements.at.all(stage).map(entryOf);
  }

  /** Ids of all commands that are not over. */
  open(): readonly string[] {
    return this.#statements.open.all().map(({ id }) => String(id));
  }

  /** The server knows that this device has the command; one that it refused is over with that. */
  acknowledged(id: string): void {
    this.#statements.acknowledge.run(id);
    this.#probe('acknowledged');
  }

  /** It is about to be done. */
  started(id: string, atMs: number): void {
    this.#statements.start.run(atMs, id);
    this.#probe('started');
  }

  /** It may be done again, because nobody knows how far it came. */
  again(id: string): void {
    this.#statements.again.run(id);
  }

  /** It was done, or not; in any case it is over here. */
  finished(id: string, report: Report): void {
    this.#statements.finish.run(JSON.stringify(report), id);
    this.#probe('finished');
  }

  /** The server knows how it ended. */
  reported(id: string): void {
    this.#statements.report.run(id);
    this.#probe('reported');
  }

  /** The server has forgotten what it was told: it is told again. */
  reopen(id: string): void {
    this.#statements.reopen.run(id);
  }

  /** Forgets what can no longer be delivered. */
  prune(nowMs: number): void {
    this.#statements.prune.run(nowMs, keptMin);
  }
}

function statementsOf(database: DatabaseSync) {
  const change = (what: string, from: string) =>
    database.prepare(`update commands set ${what} where id = ? and stage in (${from})`);
  return {
    find: database.prepare('select * from commands where id = ?'),
    byKey: database.prepare('select id from commands where idempotency_key = ?'),
    at: database.prepare(`select * from commands where stage = ? and stage <> 'REPORTED' order by number limit 200`),
    open: database.prepare(`select id from commands where stage <> 'REPORTED' order by number`),
    insert: database.prepare(
      `insert into commands (id, idempotency_key, envelope, stage, refusal, expires_ms) values (?, ?, ?, 'RECEIVED', ?, ?)`,
    ),
    acknowledge: change(`stage = case when refusal is null then 'ACKNOWLEDGED' else 'REPORTED' end`, `'RECEIVED'`),
    start: change(`stage = 'STARTED', starts = starts + 1, started_ms = ?`, `'ACKNOWLEDGED'`),
    again: change(`stage = 'ACKNOWLEDGED'`, `'STARTED'`),
    finish: change(`stage = 'FINISHED', report = ?`, `'RECEIVED', 'ACKNOWLEDGED', 'STARTED'`),
    report: change(`stage = 'REPORTED'`, `'RECEIVED', 'FINISHED'`),
    reopen: change(`stage = case when report is null then 'RECEIVED' else 'FINISHED' end`, `'REPORTED'`),
    prune: database.prepare(
      `delete from commands where stage = 'REPORTED' and expires_ms < ?
         and number <= (select max(number) from commands) - ?`,
    ),
  };
}

function entryOf(row: Record<string, unknown>): Entry {
  const order = orderIn(String(row['envelope']));
  if (!order) throw new Error(`the envelope of command ${String(row['id'])} is damaged`);
  return {
    order,
    stage: row['stage'] as Stage,
    refusal: row['refusal'] as string | null,
    starts: Number(row['starts']),
    startedAtMs: row['started_ms'] as number | null,
    report: typeof row['report'] === 'string' ? (JSON.parse(row['report']) as Report) : null,
  };
}
