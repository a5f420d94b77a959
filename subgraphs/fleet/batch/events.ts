/** What can happen to an action on many devices, as facts. What happens to each device is its own fact, elsewhere. */
import type { Event } from '@flotilla/kernel/event';
import type { CommandKind, DeliverySemantics } from '../command/events.ts';

/** What is done to the devices of a batch: a command to each, or a change of its life. */
export type BatchAction = CommandKind | 'QUARANTINE' | 'RELEASE' | 'REVOKE' | 'DECOMMISSION';

/** How the devices were chosen. */
export type BatchScope =
  | { readonly kind: 'DEVICES'; readonly deviceIds: readonly string[] }
  | { readonly kind: 'FILTER'; readonly q: string }
  | { readonly kind: 'DOMAIN'; readonly domainId: string };

/** Why a second person is needed. */
export type ApprovalReason = {
  readonly rule: 'DEVICES' | 'SHARE' | 'RUNBOOK';
  readonly domainId: string | null;
  readonly detail: string;
};

/** What a dry run found: who would be reached, and what that means. */
export type BlastRadius = {
  /** SHA-256 of the sorted ids of the devices, lower-case hex. */
  readonly targetHash: string;
  readonly devices: number;
  /** Devices by the state they are shown in. */
  readonly byState: readonly { readonly state: string; readonly count: number }[];
  /** Devices by domain. */
  readonly byDomain: readonly { readonly domainId: string; readonly count: number }[];
  /** Relays among them that the action stops, with whatever they carry. */
  readonly relaysCutOff: number;
  /** Devices that cannot be reached now and act when they are back. */
  readonly actLater: number;
};

/** Somebody looked at what an action would do. Nothing happens by it. */
export type BatchPlanned = Event<
  'BatchPlanned',
  {
    readonly batchId: string;
    readonly action: BatchAction;
    /** What each device gets; for changes of its life nothing. */
    readonly payload: Readonly<Record<string, unknown>>;
    readonly runS: number;
    readonly runbookId: string | null;
    readonly delivery: DeliverySemantics;
    readonly expiresInS: number;
    readonly scope: BatchScope;
    /** What is to be typed to start it: the scope and the number of devices. */
    readonly confirm: string;
    readonly radius: BlastRadius;
    /** Empty where one person is enough. */
    readonly approval: readonly ApprovalReason[];
    readonly plannedBy: string;
    /** RFC 3339. */
    readonly expiresAt: string;
  }
>;

/** Somebody wants it started, and it waits for a second person. The devices are fixed from now on. */
export type BatchSubmitted = Event<
  'BatchSubmitted',
  { readonly batchId: string; readonly reason: string; readonly submittedBy: string; readonly expiresAt: string }
>;

/** A second person let it be started. */
export type BatchApproved = Event<'BatchApproved', { readonly batchId: string; readonly approvedBy: string }>;

/** It began. */
export type BatchStarted = Event<
  'BatchStarted',
  { readonly batchId: string; readonly reason: string; readonly startedBy: string }
>;

/** Somebody stopped it: what was not handed over is not handed over any more. */
export type BatchStopped = Event<'BatchStopped', { readonly batchId: string; readonly reason: string }>;

/** Every device of it is done with, one way or the other. */
export type BatchFinished = Event<
  'BatchFinished',
  { readonly batchId: string; readonly counts: readonly { readonly state: string; readonly count: number }[] }
>;

/** Every fact of the stream `batch-<id>`. */
export type BatchEvent = BatchPlanned | BatchSubmitted | BatchApproved | BatchStarted | BatchStopped | BatchFinished;
