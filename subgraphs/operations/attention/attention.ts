/**
 * The life of an attention item as far as people decide it. Whether its cause lasts is not theirs to say: that comes
 * from the fleet's facts, and whoever gives a verdict on an item whose cause has ended is told so.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { AboutItem, AttentionEvent } from './events.ts';

/** What people have made of an item. */
export const attentionStages = [
  'OPEN',
  'ACKNOWLEDGED',
  'ASSIGNED',
  'SNOOZED',
  'MERGED',
  'DISMISSED',
  'RESOLVED',
] as const;

/** One of the stages. */
export type AttentionStage = (typeof attentionStages)[number];

/** Every legal change. The last three are final for this occurrence; when the cause comes back, it is another one. */
export const attentionTransitions: Readonly<Record<AttentionStage, readonly AttentionStage[]>> = {
  OPEN: ['ACKNOWLEDGED', 'ASSIGNED', 'SNOOZED', 'MERGED', 'DISMISSED', 'RESOLVED'],
  ACKNOWLEDGED: ['ASSIGNED', 'SNOOZED', 'MERGED', 'DISMISSED', 'RESOLVED'],
  ASSIGNED: ['ASSIGNED', 'SNOOZED', 'MERGED', 'DISMISSED', 'RESOLVED'],
  SNOOZED: ['OPEN', 'ACKNOWLEDGED', 'ASSIGNED', 'SNOOZED', 'MERGED', 'DISMISSED', 'RESOLVED'],
  MERGED: [],
  DISMISSED: [],
  RESOLVED: [],
};

/** A snooze lasts this long at most. */
export const snoozeMaxMs = 30 * 86_400_000;
/** A snoozed item that gained this much score is back before its time. */
export const muchWorseBy = 15;

const reasonMax = 500;
const reasonMin = 3;

/** An item as its stream tells it. */
export type AttentionState = { readonly stage: AttentionStage; readonly ownerId: string | null };

/** The item a verdict is about, as it is now; `isOver` says that its cause has ended. */
export type Verdict = { readonly item: AboutItem; readonly isOver: boolean };

/** "I have seen it." */
export type AcknowledgeAttention = Verdict & { readonly type: 'AcknowledgeAttention' };

/** "Not before then." The clock comes along. */
export type SnoozeAttention = Verdict & {
  readonly type: 'SnoozeAttention';
  readonly until: string;
  readonly now: string;
  readonly score: number;
};

/** The clock's, or the score's, word on a snoozed item. */
export type WakeAttention = Verdict & { readonly type: 'WakeAttention'; readonly cause: 'TIME' | 'WORSE' };

/** "This person looks after it." */
export type AssignAttention = Verdict & { readonly type: 'AssignAttention'; readonly ownerId: string };

/** "It is the same as that one", which must itself be open. */
export type MergeAttention = Verdict & {
  readonly type: 'MergeAttention';
  readonly into: { readonly id: string; readonly stage: AttentionStage };
};

/** "It is no trouble, because …". */
export type DismissAttention = Verdict & { readonly type: 'DismissAttention'; readonly reason: string };

/** "It is done." */
export type ResolveAttention = Verdict & { readonly type: 'ResolveAttention' };

/** Every verdict. */
export type AttentionCommand =
  | AcknowledgeAttention
  | SnoozeAttention
  | WakeAttention
  | AssignAttention
  | MergeAttention
  | DismissAttention
  | ResolveAttention;

