/**
 * Honest denominators: every device a rollout is for is in exactly one bucket at any moment, and the buckets say what a
 * threshold counts. Devices that cannot be reached never hold a wave up; they are taken later, under the same gates.
 */
import type { LeaseStage } from '../lease/events.ts';

/** Where a device of a rollout is. */
export const buckets = [
  'DONE',
  'ALREADY_INSTALLED',
  'FAILED',
  'APPLYING',
  'DEFERRED',
  'UNREACHABLE',
  'INCAPABLE',
  'WITHDRAWN',
] as const;

/** One of the buckets. */
export type Bucket = (typeof buckets)[number];

/** What a deferred device waits for: its wave, that the artifact reaches its channel, its window, room in a budget, or another rollout that has it. */
export type DeferredBy = 'WAVE' | 'CHANNEL' | 'WINDOW' | 'CONSTRAINT' | 'LOCK';

/** How far a rollout has come with a device: its newest lease, or what stands before and after all leases. */
export type TargetStage = Exclude<LeaseStage, 'EXPIRED'> | 'PENDING' | 'ALREADY_INSTALLED' | 'INCAPABLE' | 'WITHDRAWN';

/** What a bucket follows from. */
export type TargetFacts = {
  readonly stage: TargetStage;
  readonly isReachable: boolean;
  readonly isWaveOpen: boolean;
  /** The artifact was promoted to the channel of the device, or the device goes back. */
  readonly isPromoted: boolean;
  readonly isWindowOpen: boolean;
  /** Another rollout holds the lease of the device. */
  readonly isLocked: boolean;
};

/** How many are in each bucket. They add up to the devices of the wave or the rollout. */
export type BucketCounts = Readonly<Record<Bucket, number>>;

/**
 * The counts of a whole rollout: who waits for a later wave is part of it, so that a wave that is done is not taken for the
 * rollout. They are still to come as long as it goes on, or would be resumed to.
 */
export function withLaterWaves(
  counts: BucketCounts,
  rollout: { readonly stage: string; readonly resumesTo: string; readonly yetToCome: number },
): BucketCounts {
  const { stage, resumesTo, yetToCome } = rollout;
  const bucket: Bucket = (stage === 'PAUSED' ? resumesTo : stage) === 'RUNNING' ? 'DEFERRED' : 'WITHDRAWN';
  return { ...counts, [bucket]: counts[bucket] + yetToCome };
}

/** The bucket of a device. */
export function bucketOf(target: Pick<TargetFacts, 'stage' | 'isReachable'>): Bucket {
  switch (target.stage) {
    case 'SUCCEEDED':
      return 'DONE';
    case 'FAILED':
    case 'ROLLED_BACK':
    case 'ABORTED':
    case 'OVERRIDDEN':
      return 'FAILED';
    case 'ACTIVE':
    case 'SUSPECT':
      return 'APPLYING';
    case 'ALREADY_INSTALLED':
    case 'INCAPABLE':
    case 'WITHDRAWN':
      return target.stage;
    case 'PENDING':
    case 'GRANTED':
      return target.isReachable ? 'DEFERRED' : 'UNREACHABLE';
  }
}

/** What a deferred device waits for, the farthest away first. */
export function deferredBy({ isWaveOpen, isPromoted, isLocked, isWindowOpen }: TargetFacts): DeferredBy {
  if (!isWaveOpen) return 'WAVE';
  if (!isPromoted) return 'CHANNEL';
  if (isLocked) return 'LOCK';
  return isWindowOpen ? 'CONSTRAINT' : 'WINDOW';
}

/** Nobody in any bucket. */
export const emptyCounts: BucketCounts = {
  DONE: 0,
  ALREADY_INSTALLED: 0,
  FAILED: 0,
  APPLYING: 0,
  DEFERRED: 0,
  UNREACHABLE: 0,
  INCAPABLE: 0,
  WITHDRAWN: 0,
};

/** How many of the targets are in each bucket. */
export function countBuckets(targets: Iterable<TargetFacts>): BucketCounts {
  const counts: Record<Bucket, number> = { ...emptyCounts };
  for (const target of targets) counts[bucketOf(target)] += 1;
  return counts;
}

/** All of them together. */
export function totalOf(counts: BucketCounts): number {
  return buckets.reduce((sum, bucket) => sum + counts[bucket], 0);
}
