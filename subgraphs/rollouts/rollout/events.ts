/**
 * What can happen to a rollout, as facts. Which device is in which wave is a fact of the rollout; how far each one is
 * follows from the facts of its leases.
 */
import type { Event } from '@flotilla/kernel/event';
import type { Gates, GateNumbers, StopCause } from '../gate/gate.ts';
import type { BucketCounts } from '../wave/buckets.ts';
import type { Selector, WaveTake } from '../wave/selection.ts';
import type { MaintenanceWindow } from '../window/window.ts';

/** Bytes a device can be told to run. */
export type ArtifactFacts = {
  /** `sha256:` and 64 lower-case hex digits. */
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly name: string;
  readonly version: string;
};

/** How a rollout goes about it. PINNED holds devices at a version; FORCED is for named devices, outside of windows. */
export type RolloutStrategy = 'CANARY' | 'ROLLING' | 'PINNED' | 'FORCED';

/** What happens when a wave stops. */
export type FailureAction = 'PAUSE' | 'ABORT' | 'ROLL_BACK';

/** Who or what paused, stopped or turned a rollout: a person, its artifact, or the gate of a wave. */
export type RolloutCause = StopCause | 'OPERATOR' | 'ARTIFACT';

/** One wave as somebody planned it. */
export type WavePlan = WaveTake & { readonly name: string; readonly gates: Gates };

/** Everything about a rollout that does not change. */
export type RolloutPlan = {
  readonly name: string;
  readonly strategy: RolloutStrategy;
  readonly artifact: ArtifactFacts;
  /** What devices go back to that have nothing else to go back to; null without. */
  readonly previous: ArtifactFacts | null;
  /** How a device runs it: `kind`, `name`, and what that kind needs. */
  readonly executor: Readonly<Record<string, unknown>>;
  /** How a device knows that it is well. */
  readonly health: readonly Readonly<Record<string, unknown>>[];
  readonly mirrors: readonly string[];
  readonly selection: Selector;
  readonly waves: readonly WavePlan[];
  /** Devices of this rollout that may be busy at once; null leaves it to the budgets. */
  readonly parallelMax: number | null;
  readonly window: MaintenanceWindow | null;
  readonly onFailure: FailureAction;
  /** How long a lease waits for its device to begin, in seconds. */
  readonly beginWithinS: number;
  /** Where it is among the rollouts that bring a bundle; absent for one that stands alone. */
  readonly chain?: PlanChain;
};

/** A place in a chain. */
export type PlanChain = {
  readonly chainId: string;
  /** Name of the bundle. */
  readonly bundle: string;
  /** From 0. */
  readonly position: number;
  /** The rollout before: devices take part once they have what it brings. Null for the first. */
  readonly after: string | null;
};

/** A plan as it can be used again: for another artifact, under another name. */
export type PlanTemplate = Omit<RolloutPlan, 'name' | 'artifact' | 'previous' | 'chain'>;

type OfRollout = { readonly rolloutId: string };
type OfWave = OfRollout & { readonly wave: number };

/** A rollout was planned. Nothing happens until it is started. */
export type RolloutCreated = Event<'RolloutCreated', OfRollout & { readonly plan: RolloutPlan }>;

/** It began. */
export type RolloutStarted = Event<'RolloutStarted', OfRollout>;

/** No device starts from here on; those at work finish. */
export type RolloutPaused = Event<
  'RolloutPaused',
  OfRollout & { readonly reason: string; readonly cause: RolloutCause }
>;

/** It goes on. Failures until here are accepted. */
export type RolloutResumed = Event<'RolloutResumed', OfRollout>;

/** A person agreed that a wave may open. */
export type WaveApproved = Event<'WaveApproved', OfWave & { readonly approvedBy: string }>;

/** A wave began. */
export type WaveOpened = Event<
  'WaveOpened',
  OfWave & {
    /** Devices the rollout is for that this wave does not take; absent in facts that were recorded before that was counted. */
    readonly yetToCome?: number;
  }
>;

/** Devices are part of a wave from now on, at its beginning or later. */
export type TargetsJoined = Event<
  'TargetsJoined',
  OfWave & {
    readonly deviceIds: readonly string[];
    /** Those of them that run the artifact already. */
    readonly installed: readonly string[];
    /** Those of them that are in trouble already. */
    readonly troubled: readonly string[];
  }
>;

/** A wave did what it had to, or a person let it pass: then `promotedBy` says who. */
export type WavePassed = Event<
  'WavePassed',
  OfWave & GateNumbers & { readonly promotedBy: string | null; readonly reason: string | null }
>;

/** A wave was stopped by a gate, and what happens for it. */
export type WaveStopped = Event<
  'WaveStopped',
  OfWave &
    GateNumbers & {
      readonly cause: StopCause;
      readonly action: FailureAction;
      /** What decided, as a sentence, where the numbers alone do not say it. */
      readonly detail?: string;
    }
>;

/** Devices whose update failed are to try again. */
export type TargetsRetried = Event<'TargetsRetried', OfRollout & { readonly deviceIds: readonly string[] }>;

/** Every device that was changed is to go back. */
export type RollbackStarted = Event<
  'RollbackStarted',
  OfRollout & { readonly reason: string; readonly cause: RolloutCause }
>;

/** Devices are to go back; those in `without` have nothing to go back to. */
export type TargetsReversed = Event<
  'TargetsReversed',
  OfRollout & { readonly deviceIds: readonly string[]; readonly without: readonly string[] }
>;

/** Every device that was changed went back, or said that it cannot. */
export type RolloutRolledBack = Event<'RolloutRolledBack', OfRollout & { readonly counts: BucketCounts }>;

/** Every device came to its end. */
export type RolloutFinished = Event<'RolloutFinished', OfRollout & { readonly counts: BucketCounts }>;

/** It was given up: no device starts any more, and none is taken back. */
export type RolloutAborted = Event<
  'RolloutAborted',
  OfRollout & { readonly reason: string; readonly cause: RolloutCause }
>;

/** Every fact of the stream `rollout-<id>`. */
export type RolloutEvent =
  | RolloutCreated
  | RolloutStarted
  | RolloutPaused
  | RolloutResumed
  | WaveApproved
  | WaveOpened
  | TargetsJoined
  | WavePassed
  | WaveStopped
  | TargetsRetried
  | RollbackStarted
  | TargetsReversed
  | RolloutRolledBack
  | RolloutFinished
  | RolloutAborted;
