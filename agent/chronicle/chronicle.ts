/**
 * The device's journal: what bears on security, what began and ended, what the device decided on its own, its state at
 * moments. Numbered without holes, chained by hashes, signed, and durable before anything is done that it tells of. It
 * lives in the queue's file. Bounded: snapshots are given up first and decisions last, as signed ranges.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Meta } from '../queue/meta.ts';
import type { Account } from '../queue/tally.ts';
import { type JournalClass, type JournalDrop, type JournalRecord, journalClasses } from '../wire.ts';
import { type ChainOf, firstHash, recordHash } from './chain.ts';
import { type ClassCounts, type Drop, DropBook, dropRowBytes, noCounts } from './drop-book.ts';
import { RecordBook } from './record-book.ts';

/** Something worth recording. The body must be small and JSON. */
export type Entry = {
  readonly class: JournalClass;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** The places where a process may die while it works on the journal; tests let it die there. */
export type ChronicleStep =
  | 'record: written'
  | 'record: committed'
  | 'offer: committed'
  | 'acknowledge: deleted'
  | 'acknowledge: committed'
  | 'epoch: renumbered';

/** Whose journal it is, and how it is opened. */
export type ChronicleOptions = {
  readonly deviceId: string;
  /** Bound of what is kept, in bytes. */
  readonly bytesMax: number;
  /** Base64 of the signature over a text, by the device's present key. */
  readonly sign: (text: string) => string;
  /** Fingerprint of that key. */
  readonly signer: () => string;
  /** The least epoch that was surely never used, and how one is made durable before it is used. */
  readonly freshEpoch: number;
  readonly reserveEpoch: (epoch: number) => void;
  readonly now: () => number;
  /** Whether the file is not the one this device last wrote: restored, copied, or new. */
  readonly isRestored: boolean;
  /** Whether the machine went down without closing it. */
  readonly isAfterCrash: boolean;
  /** Called at each step; does nothing outside of tests. */
  readonly probe?: (step: ChronicleStep) => void;
};

/** How the journal stands. In every class: produced = accepted + dropped + queued. */
export type JournalTally = {
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly acknowledgedSeq: number;
  readonly queued: number;
  readonly bytes: number;
  readonly oldestMs: number | null;
  readonly byClass: Readonly<Record<JournalClass, Account>>;
};

/** What of a hello the journal knows. */
export type Standing = {
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly dropped: readonly JournalDrop[];
};

/** What a session knows of ranges that were given up: where each begins, by where it ends. */
export type Declared = ReadonlyMap<number, number>;

/** What a hello declares. */
export function declaredBy({ dropped }: Pick<Standing, 'dropped'>): Declared {
  return new Map(dropped.map(({ fromSeq, toSeq }) => [toSeq, fromSeq]));
}

const dropsPerHelloMax = 256;
const unwrittenMax = 64;

/** One device's journal. */
export class Chronicle {
  readonly #database: DatabaseSync;
  readonly #options: ChronicleOptions;
  readonly #meta: Meta;
  readonly #records: RecordBook;
  readonly #drops: DropBook;
  /** Entries that the disk did not take yet. */
  #unwritten: { readonly entry: Entry; readonly atMs: number }[] = [];
  #held: { readonly counts: ClassCounts; readonly bytes: number };

  /** Opens the journal in a queue's file. A new epoch begins when numbers given before may not be remembered. */
  constructor(database: DatabaseSync, options: ChronicleOptions) {
    this.#database = database;
    this.#options = options;
    this.#records = RecordBook.over(database);
    this.#meta = new Meta(database);
    this.#drops = new DropBook(database);
    this.#held = this.#records.counted();
    const { deviceId, isRestored, isAfterCrash } = options;
    const isOurs = this.epoch > 0 && this.#meta.text('journal_device') === deviceId;
    if (!isOurs || isRestored || (isAfterCrash && !this.isWhole())) this.beginEpoch();
    else if (this.#meta.text('journal_signer') !== options.signer()) this.signAnew();
  }

  /** The present epoch. */
  get epoch(): number {
    return this.#meta.number('journal_epoch');
  }

  /** Whether there is anything the server may not know. */
  get isWaiting(): boolean {
    return this.#meta.number('journal_last_seq') > this.#meta.number('journal_acknowledged');
  }

  /** What was remembered under a name, or null. */
  recall(name: string): string | null {
    return this.#meta.text(`journal_note_${name}`);
  }

  /** Remembers texts, without a record. */
  remember(notes: Readonly<Record<string, string>>): void {
    this.#transaction(() => this.#note(notes));
  }

  /**
   * Records something, and remembers notes in the same commit. False when the disk does not take it: it is then kept in
   * memory and written with the next one, unless it is a decision: what was not recorded must not be done, so it was none.
   */
  record(entry: Entry, notes: Readonly<Record<string, string>> = {}): boolean {
    this.#unwritten.push({ entry, atMs: this.#options.now() });
    if (this.#unwritten.length > unwrittenMax) this.#forgetOneUnwritten();
    try {
      this.#transaction(() => {
        for (const each of this.#unwritten) this.#write(each.entry, each.atMs);
        this.#note(notes);
        this.#makeRoom();
        this.#options.probe?.('record: written');
      });
    } catch {
      if (entry.class === 'DECISION') this.#unwritten = this.#unwritten.filter((each) => each.entry !== entry);
      return false;
    }
    this.#unwritten = [];
    this.#options.probe?.('record: committed');
    return true;
  }

  /** What is said in a hello: ranges that were given up are declared a few hundred at a time, the oldest first. */
  standing(): Standing {
    const lastSeq = this.#meta.number('journal_last_seq');
    return {
      epoch: this.epoch,
      firstSeq: this.#records.after(0, 1)[0]?.seq ?? lastSeq + 1,
      lastSeq,
      lastHash: this.#lastHash(),
      dropped: this.#drops.declarations(dropsPerHelloMax),
    };
  }

  /**
   * The records that follow a number, as many as one chunk may have. It ends before a hole that was not declared in this
   * session. What is answered counts as on its way, durably, and is not given up any more.
   */
  chunk(
    afterSeq: number,
    limits: { readonly recordsMax: number; readonly bytesMax: number; readonly declared: Declared },
  ): readonly JournalRecord[] {
    const chunk: JournalRecord[] = [];
    let [at, bytes] = [afterSeq, 0];
    for (const record of this.#records.after(afterSeq, limits.recordsMax)) {
      bytes += Buffer.byteLength(record.body) + record.signature.length;
      const isNext = record.seq === at + 1;
      const declaredFrom = limits.declared.get(record.seq - 1) ?? Infinity;
      // A range that grew since the hello has the end that was declared, and begins before what the server knows of.
      const isAfterDeclared = declaredFrom <= at + 1 && this.#drops.spans(at + 1, record.seq - 1);
      if ((!isNext && !isAfterDeclared) || (bytes > limits.bytesMax && chunk.length > 0)) break;
      chunk.push(record);
      at = record.seq;
    }
    if (chunk.length > 0 && at > this.#meta.number('journal_offered')) {
      this.#transaction(() => this.#meta.setNumber('journal_offered', at));
      this.#options.probe?.('offer: committed');
    }
    return chunk;
  }

  /** The server holds everything up to a number for good: only now it is deleted. Never goes back. */
  acknowledge(seq: number): void {
    const known = this.#meta.number('journal_acknowledged');
    const upTo = Math.min(seq, this.#meta.number('journal_last_seq'));
    if (upTo <= known) return;
    this.#transaction(() => {
      const { counts, bytes } = this.#records.counted(upTo);
      this.#records.removeUpTo(upTo);
      this.#drops.forget(upTo);
      for (const name of journalClasses) this.#meta.add(`journal_accepted_${name}`, counts[name]);
      this.#release(counts, bytes);
      this.#meta.setNumber('journal_acknowledged', upTo);
      this.#options.probe?.('acknowledge: deleted');
    });
    this.#options.probe?.('acknowledge: committed');
  }

  /**
   * Begins a higher epoch. What the server may not know is numbered, chained and signed anew in it, ranges that were given
   * up included, so that nothing is lost; what it does know of the old epoch and we do not know of arrives twice.
   */
  beginEpoch(atLeast = 0): void {
    const epoch = Math.max(this.epoch + 1, this.#options.freshEpoch, atLeast);
    this.#options.reserveEpoch(epoch);
    this.#transaction(() => {
      this.#meta.setNumber('journal_epoch', epoch);
      this.#meta.setText('journal_device', this.#options.deviceId);
      this.#meta.setText('journal_signer', this.#options.signer());
      this.#renumber();
      this.#meta.setNumber('journal_acknowledged', 0);
      this.#meta.setNumber('journal_offered', 0);
      this.#options.probe?.('epoch: renumbered');
    });
  }

  /** Signs what is left with the present key: hashes, and so the chain, stay as they are. */
  signAnew(): void {
    const { sign } = this.#options;
    this.#transaction(() => {
      this.#records.change((record) => ({ ...record, signature: sign(record.hash) }));
      for (let drop = this.#drops.after(0); drop; drop = this.#drops.after(drop.fromSeq)) {
        this.#drops.takeAfter(drop.fromSeq - 1);
        this.#drops.put(drop, this.#chain(), sign);
      }
      this.#meta.setText('journal_signer', this.#options.signer());
    });
  }

  /** How the journal stands. */
  tally(): JournalTally {
    const { counts } = this.#held;
    return {
      epoch: this.epoch,
      lastSeq: this.#meta.number('journal_last_seq'),
      lastHash: this.#lastHash(),
      acknowledgedSeq: this.#meta.number('journal_acknowledged'),
      queued: journalClasses.reduce((sum, name) => sum + counts[name], 0),
      bytes: this.#weight(),
      oldestMs: this.#records.after(0, 1)[0]?.atMs ?? null,
      byClass: {
        SNAPSHOT: this.#account('SNAPSHOT'),
        DECISION: this.#account('DECISION'),
        LIFECYCLE: this.#account('LIFECYCLE'),
        SECURITY: this.#account('SECURITY'),
      },
    };
  }

  /** Whether hashes follow from contents wherever neighbours are here, and the last one is the last. Reads everything. */
  isWhole(): boolean {
    let before: JournalRecord | null = null;
    for (const record of this.#records.all()) {
      const hash = before && recordHash(this.#chain(), { ...record, previousHash: before.hash });
      if (before?.seq === record.seq - 1 && hash !== record.hash) return false;
      before = record;
    }
    const lastSeq = this.#meta.number('journal_last_seq');
    return before === null || before.seq < lastSeq || (before.seq === lastSeq && before.hash === this.#lastHash());
  }

  #write({ class: about, kind, body: content }: Entry, atMs: number): void {
    const seq = this.#meta.number('journal_last_seq') + 1;
    const body = JSON.stringify(content);
    const record = { seq, class: about, kind, atMs, body };
    const hash = recordHash(this.#chain(), { ...record, previousHash: this.#lastHash() });
    const bytes = this.#records.insert({ ...record, hash, signature: this.#options.sign(hash) });
    this.#meta.setNumber('journal_last_seq', seq);
    this.#meta.setText('journal_last_hash', hash);
    this.#meta.add(`journal_produced_${about}`, 1);
    this.#release({ ...noCounts, [about]: -1 }, -bytes);
  }

  #makeRoom(): void {
    const offered = this.#meta.number('journal_offered');
    while (this.#weight() > this.#options.bytesMax) {
      const record = journalClasses.map((name) => this.#records.oldestOf(name, offered)).find((found) => found);
      if (!record) return;
      const bytes = this.#records.remove(record);
      this.#drops.add(record, this.#chain(), this.#options.sign);
      this.#meta.add(`journal_dropped_${record.class}`, 1);
      this.#release({ ...noCounts, [record.class]: 1 }, bytes);
    }
  }

  /** Ascending, and never to a higher number than before: nothing is overwritten that is still to be read. */
  #renumber(): void {
    let seq = 0;
    let previousHash = firstHash(this.#chain());
    const passDrop = (drop: Drop): void => {
      const length = drop.toSeq - drop.fromSeq + 1;
      this.#drops.takeAfter(drop.fromSeq - 1);
      this.#drops.put({ ...drop, fromSeq: seq + 1, toSeq: seq + length }, this.#chain(), this.#options.sign);
      [seq, previousHash] = [seq + length, drop.lastHash];
    };
    let drop = this.#drops.after(0);
    this.#records.change((record) => {
      for (; drop && drop.fromSeq < record.seq; drop = this.#drops.after(drop.toSeq)) passDrop(drop);
      seq += 1;
      const hash = recordHash(this.#chain(), { ...record, seq, previousHash });
      previousHash = hash;
      return { ...record, seq, hash, signature: this.#options.sign(hash) };
    });
    for (; drop; drop = this.#drops.after(drop.toSeq)) passDrop(drop);
    this.#meta.setNumber('journal_last_seq', seq);
    this.#meta.setText('journal_last_hash', previousHash);
  }

  #note(notes: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(notes)) this.#meta.setText(`journal_note_${name}`, text);
  }

  #forgetOneUnwritten(): void {
    const least = journalClasses.find((name) => this.#unwritten.some(({ entry }) => entry.class === name));
    const place = this.#unwritten.findIndex(({ entry }) => entry.class === least);
    this.#unwritten.splice(place, 1);
  }

  #account(name: JournalClass): Account {
    return {
      produced: this.#meta.number(`journal_produced_${name}`),
      accepted: this.#meta.number(`journal_accepted_${name}`),
      dropped: this.#meta.number(`journal_dropped_${name}`),
      queued: this.#held.counts[name],
    };
  }

  #chain(): ChainOf {
    return { deviceId: this.#options.deviceId, epoch: this.epoch };
  }

  #lastHash(): string {
    return this.#meta.text('journal_last_hash') ?? '';
  }

  #weight(): number {
    return this.#held.bytes + this.#drops.rows * dropRowBytes;
  }

  #release(counts: ClassCounts, bytes: number): void {
    const left = journalClasses.map((name) => [name, this.#held.counts[name] - counts[name]] as const);
    this.#held = { counts: { ...noCounts, ...Object.fromEntries(left) }, bytes: this.#held.bytes - bytes };
  }

  #transaction(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (fault) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      this.#held = this.#records.counted();
      throw fault;
    }
  }
}
