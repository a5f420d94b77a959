/** What is known of the health of a wave, judged, and who there is to be measured. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import {
  healthVerdict,
  judgeMeasure,
  judgeShares,
  type HealthMeasure,
  type HealthVerdict,
  type JudgedMeasure,
} from '../gate/health.ts';
import { moment, ofTenant } from '../of-tenant.ts';
import { findDegraded } from '../target/queries.ts';
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
  const { devices, before, after, control, untouched } = await findDegraded(em, of.rolloutId, of.wave);
  const degraded = judgeShares('degraded', {
    before: { troubled: before, devices },
    after: { troubled: after, devices },
    control: { troubled: control, devices: untouched },
  });
  const [answer] = await ask<Answer>(
    em,
    `select ${moment('h.measured_until', 'measuredUntil')}, h.measured_devices as devices, h.measures from wave_health h
     where ${ofTenant('h')} and h.rollout_id = $1 and h.wave = $2 and h.answered is not null`,
    [of.rolloutId, of.wave],
  );
  if (!answer) return { measures: [degraded], measuredUntil: null };
  const measured = answer.measures.map((measure) => judgeMeasure(measure, answer.devices));
  return { measures: [degraded, ...measured], measuredUntil: answer.measuredUntil };
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
