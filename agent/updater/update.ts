/**
 * One update of one device as a machine: pure. A signed intent makes it known, a lease from the orchestrator names who may
 * start, and only the answer to `begin` permits the start. Every fact is on disk before the next thing is done, so that a
 * power cut leaves the device where it can go on, or back, under the same fence.
 */
import type { ReasonCode } from './refusal.ts';

/** Where an update stands, as operators know it. */
export type Stage = 'BLOCKED' | 'LEASED' | 'STAGED' | 'APPLYING' | 'HEALTHY' | 'ROLLED_BACK' | 'ABORTED';

/** Where it stands exactly. `STAGED/ASKED`: the permit was asked for, and may be given without our knowing. */
export type Position =
  | Exclude<Stage, 'APPLYING'>
  | 'STAGED/ASKED'
  | `APPLYING/${'STOP' | 'SWITCH' | 'START' | 'PROVE' | 'BACK_STOP' | 'BACK_SWITCH' | 'BACK_START'}`;

/** What can run: some bytes under a version's name. */
export type Installation = { readonly digest: string; readonly version: string };

/** A lease as far as the machine needs it. */
export type LeaseHeld = {
  readonly leaseId: string;
  readonly fence: number;
  /** By the server's clock; decides only while the permit was not asked for. */
  readonly beginBeforeMs: number;
};

/** Why an update did not become what it was to be. A code where a verification failed. */
export type Failure = { readonly code: ReasonCode | null; readonly words: string };

/** What began, and when by the device's clock. */
export type Step = { readonly state: Position; readonly at: string };

/** One update. */
export type Update = {
  readonly at: Position;
  readonly generation: number;
  /** The signed text, and its digest: what a lease and a permit are for. */
  readonly intent: string;
  readonly intentDigest: string;
  readonly target: Installation;
  readonly lease: LeaseHeld | null;
  /** Hash of what stands ready to be started; compared again before the start. */
  readonly stagedHash: string | null;
  /** What ran before, and runs again if this fails. */
  readonly previous: Installation | null;
  readonly rollback: 'NONE' | 'UNDER_WAY' | 'DONE' | 'FAILED';
  readonly failure: Failure | null;
  /** Whether the control plane knows the end. */
  readonly isReported: boolean;
  /** How it came here since it was leased, the oldest first. An older journal has none. */
  readonly steps?: readonly Step[];
};

/** What can happen to an update. */
export type Fact =
  | { readonly type: 'leased'; readonly lease: LeaseHeld }
  | { readonly type: 'leaseExpired' }
  | { readonly type: 'staged'; readonly stagedHash: string; readonly previous: Installation | null }
  | { readonly type: 'spoiled' }
  | { readonly type: 'asking' }
  | { readonly type: 'permitted' }
  | { readonly type: 'permitRefused' }
  | { readonly type: 'stopped' }
  | { readonly type: 'switched' }
  | { readonly type: 'starting' }
  | { readonly type: 'proven' }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'restored'; readonly isRunning: boolean }
  | { readonly type: 'refused'; readonly failure: Failure }
  | { readonly type: 'reported' };

/** What is to be done next. `rest`: nothing, for this update is over and the control plane knows. */
export type Action =
  'await-lease' | 'stage' | 'ask' | 'stop' | 'switch' | 'start' | 'prove' | 'stop-new' | 'switch-back' | 'restore';

/** Every move there is; a fact that is not in its row cannot happen there. */
export const transitions: Readonly<Record<Position, Partial<Readonly<Record<Fact['type'], Position>>>>> = {
  BLOCKED: { leased: 'LEASED', refused: 'ABORTED' },
  LEASED: { staged: 'STAGED', leaseExpired: 'BLOCKED', refused: 'ABORTED' },
  STAGED: { asking: 'STAGED/ASKED', spoiled: 'LEASED', leaseExpired: 'BLOCKED', refused: 'ABORTED' },
  // Time does not take a lease away any more: the server may have made it ACTIVE, and then only a report frees it.
  'STAGED/ASKED': { permitted: 'APPLYING/STOP', permitRefused: 'BLOCKED' },
  'APPLYING/STOP': { stopped: 'APPLYING/SWITCH', failed: 'APPLYING/BACK_STOP' },
  'APPLYING/SWITCH': { switched: 'APPLYING/START', failed: 'APPLYING/BACK_STOP' },
  // Noted before the start: a start that nobody knows of would be made twice.
  'APPLYING/START': { starting: 'APPLYING/PROVE', failed: 'APPLYING/BACK_STOP' },
  'APPLYING/PROVE': { proven: 'HEALTHY', failed: 'APPLYING/BACK_STOP' },
  'APPLYING/BACK_STOP': { stopped: 'APPLYING/BACK_SWITCH' },
  'APPLYING/BACK_SWITCH': { switched: 'APPLYING/BACK_START' },
  'APPLYING/BACK_START': { restored: 'ROLLED_BACK' },
  HEALTHY: { reported: 'HEALTHY' },
  ROLLED_BACK: { reported: 'ROLLED_BACK' },
  ABORTED: { reported: 'ABORTED' },
};

