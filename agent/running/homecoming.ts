/**
 * Delivers the journal: hello, chunks, close, one step at a time. Nothing of a session is on disk: after a kill the next
 * hello takes the lock again and says where to go on. What is acknowledged is deleted, and nothing else is.
 */
import { type Chronicle, declaredBy, type Declared } from '../chronicle/chronicle.ts';
import { CallFailed, CallRefused } from '../transport.ts';
import type { JournalRecord, ReplayChunk, ReplayConclusion, ReplayReceipt, ReplaySession } from '../wire.ts';
import type { Connection } from './connection.ts';

/** What delivering works with. */
export type HomecomingParts = {
  readonly chronicle: Chronicle;
  readonly connection: Pick<Connection, 'call'>;
  readonly bootId: string;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** How the delivery stands, for the status. */
export type HomecomingStatus = {
  readonly state: 'IDLE' | 'WAITING' | 'UPLOADING' | 'HELD';
  readonly acknowledgedSeq: number;
  readonly lastSeq: number;
  readonly lastOutcome: string | null;
};

/** Milliseconds to the next step; null when everything is delivered. */
type Next = number | null;

type Session = {
  readonly token: string;
  readonly epoch: number;
  readonly declared: Declared;
  readonly recordsMax: number;
  readonly bytesMax: number;
  window: number;
  /** Records were delivered in it: without that, another hello would change nothing. */
  hasMoved: boolean;
};

/** What this device sends at once at most, whatever the server takes: it has little memory. */
const chunkMax = { records: 100, bytes: 64 * 1_024, window: 2 } as const;

/** Why a server does not take a journal that contradicts what it holds; only a new epoch mends that. */
const contradictions: readonly unknown[] = ['FORKED', 'BEHIND', 'HOLE', 'EPOCH', 'CHAIN'];

/** One device's delivery. */
export class Homecoming {
  readonly #parts: HomecomingParts;
  #session: Session | null = null;
  #isHeld = false;
  /** Whether the control plane may hold a return without an end. After a start nobody knows: no session is on disk. */
  #isUnconcluded = true;
  #isSignedAnew = false;
  #lastOutcome: string | null = null;

  constructor(parts: HomecomingParts) {
    this.#parts = parts;
  }

  /**
   * Whether there is anything to deliver, or a return to bring to its end, that the server would take now: from a
   * quarantined device it takes nothing.
   */
  get isDue(): boolean {
    return (this.#parts.chronicle.isWaiting || this.#isUnconcluded) && !this.#isHeld;
  }

  /** How it stands. */
  status(): HomecomingStatus {
    const { acknowledgedSeq, lastSeq } = this.#parts.chronicle.tally();
    const waiting = this.#parts.chronicle.isWaiting ? 'WAITING' : 'IDLE';
    const state = this.#isHeld ? 'HELD' : this.#session ? 'UPLOADING' : waiting;
    return { state, acknowledgedSeq, lastSeq, lastOutcome: this.#lastOutcome };
  }

  /** The certificate changed: a session is bound to the one it was opened with. */
  forgetSession(): void {
    this.#session = null;
  }

  /** The trust of the device changed: it may be worth another try. */
  release(): void {
    this.#isHeld = false;
  }

  /** Does the next step. Throws what the transport threw, when it has to be tried again later. */
  async step(): Promise<Next> {
    try {
      return this.#session ? await this.#goOn(this.#session) : await this.#open();
    } catch (fault) {
      return this.#afterFault(fault);
    }
  }

  async #open(): Promise<Next> {
    const { chronicle, connection, bootId } = this.#parts;
    const standing = chronicle.standing();
    const clocks = { deviceClock: new Date().toISOString(), monotonicMs: Math.round(performance.now()) };
    const answer = await connection.call<ReplaySession>('openReplay', { input: { ...standing, bootId, ...clocks } });
    this.#isHeld = false;
    chronicle.acknowledge(answer.resumeFrom - 1);
    this.#isUnconcluded = !answer.nothingToReplay;
    if (answer.nothingToReplay) return chronicle.isWaiting ? 0 : null;
    this.#session = {
      token: answer.sessionToken,
      epoch: standing.epoch,
      declared: declaredBy(standing),
      recordsMax: Math.min(answer.chunkRecordsMax, chunkMax.records),
      bytesMax: Math.min(answer.chunkBytesMax, chunkMax.bytes),
      window: Math.max(1, Math.min(answer.windowChunks, chunkMax.window)),
      hasMoved: false,
    };
    return answer.retryAfterMs ?? 0;
  }

  async #goOn(session: Session): Promise<Next> {
    const chunks = this.#nextChunks(session);
    if (chunks.length > 0) return this.#upload(session, chunks);
    const { chronicle } = this.#parts;
    if (!chronicle.isWaiting) return this.#close(session);
    // What is left was given up after the hello and has to be declared in another one.
    this.#session = null;
    if (!session.hasMoved) throw new CallFailed('the journal does not move: the server waits for what is not here');
    return 0;
  }

  #nextChunks(session: Session): readonly JournalRecord[][] {
    const { chronicle } = this.#parts;
    const chunks: JournalRecord[][] = [];
    let after = chronicle.tally().acknowledgedSeq;
    while (chunks.length < session.window) {
      const chunk = chronicle.chunk(after, session);
      if (chunk.length === 0) break;
      chunks.push([...chunk]);
      after = chunk.at(-1)?.seq ?? after;
    }
    return chunks;
  }

  /** Chunks of a window travel at once. One that overtakes another is refused; then they go one by one. */
  async #upload(session: Session, chunks: readonly JournalRecord[][]): Promise<Next> {
    const { chronicle, connection } = this.#parts;
    const sent = chunks.map((records) => {
      const { token: sessionToken, epoch } = session;
      const input: ReplayChunk = { sessionToken, epoch, fromSeq: records[0]?.seq ?? 0, records };
      return connection.call<ReplayReceipt>('uploadReplayChunk', { input });
    });
    const answers = await Promise.allSettled(sent);
    const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const acknowledgedSeq = Math.max(0, ...receipts.map((receipt) => receipt.acknowledgedSeq));
    chronicle.acknowledge(acknowledgedSeq);
    if (receipts.length > 0) session.hasMoved = true;
    const [fault] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));
    if (fault !== undefined && !(isGap(fault) && receipts.length > 0)) throw fault;
    if (fault !== undefined) session.window = 1;
    return Math.max(0, ...receipts.map(({ retryAfterMs }) => retryAfterMs ?? 0));
  }

  async #close(session: Session): Promise<Next> {
    const { chronicle, connection, warn } = this.#parts;
    const { acknowledgedSeq: lastSeq } = chronicle.tally();
    const input = { sessionToken: session.token, lastSeq };
    const conclusion = await connection.call<ReplayConclusion>('closeReplay', { input });
    this.#session = null;
    this.#isUnconcluded = false;
    const { outcome, conflicts, unauthorised, evidence } = conclusion;
    this.#lastOutcome = outcome;
    if (outcome === 'QUARANTINED') warn('The return ended in quarantine.', { unauthorised, evidence });
    else if (conflicts > 0) warn('Some decisions contradict what changed meanwhile.', { conflicts });
    return chronicle.isWaiting ? 0 : null;
  }

  /** What a refusal means. Rethrows what only time mends. */
  #afterFault(fault: unknown): Next {
    if (!(fault instanceof CallRefused)) throw fault;
    const { chronicle, warn } = this.#parts;
    const { reason, trust, acknowledgedSeq, epoch } = fault.details;
    if (fault.code === 'FORBIDDEN' && trust === 'QUARANTINED') {
      this.#session = null;
      this.#isHeld = true;
      return null;
    }
    if (fault.code === 'UNAVAILABLE' || fault.code === 'LIMIT_EXCEEDED') throw fault;
    if (isGap(fault) && typeof acknowledgedSeq === 'number') {
      const isNews = acknowledgedSeq > chronicle.tally().acknowledgedSeq;
      chronicle.acknowledge(acknowledgedSeq);
      if (this.#session) this.#session.window = 1;
      if (isNews) return 0;
      // A range that grew after the hello is unknown to the server: sending the same again would be refused for ever.
      const hasMoved = this.#session?.hasMoved ?? false;
      this.#session = null;
      if (!hasMoved) throw fault;
      return 0;
    }
    this.#session = null;
    if (reason === 'SIGNATURE' && !this.#isSignedAnew) {
      this.#isSignedAnew = true;
      chronicle.signAnew();
      return 0;
    }
    if (!contradictions.includes(reason)) throw fault;
    chronicle.record({
      class: 'SECURITY',
      kind: 'security.journal_contradicted',
      body: { reason, epoch: chronicle.epoch, acknowledgedSeq: acknowledgedSeq ?? null },
    });
    chronicle.beginEpoch(typeof epoch === 'number' ? epoch + 1 : 0);
    warn(`The journal begins a new epoch: ${fault.message}`, { reason });
    // At once it would be a loop, should the server not take that either.
    throw fault;
  }
}

function isGap(fault: unknown): boolean {
  if (!(fault instanceof CallRefused) || fault.code !== 'CONFLICT') return false;
  return fault.details['reason'] === 'GAP' || fault.details['reason'] === 'INCOMPLETE';
}
