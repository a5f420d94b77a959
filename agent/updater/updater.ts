/**
 * Brings one update to its end: looks what is next, does it, notes it, and looks again. Nothing is remembered but in the
 * journal, so a life of the updater may end anywhere and the next one goes on from what is noted.
 */
import { backoffMs } from '../backoff.ts';
import { reasonOf } from '../failure.ts';
import type { Admitted, Marks } from './believing/admission.ts';
import { type Intent, intentIn, phaseOf } from './believing/intent.ts';
import { digestOf } from './canonical.ts';
import type { Executor, StagedArtifact } from './executors/executor.ts';
import { detailOf, type LeaseNamed, outcomeOf, type Permit } from './permit.ts';
import { type ReasonCode, Unable, Unanswered, Unverified } from './refusal.ts';
import type { IntentSource, Offer } from './sources/offer.ts';
import { type Action, isOpen, isOver, isReplaceable, nextAction, stageOf, type Update } from './update.ts';
import type { UpdateBook } from './update-book.ts';

/** What the updater works with. */
export type UpdaterTools = {
  readonly book: UpdateBook;
  readonly sources: readonly IntentSource[];
  /** Judges an offer; throws Unverified. */
  readonly admit: (offer: Offer, marks: Marks) => Admitted;
  /** Throws Unverified unless update metadata vouch for what the intent names, and Unanswered when nobody can say. */
  readonly vouch: (intent: Intent) => Promise<void>;
  /** Brings the verified bytes to this disk. Throws Unverified, Unable, or Unanswered. */
  readonly fetch: (intent: Intent) => Promise<StagedArtifact>;
  readonly executorFor: (intent: Intent) => Executor;
  /** Why what was started is not healthy, or null. */
  readonly prove: (intent: Intent, executor: Executor, signal: AbortSignal) => Promise<string | null>;
  readonly permit: Permit;
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  /** Tries in a row that nobody answers before this life gives up. */
  readonly patience: number;
};

/** Why a life of the updater ended: nothing to do, no lease yet, nobody answers, or it was told to stop. */
export type Rest = 'REST' | 'BLOCKED' | 'PENDING' | 'STOPPED';

/** Starts of the old version before a rollback is given up. */
const restoresMax = 3;
const restoreSettleMs = 300;

/** One life of the updater. */
export class Updater {
  readonly #tools: UpdaterTools;
  #restores = 0;

  constructor(tools: UpdaterTools) {
    this.#tools = tools;
  }

