/** The return protocol of a test's control plane: sessions with tokens over the ledgers of devices. */
import type { KeyObject } from 'node:crypto';
import type { ReplayChunk, ReplayConclusion, ReplayHello, ReplayReceipt, ReplaySession } from '../wire.ts';
import { ReplayLedger, ReplayRefused } from './replay-ledger.ts';

/** One device's return. */
export class ReplayDesk {
  readonly ledger: ReplayLedger;
  /** What is answered in sessions from now on. */
  limits = { chunkRecordsMax: 5, chunkBytesMax: 100_000, windowChunks: 4 };
  /** How long the device is told to wait after each chunk. */
  retryAfterMs: number | null = null;
  outcome: ReplayConclusion['outcome'] = 'LIVE';
  readonly hellos: ReplayHello[] = [];
  readonly chunks: ReplayChunk[] = [];
  conclusions = 0;
  #sessionEpoch = 0;
  #isOpen = false;

  constructor(deviceId: string) {
    this.ledger = new ReplayLedger(deviceId);
  }

  /** Whether a session has the lock. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes the lock, or says that nothing is missing. */
  open(hello: ReplayHello, key: KeyObject): ReplaySession {
    this.hellos.push(hello);
    const { seq, hash } = this.ledger.hello(hello, key);
    this.#sessionEpoch += 1;
    const nothingToReplay = seq === hello.lastSeq;
    this.#isOpen = !nothingToReplay;
    if (nothingToReplay) this.conclusions += 1;
    const [sessionToken, resumeFrom] = [nothingToReplay ? '' : `session-${this.#sessionEpoch}`, seq + 1];
    const session = { sessionToken, sessionEpoch: this.#sessionEpoch, resumeFrom, resumeHash: hash };
    return { ...session, ...this.limits, retryAfterMs: null, nothingToReplay };
  }

  /** Takes records over. */
  upload(chunk: ReplayChunk, key: KeyObject): ReplayReceipt {
    this.#assertSession(chunk.sessionToken);
    const { chunkRecordsMax, chunkBytesMax } = this.limits;
    const bytes = chunk.records.reduce((sum, { body, signature }) => sum + body.length + signature.length, 0);
    if (chunk.records.length > chunkRecordsMax || bytes > chunkBytesMax) {
      throw new ReplayRefused('INVALID_INPUT', 'SIZE');
    }
    const before = this.ledger.prefix.seq;
    const { seq: acknowledgedSeq } = this.ledger.upload(chunk.epoch, chunk.records, key);
    this.chunks.push(chunk);
    return { acknowledgedSeq, duplicate: acknowledgedSeq === before, retryAfterMs: this.retryAfterMs };
  }

  /** Releases the lock. */
  close({ sessionToken, lastSeq }: { sessionToken: string; lastSeq: number }): ReplayConclusion {
    this.#assertSession(sessionToken);
    const { seq } = this.ledger.prefix;
    if (lastSeq > seq) throw new ReplayRefused('CONFLICT', 'INCOMPLETE', { acknowledgedSeq: seq });
    if (lastSeq < seq) throw new ReplayRefused('CONFLICT', 'BEHIND', { acknowledgedSeq: seq });
    this.#isOpen = false;
    this.conclusions += 1;
    const { outcome } = this;
    return { outcome, permitted: 0, conflicts: 0, unauthorised: 0, mode: 'LIVE', evidence: null };
  }

  /** Takes the lock away, as another session would. */
  supersede(): void {
    this.#sessionEpoch += 1;
  }

  #assertSession(token: string): void {
    if (token !== `session-${this.#sessionEpoch}`) throw new ReplayRefused('CONFLICT', 'SUPERSEDED');
    if (!this.#isOpen) throw new ReplayRefused('CONFLICT', 'ENDED');
  }
}
