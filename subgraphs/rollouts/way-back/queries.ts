/** Where the devices of a rollout are on their way back. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { presetGates } from '../gate/gate.ts';
import { ofTenant } from '../of-tenant.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { judgeWayBack, type Ring, type WayBack } from './way-back.ts';

/** Judges the way back of a rollout as it is now. */
export async function findWayBack(em: EntityManager, rolloutId: string, plan: RolloutPlan): Promise<WayBack> {
  return judgeWayBack(await findRings(em, rolloutId), (wave) => plan.waves[wave]?.gates ?? presetGates);
}

async function findRings(em: EntityManager, rolloutId: string): Promise<Ring[]> {
  return ask<Ring>(
    em,
    `select t.wave, count(*) filter (where t.stage = 'SUCCEEDED')::integer as done,
       count(*) filter (where "hasFailed" and not "isForgiven")::integer as failed,
       count(*) filter (where "hasFailed" and "isForgiven")::integer as forgiven,
       count(*) filter (where t.stage = 'ACTIVE')::integer as applying,
       count(*) filter (where "isWaiting" and "isThere")::integer as waiting,
       count(*) filter (where t.stage = 'SUSPECT' and not "hasFailed" or "isWaiting" and not "isThere")::integer as away
     from targets t
     join rollouts r on r.tenant_id = t.tenant_id and r.id = t.rollout_id
     left join leases l on l.tenant_id = t.tenant_id and l.id = t.lease_id
     left join devices d on d.tenant_id = t.tenant_id and d.id = t.device_id
     cross join lateral (select
       t.stage in ('FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN')
         or t.stage = 'SUSPECT' and l.suspicion = 'DEADLINE' as "hasFailed",
       coalesce(t.since <= r.forgiven_at, false) as "isForgiven",
       t.stage in ('PENDING', 'GRANTED') as "isWaiting",
       coalesce(d.is_reachable and d.trust = 'TRUSTED', false) as "isThere") n
     where ${ofTenant('t')} and t.rollout_id = $1 and t.direction = 'BACK'
     group by t.wave`,
    [rolloutId],
  );
}
