/** Keeps the last question about each wave, and the last answer. */
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { WaveHealthEvent } from './events.ts';

/** What is known of the health of waves. An answer to an older question than the last answer's changes nothing. */
export const waveHealthProjection: AsyncProjection = {
  name: 'rollouts.wave_health',
  mode: 'async',
  tables: ['wave_health'],
  handles: ['WaveHealthWanted', 'CohortHealthMeasured'] satisfies WaveHealthEvent['type'][],
  async project(em, event: Recorded) {
    const fact = event as Recorded<WaveHealthEvent>;
    const { rolloutId, wave, question } = fact.data;
    if (fact.type === 'WaveHealthWanted') {
      tell(
        em,
        `insert into wave_health as h (tenant_id, rollout_id, wave, question, asked_at, control_ids)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, rollout_id, wave) do update
           set question = excluded.question, asked_at = excluded.asked_at, control_ids = excluded.control_ids
           where h.question < excluded.question`,
        [event.tenantId, rolloutId, wave, question, fact.data.until, [...fact.data.controlIds]],
      );
      return;
    }
    const { until, devices, measures } = fact.data;
    tell(
      em,
      `update wave_health set answered = $4, measured_until = $5, measured_devices = $6, measures = $7::jsonb
       where tenant_id = $1 and rollout_id = $2 and wave = $3 and coalesce(answered, 0) < $4`,
      [event.tenantId, rolloutId, wave, question, until, devices, JSON.stringify(measures)],
    );
  },
};
