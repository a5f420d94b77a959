/** The rows of the journal that the server may not have yet, in the order of their numbers. */
import type { DatabaseSync } from 'node:sqlite';
import type { JournalClass, JournalRecord } from '../wire.ts';
import { type ClassCounts, noCounts } from './drop-book.ts';

const tables = `
  create table if not exists journal_records (
    seq integer primary key, class text not null, kind text not null, at_ms integer not null, body text not null,
    hash text not null, signature text not null, bytes integer not null) strict;
  create index if not exists journal_records_by_class on journal_records (class, seq);
  -- Ranges given up, to be declared. Together with the records they are every number after the acknowledged one.
  create table if not exists journal_drops (
    from_seq integer primary key, to_seq integer not null unique, first_at_ms integer not null,
    last_at_ms integer not null, last_hash text not null, counts text not null, signature text not null) strict;
`;

/** What a row weighs beside its body: hash, signature, and SQLite's own. */
const rowBytes = 240;
/** Rows in memory at once while all are walked over. */
const pageRows = 100;

/** The records table. Every method that writes expects to be inside a transaction. */
export class RecordBook {
  readonly #statements;

  private constructor(database: DatabaseSync) {
    this.#statements = {
      insert: database.prepare(
        `insert into journal_records (seq, class, kind, at_ms, body, hash, signature, bytes)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      after: database.prepare('select * from journal_records where seq > ? order by seq limit ?'),
      oldestOf: database.prepare('select * from journal_records where class = ? and seq > ? order by seq limit 1'),
      remove: database.prepare('delete from journal_records where seq = ? returning bytes'),
      removeUpTo: database.prepare('delete from journal_records where seq <= ?'),
      change: database.prepare('update journal_records set seq = ?, hash = ?, signature = ? where seq = ?'),
      counted: database.prepare(
        'select class, count(*) as records, sum(bytes) as bytes from journal_records where seq <= ? group by class',
      ),
    };
  }

  /** Opens the tables, making them if needed. */
  static over(database: DatabaseSync): RecordBook {
    database.exec(tables);
    return new RecordBook(database);
  }

  /** Stores a record and answers its weight. */
  insert({ seq, class: about, kind, atMs, body, hash, signature }: JournalRecord): number {
    const bytes = Buffer.byteLength(body) + rowBytes;
    this.#statements.insert.run(seq, about, kind, atMs, body, hash, signature, bytes);
    return bytes;
  }

  /** The records that follow a number. */
  after(seq: number, max: number): JournalRecord[] {
    return this.#statements.after.all(seq, max).map(recordOf);
  }

  /** Every record, a page in memory at a time. */
  *all(): Iterable<JournalRecord> {
    for (let page = this.after(0, pageRows); page.length > 0; page = this.after(page.at(-1)?.seq ?? 0, pageRows)) {
      yield* page;
    }
  }

  /** Gives every record, in order, another number, hash or signature. A number may become lower and never higher. */
  change(to: (record: JournalRecord) => JournalRecord): void {
    for (const record of this.all()) {
      const { seq, hash, signature } = to(record);
      this.#statements.change.run(seq, hash, signature, record.seq);
    }
  }

  /** The oldest record of a class after a number. */
  oldestOf(about: JournalClass, afterSeq: number): JournalRecord | null {
    const row = this.#statements.oldestOf.get(about, afterSeq);
    return row ? recordOf(row) : null;
  }

  /** Removes a record and answers its weight. */
  remove({ seq }: JournalRecord): number {
    return Number(this.#statements.remove.get(seq)?.['bytes']);
  }

  /** Removes everything up to a number. */
  removeUpTo(seq: number): void {
    this.#statements.removeUpTo.run(seq);
  }

  /** How many records of each class there are, up to a number, and what they weigh. Reads everything. */
  counted(upToSeq = Number.MAX_SAFE_INTEGER): { readonly counts: ClassCounts; readonly bytes: number } {
    const counts = { ...noCounts };
    let bytes = 0;
    for (const row of this.#statements.counted.all(upToSeq)) {
      counts[row['class'] as JournalClass] = Number(row['records']);
      bytes += Number(row['bytes']);
    }
    return { counts, bytes };
  }
}

function recordOf(row: Record<string, unknown>): JournalRecord {
  return {
    seq: Number(row['seq']),
    class: String(row['class']) as JournalClass,
    kind: String(row['kind']),
    atMs: Number(row['at_ms']),
    body: String(row['body']),
    hash: String(row['hash']),
    signature: String(row['signature']),
  };
}
