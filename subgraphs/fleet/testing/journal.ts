/** A device's journal for tests: written, chained and signed as an agent does it, and the calls of its return. */
import { firstHash, dropText, recordHash, type JournalRecord } from '../journal/chain.ts';
import { sha256 } from '../journal/signature.ts';
import type { JournalClass, JournalDrop } from '../replay/events.ts';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import type { TestDevice, TestFleet } from './fleet.ts';

/** The documents of the return. */
export const replayDocuments = {
  open: `mutation ($input: ReplayHello!) { openReplay(input: $input) { sessionToken sessionEpoch resumeFrom resumeHash
    chunkRecordsMax chunkBytesMax windowChunks retryAfterMs nothingToReplay } }`,
  upload: `mutation ($input: ReplayChunkInput!) { uploadReplayChunk(input: $input) { acknowledgedSeq duplicate retryAfterMs } }`,
  close: `mutation ($input: CloseReplayInput!) { closeReplay(input: $input) { outcome permitted conflicts unauthorised
    mode evidence } }`,
} as const;

/** A journal in one epoch. */
export class TestJournal {
  readonly device: TestDevice;
  readonly epoch: number;
  records: JournalRecord[] = [];
  drops: JournalDrop[] = [];
  lastHash: string;
  #lastSeq = 0;

  constructor(device: TestDevice, epoch = 1) {
    this.device = device;
    this.epoch = epoch;
    this.lastHash = firstHash(sha256, this.#chain);
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Writes a record. */
  write(about: JournalClass, kind: string, fields: { body?: unknown; atMs?: number } = {}): JournalRecord {
    const seq = (this.#lastSeq += 1);
    const body = JSON.stringify(fields.body ?? {});
    const content = { seq, class: about, kind, atMs: fields.atMs ?? 1_700_000_000_000 + seq, body };
    const hash = recordHash(sha256, this.#chain, { ...content, previousHash: this.lastHash });
    const record = { ...content, hash, signature: this.device.sign(hash) };
    this.records.push(record);
    this.lastHash = hash;
    return record;
  }

  /** Writes that many snapshots. */
  writeMany(count: number): void {
    for (let n = 0; n < count; n += 1) this.write('SNAPSHOT', 'snapshot.state', { body: { n } });
  }

  /** Writes a decision under an authority. */
  decide(what: string, authorityEpoch = 1): JournalRecord {
    return this.write('DECISION', `decision.${what}`, { body: { what, authorityEpoch } });
  }

  /** Lets a range go and declares it. */
  drop(fromSeq: number, toSeq: number): void {
    const gone = this.records.filter(({ seq }) => seq >= fromSeq && seq <= toSeq);
    this.records = this.records.filter((record) => !gone.includes(record));
    const { hash: lastHash = '', atMs = 0 } = gone.at(-1) ?? {};
    const counts = [...Map.groupBy(gone, (record) => record.class)].map(([name, own]) => `${name}=${own.length}`);
    const reason = ['QUEUE_FULL', ...counts].join(' ');
    const drop = { fromSeq, toSeq, count: toSeq - fromSeq + 1, reason, lastHash };
    const times = { firstAtMs: atMs, lastAtMs: atMs };
    this.drops.push({ ...drop, ...times, signature: this.device.sign(dropText(this.#chain, drop)) });
  }

  /** What it says when it comes back. */
  hello(): Record<string, unknown> {
    const { epoch, lastSeq, lastHash, drops } = this;
    const firstSeq = Math.min(this.records[0]?.seq ?? lastSeq + 1, drops[0] ? lastSeq + 1 : Infinity);
    const clocks = { deviceClock: '1970-01-01T00:00:05.000Z', monotonicMs: 5_000 };
    return { epoch, firstSeq, lastSeq, lastHash, bootId: 'boot-1', ...clocks, dropped: drops };
  }

  get #chain() {
    return { deviceId: this.device.id, epoch: this.epoch };
  }
}

/** Says hello for a journal. */
export async function openReplay(fleet: TestFleet, journal: TestJournal): Promise<Answer> {
  const input = journal.hello();
  return (await fleet.run(journal.device.viewer(), replayDocuments.open, { input }))['openReplay'];
}

/** The input of a chunk. */
export function chunkOf(journal: TestJournal, sessionToken: string, records: readonly JournalRecord[]) {
  return { sessionToken, epoch: journal.epoch, fromSeq: records[0]?.seq ?? 0, records };
}

/** Uploads records. */
export async function upload(
  fleet: TestFleet,
  journal: TestJournal,
  chunk: { token: string; records: readonly JournalRecord[] },
): Promise<Answer> {
  const input = chunkOf(journal, chunk.token, chunk.records);
  return (await fleet.run(journal.device.viewer(), replayDocuments.upload, { input }))['uploadReplayChunk'];
}

/** Closes. */
export async function closeReplay(fleet: TestFleet, journal: TestJournal, sessionToken: string): Promise<Answer> {
  const input = { sessionToken, lastSeq: journal.lastSeq };
  return (await fleet.run(journal.device.viewer(), replayDocuments.close, { input }))['closeReplay'];
}
