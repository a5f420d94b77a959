/** The device of the replay model: a durable queue, the signed chain over it, and nothing else that survives a restart. */
import { createHash } from 'node:crypto';
import { firstHash, recordHash, type JournalRecord } from '../journal/chain.ts';
import type { JournalDrop, ReplayConcluded } from '../replay/events.ts';
import type { ReplayCommand } from '../replay/replay.ts';

/** What the model's server answers. */
export type Reply =
  | { readonly type: 'opened'; readonly epoch: number; readonly sessionEpoch: number | null; readonly ack: number }
  | { readonly type: 'receipt'; readonly epoch: number; readonly sessionEpoch: number; readonly ack: number }
  | { readonly type: 'concluded'; readonly sessionEpoch: number; readonly conclusion: ReplayConcluded['data'] }
  | { readonly type: 'refused'; readonly sessionEpoch: number | null };

/** Short digests, so that a counterexample can be read. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** The one device of the world. */
export const deviceId = 'd';
const sign = (hash: string): string => `signed ${hash}`;
/** Whether a record is by the device's key. */
export const isSigned = (record: JournalRecord): boolean => record.signature === sign(record.hash);
const judgement = { authorityEpoch: 1, allowed: ['buffer'], changed: [] };
const kinds = [
  ['SECURITY', 'security.login', '{}'],
  ['LIFECYCLE', 'autonomy.began', '{}'],
  ['DECISION', 'decision.buffer', '{"authorityEpoch":1}'],
  ['DECISION', 'decision.buffer', '{"authorityEpoch":0}'],
  ['SNAPSHOT', 'snapshot.state', '{}'],
  ['SNAPSHOT', 'snapshot.state', '{"more":1}'],
  ['LIFECYCLE', 'autonomy.ended', '{}'],
  ['DECISION', 'decision.open_the_door', '{"authorityEpoch":1}'],
] as const;

/** The device's durable queue: what was produced and neither dropped nor acknowledged. */
export class ModelDevice {
  epoch = 1;
  lastSeq = 0;
  lastHash = firstHash(sha256, { deviceId, epoch: 1 });
  acknowledged = 0;
  queue: JournalRecord[] = [];
  drops: JournalDrop[] = [];
  session: number | null = null;
  isDone = false;
  /** Everything ever produced, by epoch and number: what the log has to show. */
  readonly written = new Map<string, JournalRecord>();
  readonly lost = new Set<string>();

  produce(pick: number, skewMs: number): void {
    const [about, kind, body] = kinds[pick % kinds.length] ?? kinds[0];
    const seq = this.lastSeq + 1;
    const content = { seq, class: about, kind, body, atMs: seq * 1_000 + skewMs };
    const chain = { deviceId, epoch: this.epoch };
    const hash = recordHash(sha256, chain, { ...content, previousHash: this.lastHash });
    const record = { ...content, hash, signature: sign(hash) };
    this.written.set(`${this.epoch}/${seq}`, record);
    this.queue.push(record);
    this.lastSeq = seq;
    this.lastHash = hash;
    this.isDone = false;
  }

  /** Lets one record go: mostly one of the lowest class, and now and then a decision. */
  drop(pick: number): void {
    const about = pick % 4 === 3 ? 'DECISION' : 'SNAPSHOT';
    const places = this.queue.flatMap((each, place) => (each.class === about ? [place] : []));
    const place = places[pick % Math.max(1, places.length)];
    const [gone] = place === undefined ? [] : this.queue.splice(place, 1);
    if (!gone) return;
    const { seq, atMs, hash } = gone;
    const times = { firstAtMs: atMs, lastAtMs: atMs };
    const drop = {
      fromSeq: seq,
      toSeq: seq,
      count: 1,
      ...times,
      reason: `QUEUE_FULL ${about}=1`,
      lastHash: hash,
      signature: sign(hash),
    };
    this.drops = [...this.drops, drop].toSorted((a, b) => a.fromSeq - b.fromSeq);
    this.session = null;
    this.isDone = false;
  }

  /** The queue is damaged: what it held is lost, and a new epoch says so. */
  damage(): void {
    for (const { seq } of this.queue) this.lost.add(`${this.epoch}/${seq}`);
    for (const { fromSeq } of this.drops) this.lost.add(`${this.epoch}/${fromSeq}`);
    this.epoch += 1;
    this.lastSeq = 0;
    this.lastHash = firstHash(sha256, { deviceId, epoch: this.epoch });
    this.acknowledged = 0;
    this.queue = [];
    this.drops = [];
    this.session = null;
  }

  hello(sessionId: string): ReplayCommand {
    const { epoch, lastSeq, lastHash, drops } = this;
    const firstSeq = this.queue[0]?.seq ?? lastSeq + 1;
    return { type: 'OpenReplay', deviceId, sessionId, epoch, firstSeq, lastSeq, lastHash, drops, judgement };
  }

  chunk(pick: number): ReplayCommand | null {
    const from = pick % 3 === 0 ? 0 : pick % Math.max(1, this.queue.length);
    const records = this.queue.slice(from, from + 1 + (pick % 4));
    const [first] = records;
    if (this.session === null || !first) return null;
    const { epoch, session: sessionEpoch } = this;
    return { type: 'UploadReplayChunk', deviceId, sessionEpoch, epoch, fromSeq: first.seq, records };
  }

  close(): ReplayCommand | null {
    if (this.session === null) return null;
    return { type: 'CloseReplay', deviceId, sessionEpoch: this.session, lastSeq: this.lastSeq };
  }

  hear(reply: Reply): void {
    if (reply.type === 'refused') {
      if (reply.sessionEpoch === this.session) this.session = null;
    } else if (reply.type === 'concluded') {
      if (reply.sessionEpoch !== this.session) return;
      this.session = null;
      this.isDone = true;
    } else if (reply.epoch === this.epoch) {
      if (reply.type === 'opened') {
        this.session = reply.sessionEpoch ?? null;
        this.isDone = reply.sessionEpoch === null && this.queue.length + this.drops.length === 0;
      }
      this.#forget(reply.ack);
    }
  }

  #forget(acknowledged: number): void {
    if (acknowledged <= this.acknowledged) return;
    this.acknowledged = acknowledged;
    this.queue = this.queue.filter(({ seq }) => seq > acknowledged);
    this.drops = this.drops.filter(({ toSeq }) => toSeq > acknowledged);
  }
}
