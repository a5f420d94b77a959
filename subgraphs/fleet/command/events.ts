/**
 * What can happen to a command on its way to a device and back, as facts. No fact holds what a command printed: output
 * is kept beside the log, capped and redacted, and the fact has its digest.
 */
import type { Event } from '@flotilla/kernel/event';

/** What a device can be told to do. */
export type CommandKind =
  'DRAIN' | 'UNCORDON' | 'CORDON' | 'RESTART_SERVICE' | 'SET_CHANNEL' | 'REFRESH_INVENTORY' | 'SUPPORT_BUNDLE' | 'EXEC';

/**
 * How often a command may reach its device. AT_MOST_ONCE: handed over once, whatever becomes of it. AT_LEAST_ONCE:
 * handed over until it is acknowledged; the device does it once, by its idempotency key.
 */
export type DeliverySemantics = 'AT_MOST_ONCE' | 'AT_LEAST_ONCE';

/** Where a command is in its life. */
export type CommandStage = 'QUEUED' | 'DELIVERED' | 'ACKED' | 'APPLIED' | 'FAILED' | 'EXPIRED' | 'CANCELLED';

/** What every fact of a command says. */
export type CommandFacts = {
  readonly commandId: string;
  readonly deviceId: string;
  readonly kind: CommandKind;
  /** The batch it is part of; null for a command to one device. */
  readonly batchId: string | null;
};

/** What a device said about a command it ended. */
export type CommandReport = {
  /** Exit status of a program; null where there was none. */
  readonly exitCode: number | null;
  /** SHA-256 of the output as it is kept, lower-case hex; null without output. */
  readonly outputHash: string | null;
  readonly outputBytes: number;
  readonly outputTruncated: boolean;
  /** What was done where not everything was: counts by the device, as JSON text; null without. */
  readonly partial: string | null;
  /** The device's clock, milliseconds since 1970; informs only. */
  readonly startedAtMs: number | null;
  /** The device's clock, milliseconds since 1970; informs only. */
  readonly finishedAtMs: number | null;
};

/** Somebody told a device to do something; it waits for the device. */
export type CommandQueued = Event<
  'CommandQueued',
  CommandFacts & {
    readonly domainId: string;
    /** What the device gets, complete: for EXEC with the arguments as they will stand. */
    readonly payload: Readonly<Record<string, unknown>>;
    readonly delivery: DeliverySemantics;
    readonly idempotencyKey: string;
    readonly authorityId: string;
    readonly authorityEpoch: number;
    readonly reason: string;
    /** RFC 3339, by the database's clock: not handed over from then on. */
    readonly expiresAt: string;
    /** How long the device may work on it once it has begun, in seconds. */
    readonly runS: number;
    /** The runbook of EXEC; null otherwise. */
    readonly runbookId: string | null;
  }
>;

/** It was handed to the device: signed, and possibly lost on the way. */
export type CommandDelivered = Event<
  'CommandDelivered',
  CommandFacts & {
    readonly attempt: number;
    /** When it may be handed over again, if it is not acknowledged; null for never. */
    readonly againAt: string | null;
    /** When its outcome is unknown, if nothing is heard. */
    readonly dueAt: string;
    /** Until when it counts as running, if nothing is heard. */
    readonly busyUntil: string;
  }
>;

/** The device has it and will do it. */
export type CommandAcknowledged = Event<
  'CommandAcknowledged',
  CommandFacts & { readonly dueAt: string; readonly busyUntil: string }
>;

/** The device did it. */
export type CommandApplied = Event<'CommandApplied', CommandFacts & CommandReport>;

/** The device could not do it, or would not. */
export type CommandFailed = Event<'CommandFailed', CommandFacts & CommandReport & { readonly reason: string }>;

/** Why a command ended by time. */
export type ExpiryReason = 'NOT_DELIVERED' | 'NOT_ACKNOWLEDGED' | 'NOT_REPORTED';

/** Its time was over. Unless it is NOT_DELIVERED, nobody knows whether the device did it. */
export type CommandExpired = Event<'CommandExpired', CommandFacts & { readonly reason: ExpiryReason }>;

/** Somebody wants a command stopped that the device may have: it is told, and says how it ended. */
export type CommandCancelRequested = Event<'CommandCancelRequested', CommandFacts & { readonly reason: string }>;

/** It will not be done, or was stopped; then the report says how far it came. */
export type CommandCancelled = Event<
  'CommandCancelled',
  CommandFacts & { readonly reason: string; readonly report: CommandReport | null }
>;

/** The device told how a command ended after that had been given up: kept beside the state, which stays. */
export type CommandReportedLate = Event<
  'CommandReportedLate',
  CommandFacts & CommandReport & { readonly outcome: 'APPLIED' | 'FAILED' }
>;

/** Every fact of the stream `command-<id>`. */
export type CommandEvent =
  | CommandQueued
  | CommandDelivered
  | CommandAcknowledged
  | CommandApplied
  | CommandFailed
  | CommandExpired
  | CommandCancelRequested
  | CommandCancelled
  | CommandReportedLate;