/** As many as are taken with a report; the oldest are left out. */
const stepsMax = 50;

const actions: Readonly<Record<Position, Action | null>> = {
  BLOCKED: 'await-lease',
  LEASED: 'stage',
  STAGED: 'ask',
  'STAGED/ASKED': 'ask',
  'APPLYING/STOP': 'stop',
  'APPLYING/SWITCH': 'switch',
  'APPLYING/START': 'start',
  'APPLYING/PROVE': 'prove',
  'APPLYING/BACK_STOP': 'stop-new',
  'APPLYING/BACK_SWITCH': 'switch-back',
  'APPLYING/BACK_START': 'restore',
  HEALTHY: null,
  ROLLED_BACK: null,
  ABORTED: null,
};

/** An update that was just admitted. */
export function known(about: Pick<Update, 'generation' | 'intent' | 'intentDigest' | 'target'>): Update {
  return {
    ...about,
    at: 'BLOCKED',
    lease: null,
    stagedHash: null,
    previous: null,
    rollback: 'NONE',
    failure: null,
    isReported: false,
  };
}

/** What is to be done next. */
export function nextAction(update: Update): Action | 'report' | 'rest' {
  return actions[update.at] ?? (update.isReported ? 'rest' : 'report');
}

/** The update after a fact. Throws when the fact cannot happen where the update stands: that is a fault of this program. */
export function evolve(update: Update, fact: Fact): Update {
  const at = transitions[update.at][fact.type];
  if (at === undefined) throw new Error(`an update that is ${update.at} cannot be ${fact.type}`);
  return { ...update, ...changes(update, fact), at };
}

/** An update's steps after one more. A lease begins them anew, for they are told with its end. */
export function stepsAfter(before: Update, { at }: Update, now: string): readonly Step[] {
  const { steps = [] } = before;
  if (at === before.at) return steps;
  const step: Step = { state: at, at: now };
  return before.at === 'BLOCKED' ? [step] : [...steps, step].slice(-stepsMax);
}

/** Where it stands, as operators know it. */
export function stageOf({ at }: Pick<Update, 'at'>): Stage {
  if (at === 'STAGED/ASKED') return 'STAGED';
  return at.startsWith('APPLYING/') ? 'APPLYING' : (at as Stage);
}

/** Whether it came to an end. */
export function isOver(update: Update): boolean {
  return actions[update.at] === null;
}

/** Whether it holds a lease, or its end is not told yet: until then nothing of the other phase may begin. */
export function isOpen(update: Update): boolean {
  return isOver(update) ? !update.isReported : update.lease !== null;
}

/** Whether a newer intent may take its place: not while a permit may be out, nor before its end is told. */
export function isReplaceable(update: Update): boolean {
  if (isOver(update)) return update.isReported;
  return update.at === 'BLOCKED' || update.at === 'LEASED' || update.at === 'STAGED';
}

function changes(update: Update, fact: Fact): Partial<Update> {
  switch (fact.type) {
    case 'leased':
      return { lease: fact.lease };
    case 'leaseExpired':
    case 'permitRefused':
      return { lease: null };
    case 'staged':
      return { stagedHash: fact.stagedHash, previous: fact.previous };
    case 'spoiled':
      return { stagedHash: null };
    case 'failed':
      return { rollback: 'UNDER_WAY', failure: fact.failure };
    case 'restored':
      return { rollback: fact.isRunning ? 'DONE' : 'FAILED' };
    case 'refused':
      // Without a lease there is nobody to tell.
      return { failure: fact.failure, isReported: update.lease === null };
    case 'reported':
      return { isReported: true };
    case 'asking':
    case 'permitted':
    case 'stopped':
    case 'switched':
    case 'starting':
    case 'proven':
      return {};
  }
}
