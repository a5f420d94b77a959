/**
 * The control plane's half of the return, as a test needs it and independent of the agent's own code: what is accepted of an
 * epoch is a prefix, declared holes included; hashes chain, signatures are by the device's key. Throws ReplayRefused.
 */
import { createHash, type KeyObject, verify } from 'node:crypto';
import type { JournalDrop, JournalRecord, ReplayHello } from '../wire.ts';

/** Why a hello, a chunk or a close is refused. */
export class ReplayRefused extends Error {
  readonly code: 'CONFLICT' | 'INVALID_INPUT';
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ReplayRefused['code'], reason: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`The return is refused: ${reason}.`);
    this.code = code;
    this.details = { reason, ...details };
  }
}

/** How far an epoch is accepted. */
export type HeldPrefix = { readonly epoch: number; readonly seq: number; readonly hash: string };

/** One device's accepted journal. */
export class ReplayLedger {
  readonly records: (JournalRecord & { readonly epoch: number })[] = [];
  readonly drops: (Pick<JournalDrop, 'fromSeq' | 'toSeq' | 'reason'> & { readonly epoch: number })[] = [];
  prefix: HeldPrefix = { epoch: 0, seq: 0, hash: '' };
  readonly #deviceId: string;
  #declared: readonly JournalDrop[] = [];

  constructor(deviceId: string) {
    this.#deviceId = deviceId;
  }

  /** Records that were accepted, and those that lie in accepted holes. */
  get recorded(): number {
    return this.records.length;
  }

  get dropped(): number {
    return this.drops.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq + 1, 0);
  }

  /** Takes note of what the device has and has not, and answers where it is to go on. */
  hello(
    hello: Pick<ReplayHello, 'epoch' | 'firstSeq' | 'lastSeq' | 'lastHash' | 'dropped'>,
    key: KeyObject,
  ): HeldPrefix {
    const { epoch, firstSeq, lastSeq, lastHash, dropped } = hello;
    if (epoch < this.prefix.epoch) throw new ReplayRefused('CONFLICT', 'EPOCH', { epoch: this.prefix.epoch });
    const base = epoch > this.prefix.epoch ? { epoch, seq: 0, hash: this.#firstHash(epoch) } : this.prefix;
    if (lastSeq < base.seq) throw new ReplayRefused('CONFLICT', 'BEHIND', { acknowledgedSeq: base.seq });
    if (dropped.length > 256) throw new ReplayRefused('INVALID_INPUT', 'SHAPE');
    let before = 0;
    for (const drop of dropped) {
      const { fromSeq, toSeq, count, reason } = drop;
      const parts = ['flotilla journal drop 1', this.#deviceId, epoch, fromSeq, toSeq, count, reason, drop.lastHash];
      if (!isSigned(parts.join('\n'), drop.signature, key)) throw new ReplayRefused('INVALID_INPUT', 'SIGNATURE');
      const isShaped = fromSeq > before && toSeq >= fromSeq && toSeq <= lastSeq && count === toSeq - fromSeq + 1;
      if (!isShaped) throw new ReplayRefused('INVALID_INPUT', 'SHAPE');
      before = toSeq;
    }
    this.prefix = base;
    this.#declared = dropped;
    this.#passHoles();
    const { seq, hash } = this.prefix;
    if (firstSeq > seq + 1) throw new ReplayRefused('CONFLICT', 'HOLE', { acknowledgedSeq: seq });
    if (lastSeq === seq && lastSeq > 0 && lastHash !== hash) throw new ReplayRefused('CONFLICT', 'FORKED');
    return this.prefix;
  }

  /** Takes records over: all or none. Those that are known already must be the same. */
  upload(epoch: number, records: readonly JournalRecord[], key: KeyObject): HeldPrefix {
    const [before, count, drops] = [this.prefix, this.records.length, this.drops.length];
    try {
      for (const record of records) this.#take(epoch, record, key);
      return this.prefix;
    } catch (fault) {
      this.prefix = before;
      this.records.length = count;
      this.drops.length = drops;
      throw fault;
    }
  }

  #take(epoch: number, record: JournalRecord, key: KeyObject): void {
    if (epoch !== this.prefix.epoch) throw new ReplayRefused('CONFLICT', 'EPOCH', { epoch: this.prefix.epoch });
    const { seq, kind, atMs, body, hash, signature } = record;
    if (!isSigned(hash, signature, key)) throw new ReplayRefused('INVALID_INPUT', 'SIGNATURE', { seq });
    if (!/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(kind)) throw new ReplayRefused('INVALID_INPUT', 'SHAPE', { seq });
    if (seq < this.prefix.seq) return;
    if (seq === this.prefix.seq) {
      if (hash !== this.prefix.hash) throw new ReplayRefused('CONFLICT', 'FORKED', { acknowledgedSeq: seq });
      return;
    }
    this.#passHoles();
    if (seq <= this.prefix.seq) throw new ReplayRefused('CONFLICT', 'DROPPED', { seq });
    if (seq !== this.prefix.seq + 1) {
      throw new ReplayRefused('CONFLICT', 'GAP', {
        acknowledgedSeq: this.prefix.seq,
        expectedSeq: this.prefix.seq + 1,
      });
    }
    const parts = ['flotilla journal 1', this.#deviceId, epoch, seq, record.class, kind, atMs, sha256(body)];
    if (sha256([...parts, this.prefix.hash].join('\n')) !== hash) throw new ReplayRefused('INVALID_INPUT', 'CHAIN');
    this.prefix = { epoch, seq, hash };
    this.records.push({ ...record, epoch });
    this.#passHoles();
  }

  #passHoles(): void {
    for (const { fromSeq, toSeq, reason, lastHash } of this.#declared) {
      const { epoch, seq } = this.prefix;
      if (toSeq <= seq) continue;
      if (fromSeq > seq + 1) break;
      this.drops.push({ epoch, fromSeq: seq + 1, toSeq, reason });
      this.prefix = { epoch, seq: toSeq, hash: lastHash };
    }
  }

  #firstHash(epoch: number): string {
    return sha256(`flotilla journal 1\n${this.#deviceId}\n${epoch}`);
  }
}

function isSigned(text: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
