/** Every read of the rows of rollouts and waves. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated, isUuid, ofTenant } from '../of-tenant.ts';
import type { RolloutCause, RolloutPlan } from './events.ts';
import type { RolloutStage } from './rollout.ts';

/** One rollout as its row has it. */
export type RolloutRow = {
  readonly id: string;
  readonly stage: RolloutStage;
  readonly stageSince: Date;
  readonly stageReason: string | null;
  readonly stageCause: RolloutCause | null;
  readonly plan: RolloutPlan;
  readonly resumesTo: 'RUNNING' | 'ROLLING_BACK';
  readonly wave: number;
  /** Devices it is for that wait for a later wave. */
  readonly yetToCome: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly place: string;
};

const columns = `r.id, r.stage, r.stage_since as "stageSince", r.stage_reason as "stageReason",
  r.stage_cause as "stageCause", r.plan, r.wave, r.yet_to_come as "yetToCome", r.resumes_to as "resumesTo", r.created_at as "createdAt",
  r.created_by as "createdBy", r.started_at as "startedAt", r.ended_at as "endedAt", r.created_at::text as place`;

const moments = ['stageSince', 'createdAt', 'startedAt', 'endedAt'] as const;

/** Rollouts by id. */
export const rolloutsById = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${columns} from rollouts r where ${ofTenant('r')} and r.id = any($1::uuid[])`;
  const rows = await ask<RolloutRow>(em, sql, [ids.filter(isUuid)]);
  return new Map(dated(rows, moments).map((row) => [row.id, row]));
});

/** A page of rollouts, newest first; one row more than asked tells that there is a next page. */
export async function findRollouts(
  em: EntityManager,
  {
    states,
    artifactName,
    bundle,
    page,
  }: {
    readonly states: readonly RolloutStage[];
    readonly artifactName: string | null;
    readonly bundle: string | null;
    readonly page: Page;
  },
): Promise<RolloutRow[]> {
  const [at = null, id = null] = page.after ?? [];
  const rows = await ask<RolloutRow>(
    em,
    `select ${columns} from rollouts r
     where ${ofTenant('r')} and (cardinality($1::text[]) = 0 or r.stage = any($1::text[]))
       and ($5::text is null or r.plan -> 'artifact' ->> 'name' = $5)
       and ($6::text is null or r.plan -> 'chain' ->> 'bundle' = $6)
       and ($2::text is null or (r.created_at, r.id) < ($2::text::timestamptz, $3::text::uuid))
     order by r.created_at desc, r.id desc limit $4`,
    [[...states], at, id, page.first + 1, artifactName, bundle],
  );
  return dated(rows, moments);
}

/** One wave as its row has it. */
export type WaveRow = {
  readonly rolloutId: string;
  readonly index: number;
  readonly state: 'WAITING' | 'OPEN' | 'PASSED';
  readonly approvedBy: string | null;
  readonly openedAt: Date | null;
  readonly endedAt: Date | null;
  readonly numbers: { readonly have: number; readonly need: number; readonly of: number } | null;
  readonly stopCause: string | null;
};

/** The waves of rollouts in their order, by rollout. */
export const wavesByRollout = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await ask<WaveRow>(
    em,
    `select w.rollout_id as "rolloutId", w.wave as index, w.stage as state, w.approved_by as "approvedBy",
       w.opened_at as "openedAt", w.ended_at as "endedAt", w.numbers, w.cause as "stopCause"
     from waves w where ${ofTenant('w')} and w.rollout_id = any($1::uuid[]) order by w.rollout_id, w.wave`,
    [ids.filter(isUuid)],
  );
  return Map.groupBy(dated(rows, ['openedAt', 'endedAt']), ({ rolloutId }) => rolloutId);
});

/** Devices of a rollout that did not succeed and can be told to try again. */
export async function findFailed(em: EntityManager, rolloutId: string): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    em,
    `select t.device_id as id from targets t where ${ofTenant('t')} and t.rollout_id = $1
       and t.stage in ('FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN') order by t.device_id`,
    [rolloutId],
  );
  return rows.map(({ id }) => id);
}
