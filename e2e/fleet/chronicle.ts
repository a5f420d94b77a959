/**
 * The journal of a virtual device, in memory: numbered, chained by hashes, signed, with ranges it gave up. Written from
 * the contract of the wire and not from the agent's or the server's code, so that those two cannot share a mistake.
 */
import { createHash } from 'node:crypto';

/** What a record is about, in the order in which records are worth keeping. */
export const journalClasses = ['DECISION', 'SECURITY', 'LIFECYCLE', 'SNAPSHOT'] as const;

/** One of the classes. */
export type JournalClass = (typeof journalClasses)[number];

/** A record as it is uploaded. */
export type JournalRecord = {
  readonly seq: number;
  readonly class: JournalClass;
  readonly kind: string;
  readonly atMs: number;
  /** JSON text. */
  readonly body: string;
  readonly hash: string;
  readonly signature: string;
};

/** A range that was given up, as it is declared. */
export type JournalDrop = {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly reason: string;
  readonly lastHash: string;
  readonly signature: string;
};

/** Something to be written down. */
export type Entry = {
  readonly class: JournalClass;
  readonly kind: string;
  readonly atMs: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Numbers of records by class. */
export type ClassCounts = Record<JournalClass, number>;

/** Whose journal it is. `sign` answers base64. */
export type ChronicleOptions = {
  readonly deviceId: string;
  readonly epoch: number;
  readonly sign: (text: string) => string;
};

/** One epoch of one device's journal. */
export class DeviceChronicle {
  readonly epoch: number;
  readonly produced: ClassCounts = noCounts();
  readonly dropped: ClassCounts = noCounts();
  readonly #options: ChronicleOptions;
  #records: JournalRecord[] = [];
  #drops: JournalDrop[] = [];
  #lastSeq = 0;
  #lastHash: string;
  #acknowledgedSeq = 0;

  constructor(options: ChronicleOptions) {
    this.#options = options;
    this.epoch = options.epoch;
    this.#lastHash = sha256(`flotilla journal 1\n${options.deviceId}\n${options.epoch}`);
  }

  /** The number of the newest record. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Everything up to here is with the server. */
  get acknowledgedSeq(): number {
    return this.#acknowledgedSeq;
  }

  /** Records it still has. */
  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** Writes a record down. */
  write({ class: about, kind, atMs, body: fields }: Entry): JournalRecord {
    const { deviceId, epoch, sign } = this.#options;
    const seq = this.#lastSeq + 1;
    const body = JSON.stringify(fields);
    const parts = ['flotilla journal 1', deviceId, epoch, seq, about, kind, atMs, sha256(body), this.#lastHash];
    const hash = sha256(parts.join('\n'));
    const record = { seq, class: about, kind, atMs, body, hash, signature: sign(hash) };
    this.restore(record);
    return record;
  }

  /** Takes a record that was written before this process began. */
  restore(record: JournalRecord): void {
    this.#records.push(record);
    this.#lastSeq = record.seq;
    this.#lastHash = record.hash;
    this.produced[record.class] += 1;
  }

  /** Gives up what it has between two numbers, both included, for want of room. */
  drop(fromSeq: number, toSeq: number): void {
    const isGone = ({ seq }: JournalRecord): boolean => seq >= fromSeq && seq <= toSeq;
    const gone = this.#records.filter(isGone);
    const [first, last] = [gone[0], gone.at(-1)];
    if (!first || !last || gone.length !== toSeq - fromSeq + 1)
      throw new Error(`${fromSeq} to ${toSeq} are not all here`);
    this.#records = this.#records.filter((record) => !isGone(record));
    for (const { class: about } of gone) this.dropped[about] += 1;
    const { deviceId, epoch, sign } = this.#options;
    const counts = journalClasses.flatMap((name) => {
      const count = gone.filter((record) => record.class === name).length;
      return count > 0 ? [`${name}=${count}`] : [];
    });
    const drop = { fromSeq, toSeq, count: gone.length, reason: `QUEUE_FULL ${counts.join(' ')}`, lastHash: last.hash };
    const text = ['flotilla journal drop 1', deviceId, epoch, fromSeq, toSeq, drop.count, drop.reason, drop.lastHash];
    const times = { firstAtMs: first.atMs, lastAtMs: last.atMs };
    this.#drops.push({ ...drop, ...times, signature: sign(text.join('\n')) });
  }

  /** What it says when it comes back. */
  hello(bootId: string) {
    return {
      epoch: this.epoch,
      firstSeq: this.#acknowledgedSeq + 1,
      lastSeq: this.#lastSeq,
      lastHash: this.#lastHash,
      bootId,
      deviceClock: new Date().toISOString(),
      monotonicMs: Math.floor(performance.now()),
      dropped: this.#drops,
    };
  }

  /** The next records after a number. */
  chunk(afterSeq: number, recordsMax: number): JournalRecord[] {
    return this.#records.filter(({ seq }) => seq > afterSeq).slice(0, recordsMax);
  }

  /** Forgets what the server has. */
  acknowledge(seq: number): void {
    this.#acknowledgedSeq = Math.max(this.#acknowledgedSeq, seq);
    this.#records = this.#records.filter((record) => record.seq > this.#acknowledgedSeq);
    this.#drops = this.#drops.filter((drop) => drop.toSeq > this.#acknowledgedSeq);
  }

  /** Records that still wait, by class. */
  get queued(): ClassCounts {
    const counts = noCounts();
    for (const { class: about } of this.#records) counts[about] += 1;
    return counts;
  }
}

/** Zero of each. */
export function noCounts(): ClassCounts {
  return { SECURITY: 0, LIFECYCLE: 0, DECISION: 0, SNAPSHOT: 0 };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
