/**
 * Ranges of the journal that were given up and are still to be declared. Neighbours are joined, so that their number is
 * bounded by the records between them; the reason counts what is gone, class by class.
 */
import type { DatabaseSync } from 'node:sqlite';
import { type JournalClass, type JournalDrop, type JournalRecord, journalClasses } from '../wire.ts';
import { type ChainOf, dropText } from './chain.ts';

/** Roughly what one row takes of the journal's bound. */
export const dropRowBytes = 300;

/** How many there are of each class. */
export type ClassCounts = Readonly<Record<JournalClass, number>>;

/** A range with what was in it. */
export type Drop = Omit<JournalDrop, 'count' | 'reason' | 'signature'> & { readonly counts: ClassCounts };

/** Nothing of any class. */
export const noCounts: ClassCounts = { SNAPSHOT: 0, DECISION: 0, LIFECYCLE: 0, SECURITY: 0 };

/** The drops table. Every method that writes expects to be inside a transaction. */
export class DropBook {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      endingAt: database.prepare('select * from journal_drops where to_seq = ?'),
      beginningAt: database.prepare('select * from journal_drops where from_seq = ?'),
      remove: database.prepare('delete from journal_drops where from_seq = ?'),
      insert: database.prepare(
        `insert into journal_drops (from_seq, to_seq, first_at_ms, last_at_ms, last_hash, counts, signature)
         values (?, ?, ?, ?, ?, ?, ?)`,
      ),
      oldest: database.prepare('select * from journal_drops order by from_seq limit ?'),
      from: database.prepare('select * from journal_drops where from_seq > ? order by from_seq limit 1'),
      forget: database.prepare('delete from journal_drops where to_seq <= ?'),
      count: database.prepare('select count(*) as count from journal_drops'),
      covers: database.prepare('select 1 from journal_drops where from_seq <= ? and to_seq = ?'),
    };
  }

  /** Notes that a record was given up, and signs the range it belongs to now. */
  add(
    record: Omit<JournalRecord, 'body' | 'signature' | 'kind'>,
    chain: ChainOf,
    sign: (text: string) => string,
  ): void {
    const { seq, atMs, hash } = record;
    let drop: Drop = {
      fromSeq: seq,
      toSeq: seq,
      firstAtMs: atMs,
      lastAtMs: atMs,
      lastHash: hash,
      counts: { ...noCounts, [record.class]: 1 },
    };
    for (const row of [this.#statements.endingAt.get(seq - 1), this.#statements.beginningAt.get(seq + 1)]) {
      if (!row) continue;
      const neighbour = dropOf(row);
      this.#statements.remove.run(neighbour.fromSeq);
      drop = joined(neighbour, drop);
    }
    this.put(drop, chain, sign);
  }

  /** Stores and signs a range. */
  put(drop: Drop, chain: ChainOf, sign: (text: string) => string): void {
    const { fromSeq, toSeq, firstAtMs, lastAtMs, lastHash, counts } = drop;
    const signature = sign(dropText(chain, declared(drop)));
    this.#statements.insert.run(fromSeq, toSeq, firstAtMs, lastAtMs, lastHash, JSON.stringify(counts), signature);
  }

  /** Takes the range out that begins after a number, or answers null. */
  takeAfter(seq: number): Drop | null {
    const row = this.#statements.from.get(seq);
    if (!row) return null;
    this.#statements.remove.run(Number(row['from_seq']));
    return dropOf(row);
  }

  /** The first range that begins after a number, or null. */
  after(seq: number): Drop | null {
    const row = this.#statements.from.get(seq);
    return row ? dropOf(row) : null;
  }

  /** Whether one range spans from a number, or before it, to another. */
  spans(fromSeq: number, toSeq: number): boolean {
    return this.#statements.covers.get(fromSeq, toSeq) !== undefined;
  }

  /** The oldest declarations. */
  declarations(max: number): JournalDrop[] {
    return this.#statements.oldest.all(max).map((row) => {
      return { ...declared(dropOf(row)), signature: String(row['signature']) };
    });
  }

  /** Forgets ranges that the server knows. */
  forget(upToSeq: number): void {
    this.#statements.forget.run(upToSeq);
  }

  /** How many ranges there are. */
  get rows(): number {
    return Number(this.#statements.count.get()?.['count']);
  }
}

/** What the server is told of a range: why, and how many of each class. */
export function declared({ counts, ...drop }: Drop): Omit<JournalDrop, 'signature'> {
  const gone = journalClasses.filter((name) => counts[name] > 0).map((name) => `${name}=${counts[name]}`);
  return { ...drop, count: drop.toSeq - drop.fromSeq + 1, reason: ['QUEUE_FULL', ...gone].join(' ') };
}

function joined(one: Drop, other: Drop): Drop {
  const [lower, upper] = one.fromSeq < other.fromSeq ? [one, other] : [other, one];
  const sums = journalClasses.map((name) => [name, lower.counts[name] + upper.counts[name]] as const);
  return {
    fromSeq: lower.fromSeq,
    toSeq: upper.toSeq,
    firstAtMs: Math.min(lower.firstAtMs, upper.firstAtMs),
    lastAtMs: Math.max(lower.lastAtMs, upper.lastAtMs),
    lastHash: upper.lastHash,
    counts: { ...noCounts, ...Object.fromEntries(sums) },
  };
}

function dropOf(row: Record<string, unknown>): Drop {
  return {
    fromSeq: Number(row['from_seq']),
    toSeq: Number(row['to_seq']),
    firstAtMs: Number(row['first_at_ms']),
    lastAtMs: Number(row['last_at_ms']),
    lastHash: String(row['last_hash']),
    counts: { ...noCounts, ...(JSON.parse(String(row['counts'])) as Partial<ClassCounts>) },
  };
}
