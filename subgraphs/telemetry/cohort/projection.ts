/** Keeps the newest question of rollouts about each wave: what is older was asked about less. */
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { WaveHealthWanted } from '@flotilla/rollouts/events';

/** The questions. */
export const cohortQuestionsProjection: AsyncProjection = {
  name: 'telemetry.cohort_questions',
  mode: 'async',
  tables: ['cohort_questions'],
  handles: ['WaveHealthWanted'] satisfies WaveHealthWanted['type'][],
  async project(em, event: Recorded) {
    const { data } = event as Recorded<WaveHealthWanted>;
    tell(
      em,
      `insert into cohort_questions as q (tenant_id, rollout_id, wave, question, asked) values ($1, $2, $3, $4, $5::jsonb)
       on conflict (tenant_id, rollout_id, wave) do update set question = excluded.question, asked = excluded.asked
         where q.question < excluded.question`,
      [event.tenantId, data.rolloutId, data.wave, data.question, JSON.stringify(data)],
    );
  },
};
