/** Rollouts, waves and counts as the graph shows them, from rows that keep the plan as one value. */
import type { RolloutCounts, RolloutWave } from '../wave/graphql.ts';
import type { Waiting } from '../gate/waiting.ts';
import type { Rollout } from '../rollout/graphql.ts';
import type { RolloutRow, WaveRow } from '../rollout/queries.ts';
import type { RolloutTemplate } from '../template/graphql.ts';
import type { TemplateRow } from '../template/queries.ts';
import { totalOf, type BucketCounts } from '../wave/buckets.ts';

/** A rollout with the row it is of, for the fields that need more. */
export type ShownRollout = Rollout & { readonly row: RolloutRow };

/** Shows a rollout. */
export function shownRollout(row: RolloutRow): ShownRollout {
  const {
    id,
    stage: state,
    stageSince,
    stageReason: stateReason,
    stageCause: stateCause,
    plan,
    createdAt,
    createdBy,
    startedAt,
    endedAt,
  } = row;
  const { name, strategy, artifact, previous, executor, health, mirrors, selection, parallelMax, window } = plan;
  const { onFailure, beginWithinS } = plan;
  const place = { name, strategy, artifact, previous, executor, health, mirrors, selection };
  const limits = { parallelMax, window, onFailure, beginWithinS };
  return {
    id,
    state,
    stateReason,
    stateCause,
    stateSince: stageSince,
    createdAt,
    createdBy,
    startedAt,
    endedAt,
    ...place,
    ...limits,
    row,
  };
}

/** Shows a template. */
export function shownTemplate({ plan, ...row }: TemplateRow): RolloutTemplate {
  const waves = plan.waves.map(({ name, selector: selection, limit, gates }) => ({
    name,
    selection,
    count: limit && 'count' in limit ? limit.count : null,
    percent: limit && 'percent' in limit ? limit.percent : null,
    gates,
  }));
  return { ...row, ...plan, waves };
}

/** Shows a wave; it keeps its rollout for the fields that need more. */
export function shownWave(
  rollout: RolloutRow,
  wave: WaveRow,
  counts: BucketCounts,
): RolloutWave & { rollout: RolloutRow } {
  const { index, state, approvedBy, openedAt, endedAt, numbers, stopCause } = wave;
  const plan = rollout.plan.waves[index];
  if (!plan) throw new Error(`rollout ${rollout.id} has no wave ${index}`);
  const { name, selector: selection, limit, gates } = plan;
  const count = limit && 'count' in limit ? limit.count : null;
  const percent = limit && 'percent' in limit ? limit.percent : null;
  const ends = { openedAt, endedAt, approvedBy, numbers, stopCause };
  return { index, name, state, selection, count, percent, gates, counts: shownCounts(counts), ...ends, rollout };
}

/** Shows denominators. */
export function shownCounts(counts: BucketCounts): RolloutCounts {
  return {
    total: totalOf(counts),
    done: counts.DONE,
    alreadyInstalled: counts.ALREADY_INSTALLED,
    failed: counts.FAILED,
    applying: counts.APPLYING,
    deferred: counts.DEFERRED,
    unreachable: counts.UNREACHABLE,
    incapable: counts.INCAPABLE,
    withdrawn: counts.WITHDRAWN,
  };
}

/** Shows what is waited for. */
export function shownWaiting(waiting: Waiting | null) {
  if (!waiting) return null;
  const { since, until, ...rest } = waiting;
  return { ...rest, since: since === null ? null : new Date(since), until: until === null ? null : new Date(until) };
}