/** The decider of the stream `attention-<item id>`. */
export const attention: Decider<AttentionState, AttentionCommand, AttentionEvent> & { category: string } = {
  category: 'attention',
  initialState: { stage: 'OPEN', ownerId: null },
  decide(command, state) {
    // The clock may speak late: then there is nothing to wake.
    if (command.type === 'WakeAttention') return wake(command, state);
    if (command.isOver) {
      const words = 'The cause of this item has ended, so it is resolved already. If it comes back, it is a new item.';
      throw new Refusal('CONFLICT', words, { itemId: command.item.itemId, state: 'RESOLVED' });
    }
    return verdict(command, state);
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AttentionAcknowledged':
        return { ...state, stage: 'ACKNOWLEDGED' };
      case 'AttentionSnoozed':
        return { ...state, stage: 'SNOOZED' };
      case 'AttentionWoken':
        return { ...state, stage: state.ownerId === null ? 'OPEN' : 'ASSIGNED' };
      case 'AttentionAssigned':
        return { stage: 'ASSIGNED', ownerId: event.data.ownerId };
      case 'AttentionMerged':
        return { ...state, stage: 'MERGED' };
      case 'AttentionDismissed':
        return { ...state, stage: 'DISMISSED' };
      case 'AttentionResolved':
        return { ...state, stage: 'RESOLVED' };
      default:
        return state;
    }
  },
};

function wake({ item, isOver, cause }: WakeAttention, { stage }: AttentionState): AttentionEvent[] {
  return stage !== 'SNOOZED' || isOver ? [] : [{ type: 'AttentionWoken', data: { ...item, cause } }];
}

function verdict(command: Exclude<AttentionCommand, WakeAttention>, state: AttentionState): AttentionEvent[] {
  const { item } = command;
  switch (command.type) {
    case 'AcknowledgeAttention':
      if (state.stage === 'ACKNOWLEDGED') return [];
      assertAllowed(item, state.stage, 'ACKNOWLEDGED');
      return [{ type: 'AttentionAcknowledged', data: item }];
    case 'SnoozeAttention': {
      assertAllowed(item, state.stage, 'SNOOZED');
      const { until, score } = command;
      assertSnooze(command);
      return [{ type: 'AttentionSnoozed', data: { ...item, until, score } }];
    }
    case 'AssignAttention':
      if (state.stage === 'ASSIGNED' && state.ownerId === command.ownerId) return [];
      assertAllowed(item, state.stage, 'ASSIGNED');
      return [{ type: 'AttentionAssigned', data: { ...item, ownerId: command.ownerId } }];
    case 'MergeAttention':
      assertAllowed(item, state.stage, 'MERGED');
      assertTarget(command);
      return [{ type: 'AttentionMerged', data: { ...item, intoId: command.into.id } }];
    case 'DismissAttention':
      assertAllowed(item, state.stage, 'DISMISSED');
      return [{ type: 'AttentionDismissed', data: { ...item, reason: reasonOf(command.reason) } }];
    case 'ResolveAttention':
      assertAllowed(item, state.stage, 'RESOLVED');
      return [{ type: 'AttentionResolved', data: item }];
  }
}

function assertAllowed({ itemId }: AboutItem, from: AttentionStage, to: AttentionStage): void {
  const allowed = attentionTransitions[from];
  if (allowed.includes(to)) return;
  const remedy = allowed.length === 0 ? 'That is final.' : `From there it can only become ${allowed.join(' or ')}.`;
  const details = { itemId, state: from, wanted: to, allowed };
  throw new Refusal('CONFLICT', `The item is ${from} and cannot become ${to}. ${remedy}`, details);
}

function assertSnooze({ until, now }: SnoozeAttention): void {
  const ms = Date.parse(until) - Date.parse(now);
  if (ms > 0 && ms <= snoozeMaxMs) return;
  throw new Refusal('INVALID_INPUT', 'until must lie in the future, 30 days away at most.', { element: 'until' });
}

function assertTarget({ item, into }: MergeAttention): void {
  if (into.id === item.itemId) {
    throw new Refusal('INVALID_INPUT', 'An item cannot be merged into itself.', { element: 'intoId' });
  }
  if (attentionTransitions[into.stage].length > 0) return;
  const words = `The item to merge into is ${into.stage}. Choose one that is still open.`;
  throw new Refusal('CONFLICT', words, { element: 'intoId', state: into.stage });
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason.length >= reasonMin && reason.length <= reasonMax) return reason;
  const words = `The reason has ${reasonMin} to ${reasonMax} characters: whoever looks later wants to know why.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'reason' });
}
