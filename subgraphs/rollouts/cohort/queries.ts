/** Which waves are to be measured now, and who could be compared with their devices. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { WaveHealthState } from '../health/health.ts';
import { moment, ofTenant } from '../of-tenant.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { matches, type Candidate } from '../wave/selection.ts';
import type { Likeness } from './matching.ts';

/** An open wave whose health counts, and the questions about it so far. */
export type OpenWave = {
  readonly tenantId: string;
  readonly rolloutId: string;
  readonly wave: number;
  readonly plan: RolloutPlan;
  /** When the wave opened, RFC 3339. */
  readonly openedAt: string;
  readonly state: WaveHealthState;
};

/** Open waves of every tenant whose health counts and of which a device was updated. */
export async function findOpenWaves(em: EntityManager): Promise<OpenWave[]> {
  type Row = Omit<OpenWave, 'state'> & { question: number | null; askedAt: string | null; answered: number | null };
  const rows = await ask<Row>(
    em,
    `select r.tenant_id as "tenantId", r.id as "rolloutId", r.wave, r.plan, h.question, h.answered,
       ${moment('h.asked_at', 'askedAt')}, ${moment('w.opened_at', 'openedAt')}
     from rollouts r
     join waves w on w.tenant_id = r.tenant_id and w.rollout_id = r.id and w.wave = r.wave
     left join wave_health h on h.tenant_id = r.tenant_id and h.rollout_id = r.id and h.wave = r.wave
     where r.stage = 'RUNNING' and w.stage = 'OPEN' and w.cause is distinct from 'HEALTH'
       and (r.plan -> 'waves' -> r.wave -> 'gates' ->> 'needsHealth')::boolean
       and exists (select from targets t where t.tenant_id = r.tenant_id and t.rollout_id = r.id
         and t.direction = 'FORWARD' and t.stage = 'SUCCEEDED' and t.wave = r.wave)`,
    [],
  );
  return rows.map(({ question, askedAt, answered, ...wave }) => ({
    ...wave,
    state: { question: question ?? 0, askedAt, answered: answered ?? 0 },
  }));
}

const likeness = `d.id, d.domain_id as "domainId", d.location_id as "locationId", d.kind, d.labels`;

/** What devices are like. */
export async function findLikeness(em: EntityManager, ids: readonly string[]): Promise<Likeness[]> {
  const sql = `select ${likeness} from devices d where ${ofTenant('d')} and d.id = any($1::uuid[]) order by d.id`;
  return ask<Likeness>(em, sql, [[...ids]]);
}

/**
 * Devices a rollout is for that were not touched yet, whether their wave is open or not, and could be heard when this one
 * opened: who fell silent since is a part of how their like are.
 */
export async function findUntouched(
  em: EntityManager,
  { rolloutId, plan, openedAt }: Pick<OpenWave, 'rolloutId' | 'plan' | 'openedAt'>,
): Promise<Likeness[]> {
  const { artifact, selection } = plan;
  const rows = await ask<Likeness & Candidate>(
    em,
    `select ${likeness}, d.channel, coalesce(m.around, array[d.domain_id])::text[] as areas
     from devices d left join domains m on m.tenant_id = d.tenant_id and m.id = d.domain_id
     left join installed s on s.tenant_id = d.tenant_id and s.device_id = d.id and s.name = $2 and s.digest = $3
     where ${ofTenant('d')} and d.trust = 'TRUSTED' and s.digest is null
       and (d.is_reachable or d.mode is not null and d.reachable_changed_at >= $4) and d.id not in (
       select t.device_id from targets t where ${ofTenant('t')} and t.rollout_id = $1 and t.stage <> 'PENDING')
     order by d.id`,
    [rolloutId, artifact.name, artifact.digest, openedAt],
  );
  return rows.filter((device) => matches(selection, device));
}