  /** Works until there is nothing to do, or the signal fires. */
  async run(signal: AbortSignal): Promise<Rest> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const rest = await this.#turn(signal);
        if (rest) {
          await this.#tellRefusals();
          return rest;
        }
        failures = 0;
      } catch (fault) {
        if (signal.aborted) break;
        if (!(fault instanceof Unanswered)) throw fault;
        failures += 1;
        if (failures >= this.#tools.patience) return 'PENDING';
        this.#tools.warn(`Tried again later: ${fault.message}`, { stage: this.#stage, failures });
        await this.#tools.pause(backoffMs(failures, Math.random()), signal);
      }
    }
    return 'STOPPED';
  }

  async #turn(signal: AbortSignal): Promise<Rest | null> {
    const { book, permit } = this.#tools;
    const before = book.update;
    if (!before || isReplaceable(before)) await this.#takeOffers();
    const { update } = book;
    if (!update) return 'REST';
    const action = nextAction(update);
    if (action === 'rest') return 'REST';
    if (action === 'await-lease') return 'BLOCKED';
    if (action !== 'report') await this.#perform(action, update, signal);
    else {
      await permit.report(leaseOf(update), outcomeOf(update), detailOf(update));
      book.note({ type: 'reported' });
    }
    const after = book.update;
    if (after && (after.at !== update.at || after.isReported)) this.#tell(after);
    return null;
  }

  /** Once, and again in another life while nobody answers: an update must not wait for it. */
  async #tellRefusals(): Promise<void> {
    const { book, permit, warn } = this.#tools;
    try {
      for (const refusal of book.untold) {
        await permit.refuse(refusal);
        book.toldOf(refusal);
      }
    } catch (fault) {
      if (!(fault instanceof Unanswered)) throw fault;
      warn(`A refusal is told later: ${fault.message}`, {});
    }
  }

  get #stage(): string {
    const { update } = this.#tools.book;
    return update ? stageOf(update) : 'NONE';
  }

  #tell(update: Update): void {
    const { generation, lease, target, failure } = update;
    const facts = { stage: stageOf(update), at: update.at, generation, fence: lease?.fence ?? null, ...target };
    const words = `Update ${generation} (${target.version}) is ${update.at}${update.isReported ? ' and told' : ''}.`;
    if (failure) this.#tools.warn(`${words} ${failure.words}`, { ...facts, reason: failure.code });
    else this.#tools.say(words, facts);
  }

  async #takeOffers(): Promise<void> {
    let unanswered: Unanswered | null = null;
    for (const source of this.#tools.sources) {
      let offer: Offer | null = null;
      try {
        offer = await source.offer();
        if (offer) this.#take(offer, source.name);
      } catch (fault) {
        if (fault instanceof Unverified) this.#refuse(fault, offer, source.name);
        else if (fault instanceof Unanswered) unanswered = fault;
        else throw fault;
      }
    }
    // A source that is silent matters only if there is nothing else to do.
    const { update } = this.#tools.book;
    const isIdle = !update || update.at === 'BLOCKED';
    if (unanswered && isIdle) throw unanswered;
  }

  #take(offer: Offer, from: string): void {
    const { book, admit, say } = this.#tools;
    const { generationMax, fenceMax, update } = book.memory;
    // What is over is offered until there is something newer, and past its time too.
    if (update && isOver(update) && digestOf(offer.intent) === update.intentDigest) return;
    const marks = { generationMax, fenceMax, knownDigest: update?.intentDigest ?? null };
    const { intent, intentDigest, text, lease, leaseFault } = admit(offer, marks);
    if (intentDigest !== update?.intentDigest) {
      if (update && isOpen(update) && phaseOf(intentIn(update.intent)) !== phaseOf(intent)) {
        return say(`Update ${intent.generation} waits: agent and host are not updated at once.`, { from });
      }
      const { digest, version } = intent.artifact;
      book.begin({ generation: intent.generation, intent: text, intentDigest, target: { digest, version } });
      say(`Update ${intent.generation} (${version}) is known from the ${from}.`, { intentDigest, from });
    }
    if (book.update?.at !== 'BLOCKED') return;
    if (leaseFault) throw leaseFault;
    if (lease) book.note({ type: 'leased', lease });
  }

  #refuse({ code, message }: Unverified, offer: Offer | null, from: string): void {
    const { book, warn, now } = this.#tools;
    const about = offer && !this.#isPassing(code, offer) ? namedIn(offer.intent) : null;
    book.refuse({ code, words: message, at: new Date(now()).toISOString() }, about);
    warn(`An offer from the ${from} is refused: ${message}`, { reason: code, from });
  }

  /** A lease that is over, or was seen before, is followed by another; nothing is wrong with what it is for. */
  #isPassing(code: ReasonCode, { intent }: Offer): boolean {
    const isKnown = this.#tools.book.update?.intentDigest === digestOf(intent);
    return isKnown && (code === 'METADATA_EXPIRED' || code === 'GENERATION_NOT_RISING');
  }

  async #perform(action: Action, update: Update, signal: AbortSignal): Promise<void> {
    const intent = intentIn(update.intent);
    try {
      await this.#do(action, { update, intent, signal });
    } catch (fault) {
      if (fault instanceof Unanswered || signal.aborted) throw fault;
      this.#settle(fault);
    }
  }

  /** What a fault means depends on how far the update came: it ends, it goes back, or the way back is tried again. */
  #settle(fault: unknown): void {
    const { book } = this.#tools;
    const { update } = book;
    const isExpected = fault instanceof Unverified || fault instanceof Unable;
    if (!update || isOver(update)) throw fault;
    if (update.rollback === 'UNDER_WAY' || update.at === 'STAGED/ASKED') throw new Unanswered(reasonOf(fault));
    const failure = { code: fault instanceof Unverified ? fault.code : null, words: reasonOf(fault) };
    if (stageOf(update) === 'APPLYING') return book.note({ type: 'failed', failure });
    if (!isExpected) throw fault;
    book.note({ type: 'refused', failure });
  }

  async #do(action: Action, { update, intent, signal }: Doing): Promise<void> {
    const { book, executorFor, prove } = this.#tools;
    const executor = executorFor(intent);
    switch (action) {
      case 'await-lease':
        return;
      case 'stage':
        return this.#stageBytes({ update, intent, signal }, executor);
      case 'ask':
        return this.#ask({ update, intent, signal }, executor);
      case 'stop':
      case 'stop-new':
        await executor.stop();
        return book.note({ type: 'stopped' });
      case 'switch':
        await executor.switchTo(update.target);
        return book.note({ type: 'switched' });
      case 'start':
        return this.#start(update, executor);
      case 'prove': {
        const why = await prove(intent, executor, signal);
        return book.note(why === null ? { type: 'proven' } : { type: 'failed', failure: { code: null, words: why } });
      }
      case 'switch-back':
        await executor.switchTo(update.previous);
        return book.note({ type: 'switched' });
      case 'restore':
        return this.#restore(update.previous, executor, signal);
    }
  }

  async #stageBytes({ update, intent }: Doing, executor: Executor): Promise<void> {
    if (this.#isLeaseOver(update)) return;
    await this.#tools.vouch(intent);
    const artifact = await this.#tools.fetch(intent);
    const stagedHash = await executor.prepare(artifact);
    this.#tools.book.note({ type: 'staged', stagedHash, previous: await executor.current() });
  }

  async #ask({ update, intent }: Doing, executor: Executor): Promise<void> {
    const { book, permit, now } = this.#tools;
    if (update.at === 'STAGED') {
      if (this.#isLeaseOver(update)) return;
      if (now() >= intent.expiresAtMs) throw new Unverified('METADATA_EXPIRED', 'The intent expired before its start.');
      // What was right when the bytes came may have been taken back, or be over, since then.
      await this.#tools.vouch(intent);
      if ((await executor.preparedHash(update.target)) !== update.stagedHash) return book.note({ type: 'spoiled' });
      book.note({ type: 'asking' });
    }
    const isPermitted = await permit.begin(leaseOf(update));
    book.note({ type: isPermitted ? 'permitted' : 'permitRefused' });
  }

  /** Whether the lease ran out before its permit was asked for; then it is noted. */
  #isLeaseOver({ lease }: Update): boolean {
    if (lease && this.#tools.now() < lease.beginBeforeMs) return false;
    this.#tools.book.note({ type: 'leaseExpired' });
    return true;
  }

  /** The one start of a new version. Its bytes are compared once more, and the start is noted before it is made. */
  async #start(update: Update, executor: Executor): Promise<void> {
    if ((await executor.preparedHash(update.target)) !== update.stagedHash) {
      throw new Unverified('DIGEST_MISMATCH', 'What stood ready to be started is not what was verified.');
    }
    this.#tools.book.note({ type: 'starting' });
    await executor.start(update.target);
  }

  async #restore(previous: Update['previous'], executor: Executor, signal: AbortSignal): Promise<void> {
    const { book, pause } = this.#tools;
    if (previous === null) return book.note({ type: 'restored', isRunning: true });
    if (!(await executor.isRunning(previous))) {
      this.#restores += 1;
      await executor.start(previous).catch(() => undefined);
      await pause(restoreSettleMs, signal);
    }
    const isRunning = await executor.isRunning(previous);
    if (!isRunning && this.#restores < restoresMax) throw new Unanswered('the former version did not start');
    book.note({ type: 'restored', isRunning });
  }
}

/** What an offer calls itself, believed by nobody: the control plane knows whether it ever offered that. */
function namedIn(intent: string): { readonly generation: number; readonly intentDigest: string } | null {
  try {
    const { generation } = JSON.parse(intent) as { readonly generation?: unknown };
    if (typeof generation !== 'number' || !Number.isSafeInteger(generation)) return null;
    return { generation, intentDigest: digestOf(intent) };
  } catch {
    return null;
  }
}

function leaseOf({ lease, intentDigest }: Update): LeaseNamed {
  return { leaseId: lease?.leaseId ?? '', fence: lease?.fence ?? 0, intentDigest };
}

type Doing = { readonly update: Update; readonly intent: Intent; readonly signal: AbortSignal };
