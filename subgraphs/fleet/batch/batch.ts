/**
 * A batch: a plan that somebody looked at, which starts only as long as it is still true, and above a threshold only
 * when a second person agrees. Pure: the time and the devices as they are now come in the commands.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { later } from '../command/command.ts';
import { isAllowed, type TransitionTable } from '../lifecycle/transition.ts';
import { checkedReason } from '../naming/words.ts';
import type { BatchEvent, BatchFinished, BatchPlanned } from './events.ts';

/** Where a batch is in its life. */
export type BatchStage = 'PLANNED' | 'AWAITING_APPROVAL' | 'RUNNING' | 'STOPPED' | 'FINISHED';

/** Every legal change of a batch. The last two are final. */
export const batchTransitions: TransitionTable<BatchStage> = {
  PLANNED: ['AWAITING_APPROVAL', 'RUNNING'],
  AWAITING_APPROVAL: ['RUNNING', 'STOPPED'],
  RUNNING: ['STOPPED', 'FINISHED'],
  STOPPED: [],
  FINISHED: [],
};

/** How long a plan can be started, in seconds. */
export const planTtlS = 300;

/** How long a second person has, in seconds. */
export const approvalTtlS = 3_600;

/** One batch as its stream tells it. */
export type BatchState =
  | { readonly stage: 'ABSENT' }
  | {
      readonly stage: BatchStage;
      readonly plan: BatchPlanned['data'];
      /** When the plan, or the wait for approval, is over. */
      readonly expiresAt: string;
      readonly submission: { readonly by: string; readonly reason: string } | null;
    };

type Known = Exclude<BatchState, { stage: 'ABSENT' }>;

/** Note what an action would do. */
export type PlanBatch = { readonly type: 'PlanBatch'; readonly now: string } & Omit<BatchPlanned['data'], 'expiresAt'>;

/** Do it, if it is still what was looked at. */
export type StartBatch = {
  readonly type: 'StartBatch';
  readonly now: string;
  /** The devices as they are now. */
  readonly targetHash: string;
  /** What was typed. */
  readonly confirm: string;
  readonly reason: string;
  readonly by: string;
};

/** Agree as a second person. */
export type ApproveBatch = { readonly type: 'ApproveBatch'; readonly now: string; readonly by: string };

/** Stop what has not begun. */
export type StopBatch = { readonly type: 'StopBatch'; readonly reason: string };

/** Close the book: no device is left. */
export type FinishBatch = { readonly type: 'FinishBatch'; readonly counts: BatchFinished['data']['counts'] };

/** Every command of a batch. */
export type BatchCommand = PlanBatch | StartBatch | ApproveBatch | StopBatch | FinishBatch;

/** The decider of the stream `batch-<id>`. */
export const batch: Decider<BatchState, BatchCommand, BatchEvent> & { category: string } = {
  category: 'batch',
  initialState: { stage: 'ABSENT' },
  decide(wish, state) {
    if (wish.type === 'PlanBatch') return [plan(wish, state)];
    if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such batch.');
    switch (wish.type) {
      case 'StartBatch':
        return [start(wish, state)];
      case 'ApproveBatch':
        return approve(wish, state);
      case 'StopBatch': {
        if (state.stage === 'STOPPED') return [];
        assertCan(state, 'STOPPED');
        const { batchId } = state.plan;
        return [{ type: 'BatchStopped', data: { batchId, reason: checkedReason(wish.reason) } }];
      }
      case 'FinishBatch': {
        if (state.stage !== 'RUNNING') return [];
        return [{ type: 'BatchFinished', data: { batchId: state.plan.batchId, counts: wish.counts } }];
      }
    }
  },
  evolve(state, event) {
    if (event.type === 'BatchPlanned') {
      return { stage: 'PLANNED', plan: event.data, expiresAt: event.data.expiresAt, submission: null };
    }
    if (state.stage === 'ABSENT') return state;
    switch (event.type) {
      case 'BatchSubmitted': {
        const { submittedBy: by, reason, expiresAt } = event.data;
        return { ...state, stage: 'AWAITING_APPROVAL', expiresAt, submission: { by, reason } };
      }
      case 'BatchApproved':
        return state;
      case 'BatchStarted':
        return { ...state, stage: 'RUNNING' };
      case 'BatchStopped':
        return { ...state, stage: 'STOPPED' };
      case 'BatchFinished':
        return { ...state, stage: 'FINISHED' };
    }
  },
};

function plan(wish: PlanBatch, state: BatchState): BatchEvent {
  if (state.stage !== 'ABSENT') throw new Refusal('CONFLICT', 'This batch exists already.', { state: state.stage });
  const { type: _, now, ...data } = wish;
  return { type: 'BatchPlanned', data: { ...data, expiresAt: later(now, planTtlS) } };
}

function start(wish: StartBatch, state: Known): BatchEvent {
  const { batchId, confirm, radius, approval } = state.plan;
  assertCan(state, approval.length > 0 ? 'AWAITING_APPROVAL' : 'RUNNING');
  assertInTime(state, wish.now, 'Plan it again and look at what it would do.');
  if (wish.targetHash !== radius.targetHash) {
    const words = 'The devices are not the ones that were planned any more. Plan it again and look at them.';
    throw new Refusal('CONFLICT', words, { batchId, plan: 'TARGETS_CHANGED' });
  }
  if (wish.confirm.trim() !== confirm) {
    throw new Refusal('INVALID_INPUT', `Type "${confirm}" to start it.`, { element: 'confirm', expected: confirm });
  }
  const reason = checkedReason(wish.reason);
  if (approval.length === 0) return { type: 'BatchStarted', data: { batchId, reason, startedBy: wish.by } };
  const expiresAt = later(wish.now, approvalTtlS);
  return { type: 'BatchSubmitted', data: { batchId, reason, submittedBy: wish.by, expiresAt } };
}

function approve(wish: ApproveBatch, state: Known): BatchEvent[] {
  const { batchId, plannedBy } = state.plan;
  const { submission } = state;
  if (state.stage !== 'AWAITING_APPROVAL' || submission === null) {
    const words = `Only a batch that waits for approval can be approved; this one is ${state.stage}.`;
    throw new Refusal('CONFLICT', words, { batchId, state: state.stage, allowed: batchTransitions[state.stage] });
  }
  if (wish.by === submission.by || wish.by === plannedBy) {
    const words = 'You planned or started this batch; another person must approve it.';
    throw new Refusal('FORBIDDEN', words, { batchId, rule: 'TWO_PERSONS' });
  }
  assertInTime(state, wish.now, 'It has to be planned and started again.');
  return [
    { type: 'BatchApproved', data: { batchId, approvedBy: wish.by } },
    { type: 'BatchStarted', data: { batchId, reason: submission.reason, startedBy: submission.by } },
  ];
}

function assertInTime({ expiresAt, plan: { batchId } }: Known, now: string, remedy: string): void {
  if (Date.parse(now) < Date.parse(expiresAt)) return;
  throw new Refusal('CONFLICT', `This ended at ${expiresAt}. ${remedy}`, { batchId, plan: 'EXPIRED' });
}

function assertCan({ stage, plan: { batchId } }: Known, to: BatchStage): void {
  if (isAllowed(batchTransitions, { from: stage, to })) return;
  const allowed = batchTransitions[stage];
  const remedy = allowed.length === 0 ? 'That is final.' : `From there it can only become ${allowed.join(' or ')}.`;
  throw new Refusal('CONFLICT', `The batch is ${stage} and cannot become ${to}. ${remedy}`, {
    batchId,
    state: stage,
    wanted: to,
    allowed,
  });
}
