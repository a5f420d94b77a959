/**
 * What can happen to the permission of a device to start, as facts. Every fact says completely whose permission it is
 * and which budgets it counts in, so that nobody has to look an earlier one up.
 */
import type { Event } from '@flotilla/kernel/event';

/** Where a lease is in its life. The first three hold their slot in every budget; the others have freed it. */
export type LeaseStage =
  'GRANTED' | 'ACTIVE' | 'SUSPECT' | 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' | 'ABORTED' | 'EXPIRED' | 'OVERRIDDEN';

/** How a device says an update ended. ROLLED_BACK: it went back by itself. ABORTED: it changed nothing. */
export type LeaseOutcome = 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' | 'ABORTED';

/** Which way an update goes: to the artifact of the rollout, or back to what was there before. */
export type UpdateDirection = 'FORWARD' | 'BACK';

/** A step of an update as the device's own journal has it. */
export type UpdateStep = {
  /** In the device's words, e.g. `STAGED`. */
  readonly state: string;
  /** RFC 3339, by the device's clock. */
  readonly at: string;
};

/** What every fact of a lease says. */
export type LeaseFacts = {
  readonly leaseId: string;
  readonly deviceId: string;
  readonly rolloutId: string;
  readonly wave: number;
  readonly direction: UpdateDirection;
  /** Rises with every lease of the device, so that whatever speaks of an older one is known as old. */
  readonly fence: number;
  /** SHA-256 of the intent's canonical text, lower-case hex: the lease is for this intent and no other. */
  readonly intentDigest: string;
  /** The budgets it counts in, e.g. `global`, `site:<location id>`. */
  readonly scopes: readonly string[];
};

/** What a budget allowed when a lease was granted; null is no limit. */
export type SlotLimit = { readonly scope: string; readonly parallelMax: number | null };

/** A device may start an intent, if it says so in time. */
export type LeaseGranted = Event<
  'LeaseGranted',
  LeaseFacts & {
    readonly generation: number;
    /** RFC 3339, by the database's clock: from then on it can only expire. */
    readonly beginBefore: string;
    /** How long the device may take once it has begun, in seconds. */
    readonly deadlineS: number;
    readonly limits: readonly SlotLimit[];
  }
>;

/** The device was permitted to start. From here time frees nothing. */
export type LeaseBegun = Event<
  'LeaseBegun',
  LeaseFacts & {
    /** RFC 3339. The device is suspected from then on, unless it has reported. */
    readonly dueAt: string;
  }
>;

/** The device said how it ended. */
export type LeaseReported = Event<
  'LeaseReported',
  LeaseFacts & {
    readonly outcome: LeaseOutcome;
    /** Why, in one word of the device, e.g. `HEALTH_CHECK` or `INCAPABLE`; null without. */
    readonly code: string | null;
    /** Why, in the device's words; null without. */
    readonly detail: string | null;
    /** How it got there; absent where the device did not tell. */
    readonly steps?: readonly UpdateStep[];
  }
>;

/** The device did not begin in time. */
export type LeaseExpired = Event<'LeaseExpired', LeaseFacts>;

/** Why a lease that was not begun is taken back: the device refused its intent, or the rollout does not go on. */
export type WithdrawalCause = 'REFUSED' | 'ROLLOUT_STOPPED';

/** The lease was taken back before the device began; its slots are free. */
export type LeaseWithdrawn = Event<
  'LeaseWithdrawn',
  LeaseFacts & { readonly cause: WithdrawalCause; readonly code: string | null; readonly detail: string | null }
>;

/** Why a device that has begun is suspected. */
export type SuspicionCause = 'HEARTBEAT_LOST' | 'DEADLINE';

/** The device has begun and is not heard any more, or takes too long. It keeps its slot. */
export type LeaseSuspected = Event<'LeaseSuspected', LeaseFacts & { readonly cause: SuspicionCause }>;

/** Somebody wants the slot of a device freed that does not report; a second person has to agree. */
export type LeaseOverrideRequested = Event<
  'LeaseOverrideRequested',
  LeaseFacts & { readonly requestedBy: string; readonly reason: string }
>;

/** Two persons freed the slot, whatever the device does. */
export type LeaseOverridden = Event<
  'LeaseOverridden',
  LeaseFacts & { readonly requestedBy: string; readonly approvedBy: string; readonly reason: string }
>;

/** Every fact of the stream `lease-<deviceId>`. */
export type LeaseEvent =
  | LeaseGranted
  | LeaseBegun
  | LeaseReported
  | LeaseExpired
  | LeaseWithdrawn
  | LeaseSuspected
  | LeaseOverrideRequested
  | LeaseOverridden;
