/** Every read of the rows of targets. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { moment, ofTenant } from '../of-tenant.ts';
import type { UpdateDirection } from '../lease/events.ts';
import { bucketOf, emptyCounts, type BucketCounts, type TargetFacts, type TargetStage } from '../wave/buckets.ts';
import { isOpenAt, type MaintenanceWindow } from '../window/window.ts';

/** A rollout as far as the places of its devices depend on it. */
export type CountedRollout = {
  readonly id: string;
  readonly stage: string;
  readonly wave: number;
  readonly window: MaintenanceWindow | null;
  readonly now: string;
};

/** Devices of one wave that are in the same place. */
type Group = {
  readonly wave: number;
  readonly direction: UpdateDirection;
  readonly stage: TargetStage;
  readonly isReachable: boolean;
  readonly isLocked: boolean;
  readonly timeZone: string;
  readonly count: number;
};

/** The place of a device as a rollout of this stage sees it. */
export function factsOf(
  target: Omit<Group, 'count'>,
  { stage, wave, window, now }: Omit<CountedRollout, 'id'>,
): TargetFacts {
  const { isReachable, isLocked, timeZone } = target;
  return {
    stage: stageUnder(stage, target),
    isReachable,
    isLocked,
    isWaveOpen: target.wave <= wave,
    isWindowOpen: !window || isOpenAt(window, timeZone, now),
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
  const groups = await ask<Group & { readonly rolloutId: string }>(
    em,
    `select t.rollout_id as "rolloutId", t.wave, t.direction, t.stage, ${isReachable} as "isReachable",
       ${isLocked} as "isLocked", coalesce(p.time_zone, 'UTC') as "timeZone", count(*)::integer as count
     from targets t left join devices d on d.tenant_id = t.tenant_id and d.id = t.device_id
     left join locations p on p.tenant_id = d.tenant_id and p.id = d.location_id
     where ${ofTenant('t')} and t.rollout_id = any($1::uuid[]) group by 1, 2, 3, 4, 5, 6, 7`,
    [rollouts.map(({ id }) => id)],
  );
  const byRollout = Map.groupBy(groups, ({ rolloutId }) => rolloutId);
  return new Map(rollouts.map((rollout) => [rollout.id, countWaves(byRollout.get(rollout.id) ?? [], rollout)]));
}

function countWaves(groups: readonly Group[], rollout: CountedRollout): Map<number, BucketCounts> {
  const waves = new Map<number, BucketCounts>();
  for (const group of groups) {
    const counts = waves.get(group.wave) ?? emptyCounts;
    const bucket = bucketOf(factsOf(group, rollout));
    waves.set(group.wave, { ...counts, [bucket]: counts[bucket] + group.count });
  }
  return waves;
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
        where ${ofTenant('g')} and g.rollout_id = $1 and g.wave = $2 and g.stage in ('SUCCEEDED', 'ALREADY_INSTALLED')
        order by g.since offset greatest($4 - 1, 0) limit 1) as "reachedAt"
     from targets t left join leases l on l.tenant_id = t.tenant_id and l.id = t.lease_id
     cross join lateral (select $3::timestamptz is null or t.since > $3::timestamptz as isNew) n
     where ${ofTenant('t')} and t.rollout_id = $1 and t.wave = $2`,
    [wave.rolloutId, wave.wave, wave.forgivenAt, need],
  );
  return row ?? { silent: 0, overdue: 0, forgiven: 0, reachedAt: null };
}

/** The health of a wave's devices: how many count as degraded, before and since, and among those not touched yet. */
export async function findDegraded(em: EntityManager, rolloutId: string, wave: number) {
  const [row] = await ask<{ after: number; before: number; devices: number; control: number; untouched: number }>(
    em,
    `select count(*) filter (where isTouched)::integer as devices,
       count(*) filter (where isTouched and t.was_troubled)::integer as before,
       count(*) filter (where isTouched and d.is_degraded)::integer as after,
       count(*) filter (where t.stage = 'PENDING' and d.is_degraded)::integer as control,
       count(*) filter (where t.stage = 'PENDING')::integer as untouched
     from targets t join devices d on d.tenant_id = t.tenant_id and d.id = t.device_id
     cross join lateral (select t.wave = $2 and t.stage = 'SUCCEEDED' as isTouched) n
     where ${ofTenant('t')} and t.rollout_id = $1`,
    [rolloutId, wave],
  );
  return row ?? { after: 0, before: 0, devices: 0, control: 0, untouched: 0 };
}

/** Over `devices d`: whether a device can be told anything. */
export const isReachable = "coalesce(d.is_reachable and d.trust = 'TRUSTED', false)";

/** Over `targets t`: whether another rollout has the device. */
export const isLocked = `exists (select from leases o where o.tenant_id = t.tenant_id and o.device_id = t.device_id
  and o.rollout_id <> t.rollout_id and o.stage in ('GRANTED', 'ACTIVE', 'SUSPECT'))`;
