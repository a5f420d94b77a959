/**
 * The life of one command to one device: queued, handed over, acknowledged, and ended once. Every race (a delivery with
 * a cancel, a report with an expiry) is decided here, by whoever comes first in the log. Pure: the time comes in the
 * command, by the database's clock.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { isAllowed, type TransitionTable } from '../lifecycle/transition.ts';
import { checkedReason } from '../naming/words.ts';
import type {
  CommandEvent,
  CommandFacts,
  CommandQueued,
  CommandReport,
  CommandStage,
  DeliverySemantics,
  ExpiryReason,
} from './events.ts';

/** Every legal change of a command. DELIVERED to itself is a redelivery. The last four are final. */
export const commandTransitions: TransitionTable<CommandStage> = {
  QUEUED: ['DELIVERED', 'EXPIRED', 'CANCELLED'],
  DELIVERED: ['DELIVERED', 'ACKED', 'APPLIED', 'FAILED', 'EXPIRED', 'CANCELLED'],
  ACKED: ['APPLIED', 'FAILED', 'EXPIRED', 'CANCELLED'],
  APPLIED: [],
  FAILED: [],
  EXPIRED: [],
  CANCELLED: [],
};

/** All places in the life of a command. */
export const commandStages = Object.keys(commandTransitions) as readonly CommandStage[];

/** Whether nothing can happen to a command any more. */
export function isOver(stage: CommandStage): boolean {
  return commandTransitions[stage].length === 0;
}

/** How long what was handed over may stay unanswered before its outcome is unknown, in seconds. */
export const answerGraceS = 60;

/** One command as its stream tells it. */
export type CommandState =
  | { readonly stage: 'ABSENT' }
  | {
      readonly stage: CommandStage;
      readonly facts: CommandFacts;
      readonly delivery: DeliverySemantics;
      readonly authorityEpoch: number;
      readonly expiresAt: string;
      readonly runS: number;
      readonly attempts: number;
      readonly againAt: string | null;
      /** When the sweep may end it. */
      readonly dueAt: string;
      readonly isCancelRequested: boolean;
      /** The device has said how it ended. */
      readonly isReported: boolean;
    };

type Known = Exclude<CommandState, { stage: 'ABSENT' }>;

/** Put a command into the queue of its device. */
export type QueueCommand = { readonly type: 'QueueCommand' } & CommandQueued['data'];

/** Hand it to its device, which asked for commands and does not have it. */
export type DeliverCommand = {
  readonly type: 'DeliverCommand';
  readonly now: string;
  /** The epoch of the device's present authority. */
  readonly authorityEpoch: number;
};

/** The device has it: it will do it, or it refuses to. */
export type AcknowledgeCommand = {
  readonly type: 'AcknowledgeCommand';
  readonly now: string;
  readonly accepted: boolean;
  readonly reason: string | null;
};

/** The device says how it ended. */
export type ReportCommand = {
  readonly type: 'ReportCommand';
  readonly now: string;
  readonly outcome: 'APPLIED' | 'FAILED';
  readonly reason: string | null;
  readonly report: CommandReport;
};

/** Do not do it: at once while the device does not have it, otherwise by telling the device. */
export type CancelCommand = { readonly type: 'CancelCommand'; readonly reason: string };

/** Do not hand it over; changes nothing once it was. */
export type CancelUndelivered = { readonly type: 'CancelUndelivered'; readonly reason: string };

/** End it if its time is over. */
export type ExpireCommand = { readonly type: 'ExpireCommand'; readonly now: string };

/** Every command of a command. */
export type CommandCommand =
  | QueueCommand
  | DeliverCommand
  | AcknowledgeCommand
  | ReportCommand
  | CancelCommand
  | CancelUndelivered
  | ExpireCommand;

