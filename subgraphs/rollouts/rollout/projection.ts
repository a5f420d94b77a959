/** Keeps the rows of rollouts and their waves, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell, type SqlValue } from '@flotilla/kernel/transaction';
import type { RolloutCause, RolloutCreated, RolloutEvent } from './events.ts';

/** Writes one fact of a rollout to its rows. */
export async function projectRollout(em: EntityManager, fact: Fact<RolloutEvent>): Promise<void> {
  const { at } = fact;
  switch (fact.type) {
    case 'RolloutCreated':
      return insert(em, fact);
    case 'RolloutStarted':
      return change(em, fact, { stage: 'RUNNING', stage_since: at, started_at: at });
    case 'RolloutPaused': {
      tell(
        em,
        `update rollouts set resumes_to = case stage when 'ROLLING_BACK' then stage else 'RUNNING' end
         where tenant_id = $1 and id = $2`,
        [fact.tenantId, fact.data.rolloutId],
      );
      return change(em, fact, { stage: 'PAUSED', stage_since: at, ...whyOf(fact.data) });
    }
    case 'RolloutResumed':
      tell(
        em,
        `update rollouts set stage = resumes_to, stage_since = $3, stage_reason = null, stage_cause = null, forgiven_at = $3
         where tenant_id = $1 and id = $2`,
        [fact.tenantId, fact.data.rolloutId, at],
      );
      return undefined;
    case 'RollbackStarted':
      return change(em, fact, {
        stage: 'ROLLING_BACK',
        stage_since: at,
        ended_at: null,
        ...whyOf(fact.data),
      });
    case 'RolloutRolledBack':
      return change(em, fact, { stage: 'ROLLED_BACK', stage_since: at, ended_at: at });
    case 'RolloutFinished':
      return change(em, fact, { stage: 'FINISHED', stage_since: at, ended_at: at });
    case 'RolloutAborted':
      return change(em, fact, { stage: 'ABORTED', stage_since: at, ended_at: at, ...whyOf(fact.data) });
    case 'TargetsRetried':
      return change(em, fact, { forgiven_at: at });
    case 'WaveApproved':
      return changeWave(em, fact, { approved_by: fact.data.approvedBy });
    case 'WaveOpened':
      change(em, fact, { wave: fact.data.wave, yet_to_come: fact.data.yetToCome ?? 0 });
      return changeWave(em, fact, { stage: 'OPEN', opened_at: at });
    case 'WavePassed':
      return changeWave(em, fact, { stage: 'PASSED', ended_at: at, numbers: numbersOf(fact.data) });
    case 'WaveStopped': {
      const { cause } = fact.data;
      return changeWave(em, fact, { numbers: numbersOf(fact.data), cause });
    }
    case 'TargetsJoined':
    case 'TargetsReversed':
      return undefined;
  }
}

/** Every fact of a rollout, for what follows them. */
export const rolloutFacts = [
  'RolloutCreated',
  'RolloutStarted',
  'RolloutPaused',
  'RolloutResumed',
  'WaveApproved',
  'WaveOpened',
  'TargetsJoined',
  'WavePassed',
  'WaveStopped',
  'TargetsRetried',
  'RollbackStarted',
  'TargetsReversed',
  'RolloutRolledBack',
  'RolloutFinished',
  'RolloutAborted',
] as const satisfies RolloutEvent['type'][];

/** The rows of rollouts, for rebuilding. */
export const rolloutsProjection: InlineProjection = {
  name: 'rollouts.rollouts',
  mode: 'inline',
  tables: ['rollouts', 'waves'],
  handles: rolloutFacts,
  project: (em, fact) => projectRollout(em, fact as Fact<RolloutEvent>),
};

type Columns = Readonly<Record<string, SqlValue>>;

function insert(em: EntityManager, { tenantId, data, at, metadata }: Fact<RolloutCreated>): void {
  const { rolloutId, plan } = data;
  tell(
    em,
    `insert into rollouts (tenant_id, id, name, stage, stage_since, resumes_to, plan, created_at, created_by, wave)
     values ($1, $2, $3, 'DRAFT', $4, 'RUNNING', $5::jsonb, $4, $6, -1)`,
    [tenantId, rolloutId, plan.name, at, JSON.stringify(plan), metadata.actor],
  );
  tell(
    em,
    `insert into waves (tenant_id, rollout_id, wave, name, stage)
     select $1, $2, n.ord - 1, n.name, 'WAITING' from unnest($3::text[]) with ordinality as n (name, ord)`,
    [tenantId, rolloutId, plan.waves.map(({ name }) => name)],
  );
}

function change(em: EntityManager, { tenantId, data }: Fact<RolloutEvent>, columns: Columns): void {
  const sql = `update rollouts set ${assignmentsOf(columns, 3)} where tenant_id = $1 and id = $2`;
  tell(em, sql, [tenantId, data.rolloutId, ...Object.values(columns)]);
}

function changeWave(
  em: EntityManager,
  { tenantId, data }: Fact<RolloutEvent & { data: { wave: number } }>,
  columns: Columns,
): void {
  const sql = `update waves set ${assignmentsOf(columns, 4)} where tenant_id = $1 and rollout_id = $2 and wave = $3`;
  tell(em, sql, [tenantId, data.rolloutId, data.wave, ...Object.values(columns)]);
}

function assignmentsOf(columns: Columns, first: number): string {
  return Object.keys(columns)
    .map((column, index) => `${column} = $${index + first}`)
    .join(', ');
}

function whyOf({ reason, cause }: { readonly reason: string; readonly cause: RolloutCause }): Columns {
  return { stage_reason: reason, stage_cause: cause };
}

function numbersOf({ have, need, of }: { readonly have: number; readonly need: number; readonly of: number }): string {
  return JSON.stringify({ have, need, of });
}
