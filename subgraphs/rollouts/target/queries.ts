/** Every read of the rows of targets. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { moment, ofTenant } from '../of-tenant.ts';
import type { UpdateDirection } from '../lease/events.ts';
import { bucketOf, emptyCounts, type BucketCounts, type TargetFacts, type TargetStage } from '../wave/buckets.ts';
import { isOpenAt, type MaintenanceWindow } from '../window/window.ts';

/** A rollout as far as the buckets of its devices depend on it. */
export type CountedRollout = { readonly id: string; readonly stage: string };

/** Devices of one wave that have come equally far. */
type Group = {
  readonly rolloutId: string;
  readonly wave: number;
  readonly direction: UpdateDirection;
  readonly stage: TargetStage;
  readonly count: number;
};

/** A device of a rollout as its bucket, and what it waits for, follow from it. */
export type PlacedTarget = {
  readonly wave: number;
  readonly direction: UpdateDirection;
  readonly stage: TargetStage;
  readonly isReachable: boolean;
  readonly isLocked: boolean;
  readonly isPromoted: boolean;
  readonly timeZone: string;
};

/** The place of a device as a rollout of this stage sees it. */
export function factsOf(
  target: PlacedTarget,
  {
    stage,
    wave,
    window,
    now,
  }: {
    readonly stage: string;
    readonly wave: number;
    readonly window: MaintenanceWindow | null;
    readonly now: string;
  },
): TargetFacts {
  return {
    stage: stageUnder(stage, target),
    isReachable: target.isReachable,
    isLocked: target.isLocked,
    isPromoted: target.isPromoted,
    isWaveOpen: target.wave <= wave,
    isWindowOpen: !window || isOpenAt(window, target.timeZone, now),
  };
}

/** Whoever had not begun is out when a rollout ends early or turns back. */
function stageUnder(stage: string, target: Pick<Group, 'stage' | 'direction'>): TargetStage {
  const isWaiting = target.stage === 'PENDING' || target.stage === 'GRANTED';
  const isTurned = ['ROLLING_BACK', 'ROLLED_BACK'].includes(stage) && target.direction === 'FORWARD';
  return isWaiting && (stage === 'ABORTED' || isTurned) ? 'WITHDRAWN' : target.stage;
}

/** The buckets of each wave of some rollouts, by rollout. */
export async function countTargets(
  em: EntityManager,
  rollouts: readonly CountedRollout[],
): Promise<Map<string, Map<number, BucketCounts>>> {
  const ids = rollouts.map(({ id }) => id);
  // Only of those who wait does it matter whether they can be reached, so nobody else's device is looked at.
  const [all, unreachable] = await Promise.all([
    ask<Group>(
      em,
      `select t.rollout_id as "rolloutId", t.wave, t.direction, t.stage, count(*)::integer as count from targets t
       where ${ofTenant('t')} and t.rollout_id = any($1::uuid[]) group by 1, 2, 3, 4`,
      [ids],
    ),
    ask<Group>(
      em,
      `select t.rollout_id as "rolloutId", t.wave, t.direction, t.stage, count(*)::integer as count
       from devices d join targets t on t.tenant_id = d.tenant_id and t.device_id = d.id
       where ${ofTenant('d')} and (not d.is_reachable or d.trust <> 'TRUSTED') and t.rollout_id = any($1::uuid[])
         and t.stage in ('PENDING', 'GRANTED') group by 1, 2, 3, 4`,
      [ids],
    ),
  ]);
  return new Map(rollouts.map((rollout) => [rollout.id, countWaves(rollout, all, unreachable)]));
}

function countWaves(
  { id, stage }: CountedRollout,
  all: readonly Group[],
  unreachable: readonly Group[],
): Map<number, BucketCounts> {
  const waves = new Map<number, BucketCounts>();
  const add = (group: Group, isReachableNow: boolean, count: number): void => {
    const counts = waves.get(group.wave) ?? emptyCounts;
    const bucket = bucketOf({ stage: stageUnder(stage, group), isReachable: isReachableNow });
    waves.set(group.wave, { ...counts, [bucket]: counts[bucket] + count });
  };
  for (const group of all.filter(({ rolloutId }) => rolloutId === id)) {
    const away = unreachable.find((other) => nameOf(other) === nameOf(group))?.count ?? 0;
    add(group, true, group.count - away);
    add(group, false, away);
  }
  return waves;
}

function nameOf({ rolloutId, wave, direction, stage }: Group): string {
  return `${rolloutId} ${wave} ${direction} ${stage}`;
}

/** All waves together. */
export function sumCounts(waves: Iterable<BucketCounts>): BucketCounts {
  let sum = emptyCounts;
  for (const counts of waves) {
    const entries = Object.entries(counts).map(([bucket, count]) => [
      bucket,
      count + sum[bucket as keyof BucketCounts],
    ]);
    sum = Object.fromEntries(entries) as BucketCounts;
  }
  return sum;
}

/** What gates count beside buckets: devices in the middle that are lost, and failures that were accepted. */
export type WaveLosses = {
  readonly silent: number;
  readonly overdue: number;
  readonly forgiven: number;
  /** When the success of this number came; null while there are fewer. */
  readonly reachedAt: string | null;
};

/** Reads it for a wave. `need` is the success that reaches the threshold. */
export async function findLosses(
  em: EntityManager,
  wave: { readonly rolloutId: string; readonly wave: number; readonly forgivenAt: string | null },
  need: number,
): Promise<WaveLosses> {
  const [row] = await ask<WaveLosses>(
    em,
    `select count(*) filter (where t.stage = 'SUSPECT' and l.suspicion = 'HEARTBEAT_LOST' and isNew)::integer as silent,
       count(*) filter (where t.stage = 'SUSPECT' and l.suspicion = 'DEADLINE' and isNew)::integer as overdue,
       count(*) filter (where t.stage in ('FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN') and not isNew)::integer
         as forgiven,
       (select ${moment('g.since', 'at').replace(' as "at"', '')} from targets g
        where ${ofTenant('g')} and g.rollout_id = $1 and g.direction = 'FORWARD' and g.wave = $2 and g.stage in ('SUCCEEDED', 'ALREADY_INSTALLED')
        order by g.since offset greatest($4 - 1, 0) limit 1) as "reachedAt"
     from targets t left join leases l on l.tenant_id = t.tenant_id and l.id = t.lease_id
     cross join lateral (select $3::timestamptz is null or t.since > $3::timestamptz as isNew) n
     where ${ofTenant('t')} and t.rollout_id = $1 and t.direction = 'FORWARD' and t.wave = $2
       and t.stage in ('SUSPECT', 'FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN')`,
    [wave.rolloutId, wave.wave, wave.forgivenAt, need],
  );
  return row ?? { silent: 0, overdue: 0, forgiven: 0, reachedAt: null };
}

/** Over `devices d`: whether a device can be told anything. */
export const isReachable = "coalesce(d.is_reachable and d.trust = 'TRUSTED', false)";

/** Over `targets t`: whether another rollout has the device. */
export const isLocked = `exists (select from leases o where o.tenant_id = t.tenant_id and o.device_id = t.device_id
  and o.rollout_id <> t.rollout_id and o.stage in ('GRANTED', 'ACTIVE', 'SUSPECT'))`;