/** The decider of the stream `command-<id>`. */
export const command: Decider<CommandState, CommandCommand, CommandEvent> & { category: string } = {
  category: 'command',
  initialState: { stage: 'ABSENT' },
  decide(wish, state) {
    if (wish.type === 'QueueCommand') return queue(wish, state);
    if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such command.');
    switch (wish.type) {
      case 'DeliverCommand':
        return deliver(wish, state);
      case 'AcknowledgeCommand':
        return acknowledge(wish, state);
      case 'ReportCommand':
        return report(wish, state);
      case 'CancelCommand':
        return cancel(wish, state);
      case 'CancelUndelivered':
        return state.stage === 'QUEUED' ? [cancelled(state, checkedReason(wish.reason), null)] : [];
      case 'ExpireCommand':
        return expire(wish, state);
    }
  },
  evolve(state, event) {
    if (event.type === 'CommandQueued') return queued(event.data);
    if (state.stage === 'ABSENT') return state;
    switch (event.type) {
      case 'CommandDelivered': {
        const { attempt: attempts, againAt, dueAt } = event.data;
        return { ...state, stage: 'DELIVERED', attempts, againAt, dueAt };
      }
      case 'CommandAcknowledged':
        return { ...state, stage: 'ACKED', againAt: null, dueAt: event.data.dueAt };
      case 'CommandApplied':
        return { ...state, stage: 'APPLIED', isReported: true };
      case 'CommandFailed':
        return { ...state, stage: 'FAILED', isReported: true };
      case 'CommandExpired':
        return { ...state, stage: 'EXPIRED' };
      case 'CommandCancelRequested':
        return { ...state, isCancelRequested: true, againAt: null };
      case 'CommandCancelled':
        return { ...state, stage: 'CANCELLED', isReported: event.data.report !== null };
      case 'CommandReportedLate':
        return { ...state, isReported: true };
    }
  },
};

/** A time some seconds after another, RFC 3339. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1_000).toISOString();
}

function queue(wish: QueueCommand, state: CommandState): CommandEvent[] {
  if (state.stage !== 'ABSENT') throw new Refusal('CONFLICT', 'This command exists already.', { state: state.stage });
  const { type: _, ...data } = wish;
  return [{ type: 'CommandQueued', data: { ...data, reason: checkedReason(data.reason) } }];
}

function queued(data: CommandQueued['data']): Known {
  const { commandId, deviceId, kind, batchId, delivery, authorityEpoch, expiresAt, runS } = data;
  return {
    stage: 'QUEUED',
    facts: { commandId, deviceId, kind, batchId },
    delivery,
    authorityEpoch,
    expiresAt,
    runS,
    attempts: 0,
    againAt: null,
    dueAt: expiresAt,
    isCancelRequested: false,
    isReported: false,
  };
}

/** Twice as long after every attempt, so that a device that falls over a command is not hit with it all day. */
function againAfterS(attempt: number): number {
  return Math.min(2 ** attempt, 60);
}

function deliver({ now, authorityEpoch }: DeliverCommand, state: Known): CommandEvent[] {
  const isFirst = state.stage === 'QUEUED';
  const isAgain = state.stage === 'DELIVERED' && state.againAt !== null && isAtOrAfter(now, state.againAt);
  if (!isFirst && !isAgain) return [];
  if (isAtOrAfter(now, state.expiresAt)) return isFirst ? [expired(state, 'NOT_DELIVERED')] : [];
  if (authorityEpoch > state.authorityEpoch) {
    const reason = `The authority moved on to epoch ${authorityEpoch}; this command is of epoch ${state.authorityEpoch}.`;
    return isFirst ? [cancelled(state, reason, null)] : [];
  }
  const attempt = state.attempts + 1;
  const isRepeatable = state.delivery === 'AT_LEAST_ONCE';
  return [
    {
      type: 'CommandDelivered',
      data: {
        ...state.facts,
        attempt,
        againAt: isRepeatable ? later(now, againAfterS(attempt)) : null,
        // What is handed over at the last moment is acknowledged a moment later.
        dueAt: later(state.expiresAt, answerGraceS),
        busyUntil: later(now, answerGraceS),
      },
    },
  ];
}

