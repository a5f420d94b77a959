/**
 * What the orchestrator answers: may this device start under its lease, and is the end of it noted. Both questions may be
 * asked again after a lost answer; the fence keeps a late one from changing anything.
 */
import type { Installation, Step, Update } from './update.ts';
import type { RefusalToTell } from './update-book.ts';

/** How an update ended, as a lease ends. */
export type Outcome = 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' | 'ABORTED';

/** What a report says beside the outcome. */
export type OutcomeDetail = {
  readonly reason: string | null;
  readonly message: string | null;
  /** What runs now, or null for nothing. */
  readonly running: Installation | null;
  /** How it came to that. */
  readonly steps: readonly Step[];
};

/** Which lease is spoken of, and for what. */
export type LeaseNamed = { readonly leaseId: string; readonly fence: number; readonly intentDigest: string };

/** The orchestrator. Each method throws Unanswered when nobody knows whether it was heard. */
export type Permit = {
  /** Whether the start is permitted. False is final for this lease. */
  begin(lease: LeaseNamed): Promise<boolean>;
  /** Resolves when the end is noted, or when the orchestrator will never want to know of it. */
  report(lease: LeaseNamed, outcome: Outcome, detail: OutcomeDetail): Promise<void>;
  /** Resolves when it is noted that an offer was refused, or when that is of no interest any more. */
  refuse(refusal: RefusalToTell): Promise<void>;
};

/** How an update that is over ended. */
export function outcomeOf(update: Update): Outcome {
  if (update.at === 'HEALTHY') return 'SUCCEEDED';
  if (update.at === 'ABORTED') return 'ABORTED';
  return update.rollback === 'FAILED' ? 'FAILED' : 'ROLLED_BACK';
}

/** What is to be said of an update that is over. */
export function detailOf(update: Update): OutcomeDetail {
  const isOldRunning = update.at === 'ROLLED_BACK' && update.rollback === 'DONE';
  return {
    reason: update.failure?.code ?? null,
    message: update.failure?.words ?? null,
    steps: update.steps ?? [],
    running: update.at === 'HEALTHY' ? update.target : isOldRunning ? update.previous : null,
  };
}
