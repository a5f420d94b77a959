/** What is known of the health of a wave, judged, and who there is to be measured. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { isSilent } from '../devices/queries.ts';
import {
  healthVerdict,
  judgeMeasure,
  judgeShares,
  type HealthMeasure,
  type HealthVerdict,
  type JudgedMeasure,
} from '../gate/health.ts';
import { moment, ofTenant } from '../of-tenant.ts';
import type { UpdatedDevice } from './events.ts';

/** Which wave. */
export type OfWave = { readonly rolloutId: string; readonly wave: number };

/** The measures of a wave with what they say, and up to when they were measured; null before the first answer. */
export type KnownHealth = { readonly measures: readonly JudgedMeasure[]; readonly measuredUntil: string | null };

type Answer = {
  readonly measuredUntil: string;
  readonly devices: number;
  readonly measures: readonly HealthMeasure[];
};

/** Reads the health of a wave: what the fleet says of its devices, and what telemetry answered last. */
export async function findHealth(em: EntityManager, of: OfWave): Promise<KnownHealth> {
  const shares = await judgedShares(em, of);
  const [answer] = await ask<Answer>(
    em,
    `select ${moment('h.measured_until', 'measuredUntil')}, h.measured_devices as devices, h.measures from wave_health h
     where ${ofTenant('h')} and h.rollout_id = $1 and h.wave = $2 and h.answered is not null`,
    [of.rolloutId, of.wave],
  );
  if (!answer) return { measures: shares, measuredUntil: null };
  const measured = answer.measures.map((measure) => judgeMeasure(measure, answer.devices));
  return { measures: [...shares, ...measured], measuredUntil: answer.measuredUntil };
}

/** What the fleet says: who is degraded, and of whom nothing is heard any more since its update. */
async function judgedShares(em: EntityManager, of: OfWave): Promise<JudgedMeasure[]> {
  const { updated, control } = await findTroubles(em, of);
  const share = (group: Troubles, troubled: number) => ({ troubled, devices: group.devices });
  return [
    judgeShares('degraded', {
      before: share(updated, updated.before),
      after: share(updated, updated.degraded),
      control: share(control, control.degraded),
    }),
    judgeShares('silent', {
      // Who is told to begin is heard.
      before: share(updated, 0),
      after: share(updated, updated.silent),
      control: share(control, control.silent),
    }),
  ];
}

type Troubles = {
  readonly devices: number;
  readonly before: number;
  readonly degraded: number;
  readonly silent: number;
};

/** Of the updated devices, and of those they were last compared with: before the first question, of those that wait. */
async function findTroubles(em: EntityManager, of: OfWave): Promise<{ updated: Troubles; control: Troubles }> {
  const rows = await ask<Troubles & { readonly isUpdated: boolean }>(
    em,
    `select g."isUpdated", count(*)::integer as devices, count(*) filter (where g.was_troubled)::integer as before,
       count(*) filter (where d.is_degraded)::integer as degraded, count(*) filter (where ${isSilent})::integer as silent
     from (
       select t.device_id, t.was_troubled, true as "isUpdated" from targets t
       where ${ofTenant('t')} and t.rollout_id = $1 and t.wave = $2 and t.direction = 'FORWARD' and t.stage = 'SUCCEEDED'
       union all
       select unnest(h.control_ids), false, false from wave_health h
       where ${ofTenant('h')} and h.rollout_id = $1 and h.wave = $2
       union all
       select t.device_id, false, false from targets t
       where ${ofTenant('t')} and t.rollout_id = $1 and t.stage = 'PENDING' and not exists (
         select from wave_health h where ${ofTenant('h')} and h.rollout_id = $1 and h.wave = $2)
     ) g
     join devices d on d.id = g.device_id where ${ofTenant('d')} group by g."isUpdated"`,
    [of.rolloutId, of.wave],
  );
  const nobody = { devices: 0, before: 0, degraded: 0, silent: 0 };
  const find = (wanted: boolean) => rows.find(({ isUpdated }) => isUpdated === wanted) ?? nobody;
  return { updated: find(true), control: find(false) };
}

/** The verdict on a wave. It passes only by what was measured since its threshold was reached at `reachedAt`. */
export function verdictOf({ measures, measuredUntil }: KnownHealth, reachedAt: string | null): HealthVerdict {
  const verdict = healthVerdict(measures);
  if (verdict.kind !== 'PASS') return verdict;
  const isCurrent =
    measuredUntil !== null && (reachedAt === null || Date.parse(measuredUntil) >= Date.parse(reachedAt));
  if (isCurrent) return verdict;
  const words = 'Its devices were not measured yet since enough of them succeeded.';
  return { kind: 'INCONCLUSIVE', measure: null, have: 0, need: 1, of: verdict.of, words };
}

/** Devices of a wave that were updated, with when. */
export async function findUpdated(em: EntityManager, { rolloutId, wave }: OfWave): Promise<UpdatedDevice[]> {
  return ask<UpdatedDevice>(
    em,
    `select t.device_id as "deviceId", ${moment('coalesce(l.begun_at, t.since)', 'begunAt')}, ${moment('t.since', 'endedAt')}
     from targets t left join leases l on l.tenant_id = t.tenant_id and l.id = t.lease_id
     where ${ofTenant('t')} and t.rollout_id = $1 and t.wave = $2 and t.direction = 'FORWARD' and t.stage = 'SUCCEEDED'
     order by t.device_id`,
    [rolloutId, wave],
  );
}