function acknowledge({ now, accepted, reason }: AcknowledgeCommand, state: Known): CommandEvent[] {
  if (isOver(state.stage) || (state.stage === 'ACKED' && accepted)) return [];
  assertHandedOver(state, 'acknowledged');
  if (!accepted) {
    return [
      { type: 'CommandFailed', data: { ...state.facts, ...noReport, reason: `Refused by the device: ${reason}` } },
    ];
  }
  if (state.isCancelRequested) return [cancelled(state, 'Cancelled before the device began.', null)];
  if (isAtOrAfter(now, state.dueAt)) return [expired(state, 'NOT_ACKNOWLEDGED')];
  return [acknowledged(state, now)];
}

function acknowledged(state: Known, now: string): CommandEvent {
  const dueAt = later(now, state.runS + answerGraceS);
  return { type: 'CommandAcknowledged', data: { ...state.facts, dueAt, busyUntil: dueAt } };
}

function report(wish: ReportCommand, state: Known): CommandEvent[] {
  const { facts } = state;
  if (state.isReported) return [];
  if (isOver(state.stage)) {
    return [{ type: 'CommandReportedLate', data: { ...facts, ...wish.report, outcome: wish.outcome } }];
  }
  assertHandedOver(state, 'reported');
  // An acknowledgement that was lost is part of what the report says.
  const before = state.stage === 'DELIVERED' ? [acknowledged(state, wish.now)] : [];
  return [...before, outcomeOf(wish, state)];
}

function outcomeOf({ outcome, reason, report: told }: ReportCommand, state: Known): CommandEvent {
  if (outcome === 'APPLIED') return { type: 'CommandApplied', data: { ...state.facts, ...told } };
  if (state.isCancelRequested) return cancelled(state, reason ?? 'Stopped by the device.', told);
  return { type: 'CommandFailed', data: { ...state.facts, ...told, reason: reason ?? 'The device gave no reason.' } };
}

function cancel(wish: CancelCommand, state: Known): CommandEvent[] {
  const reason = checkedReason(wish.reason);
  if (state.stage === 'CANCELLED' || state.isCancelRequested) return [];
  if (state.stage === 'QUEUED') return [cancelled(state, reason, null)];
  assertNotOver(state, 'CANCELLED');
  return [{ type: 'CommandCancelRequested', data: { ...state.facts, reason } }];
}

function expire({ now }: ExpireCommand, state: Known): CommandEvent[] {
  if (isOver(state.stage) || !isAtOrAfter(now, state.dueAt)) return [];
  const reasons = { QUEUED: 'NOT_DELIVERED', DELIVERED: 'NOT_ACKNOWLEDGED', ACKED: 'NOT_REPORTED' } as const;
  return [expired(state, reasons[state.stage as keyof typeof reasons])];
}

function expired({ facts }: Known, reason: ExpiryReason): CommandEvent {
  return { type: 'CommandExpired', data: { ...facts, reason } };
}

function cancelled({ facts }: Known, reason: string, told: CommandReport | null): CommandEvent {
  return { type: 'CommandCancelled', data: { ...facts, reason, report: told } };
}

const noReport: CommandReport = {
  exitCode: null,
  outputHash: null,
  outputBytes: 0,
  outputTruncated: false,
  partial: null,
  startedAtMs: null,
  finishedAtMs: null,
};

function isAtOrAfter(now: string, at: string): boolean {
  return Date.parse(now) >= Date.parse(at);
}

/** What was never handed over cannot be answered. */
function assertHandedOver({ stage, facts }: Known, verb: string): void {
  if (stage !== 'QUEUED') return;
  const words = `Only a command that was delivered can be ${verb}; this one is QUEUED.`;
  const { commandId } = facts;
  throw new Refusal('CONFLICT', words, { commandId, state: stage, allowed: commandTransitions[stage] });
}

function assertNotOver({ stage, facts }: Known, to: CommandStage): void {
  if (isAllowed(commandTransitions, { from: stage, to })) return;
  const { commandId } = facts;
  const words = `The command is ${stage} and cannot become ${to}. That is final.`;
  throw new Refusal('CONFLICT', words, { commandId, state: stage, wanted: to, allowed: [] });
}
