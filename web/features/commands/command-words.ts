/** Commands in words: what each kind does, where one is in its life, and why it ended. */
import type { CommandKind, CommandState } from '../../gql/graphql.ts';

/** What a kind is called and what it does, as a sentence about the device. */
export const kindWords: Readonly<Record<CommandKind, { label: string; meaning: string }>> = {
  DRAIN: {
    label: 'Drain',
    meaning: 'It ends the work it does for others and takes no new one.',
  },
  CORDON: {
    label: 'Cordon',
    meaning: 'It takes no new work; what runs goes on.',
  },
  UNCORDON: { label: 'Uncordon', meaning: 'It takes new work again.' },
  RESTART_SERVICE: {
    label: 'Restart a service',
    meaning: 'It restarts one service.',
  },
  SET_CHANNEL: {
    label: 'Set the channel',
    meaning: 'It takes its software from another channel.',
  },
  REFRESH_INVENTORY: {
    label: 'Refresh the inventory',
    meaning: 'It reports anew what it is made of.',
  },
  SUPPORT_BUNDLE: {
    label: 'Collect a support bundle',
    meaning: 'It collects what helps to find a fault.',
  },
  EXEC: {
    label: 'Run a runbook',
    meaning: 'It runs an approved program with checked arguments, never a shell.',
  },
};

/** The kinds in the order they are offered. */
export const commandKinds = Object.keys(kindWords) as readonly CommandKind[];

/** A place in the life of a command: its word and what it means. */
export const stageWords: Readonly<Record<CommandState, { word: string; meaning: string }>> = {
  QUEUED: { word: 'Queued', meaning: 'It waits for its device.' },
  DELIVERED: {
    word: 'Delivered',
    meaning: 'It was handed over; the device has not said that it has it.',
  },
  ACKED: { word: 'Acknowledged', meaning: 'The device has it and does it.' },
  APPLIED: { word: 'Applied', meaning: 'The device did it.' },
  FAILED: {
    word: 'Failed',
    meaning: 'The device could not do it, or would not.',
  },
  EXPIRED: {
    word: 'Expired',
    meaning: 'Its time was over. If it was handed over, its outcome is unknown.',
  },
  CANCELLED: {
    word: 'Cancelled',
    meaning: 'Somebody cancelled it before it was done.',
  },
};

/** All places, in the order of a life. */
export const commandStages = Object.keys(stageWords) as readonly CommandState[];

/** Whether nothing can happen to it any more. */
export function isOver(stage: CommandState): boolean {
  return stage === 'APPLIED' || stage === 'FAILED' || stage === 'EXPIRED' || stage === 'CANCELLED';
}

/** Why a command is where it is; the codes of an expiry become sentences, everything else is words already. */
export function stageReasonText(reason: string | null | undefined): string | null {
  if (reason === null || reason === undefined || reason === '') return null;
  return expiryWords[reason] ?? reason;
}

const expiryWords: Readonly<Record<string, string>> = {
  NOT_DELIVERED: 'The device did not ask for it in time; it was not done.',
  NOT_ACKNOWLEDGED: 'It was handed over and never acknowledged; whether it was done is unknown.',
  NOT_REPORTED: 'The device began and never reported; whether it was done is unknown.',
};

/** One step of a life as it is drawn: reached, with its moment if that is known, or still ahead. */
export type LifeStep = {
  readonly stage: CommandState;
  readonly at: string | null;
  readonly isReached: boolean;
};

/** What a life is told from. */
export interface LifeFacts {
  state: CommandState;
  queuedAt: string;
  deliveredAt: string | null;
  acknowledgedAt: string | null;
  endedAt: string | null;
}

/** Four steps: queued, delivered, acknowledged, and how it ended (or would, if all goes well). */
export function lifeOf(command: LifeFacts): LifeStep[] {
  const { state, queuedAt, deliveredAt, acknowledgedAt, endedAt } = command;
  const hasEnded = isOver(state);
  return [
    { stage: 'QUEUED', at: queuedAt, isReached: true },
    { stage: 'DELIVERED', at: deliveredAt, isReached: deliveredAt !== null },
    { stage: 'ACKED', at: acknowledgedAt, isReached: acknowledgedAt !== null },
    {
      stage: hasEnded ? state : 'APPLIED',
      at: hasEnded ? endedAt : null,
      isReached: hasEnded,
    },
  ];
}
