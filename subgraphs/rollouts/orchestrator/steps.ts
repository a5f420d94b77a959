/**
 * What the orchestrator finds of one rollout and tells it: the next wave opens, devices joined, a wave passes or stops,
 * devices go back, nothing is left. It reads rows and speaks to the rollout, whose stream decides whether that still
 * holds; so any number of orchestrators may speak at once, and one that was killed leaves nothing half said.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { isBeforeUnderWay } from '../chain/queries.ts';
import { healthVerdict } from '../gate/health.ts';
import { judgeWave, successOf, type WaveFacts, type WaveJudgement } from '../gate/gate.ts';
import { findHealth, verdictOf } from '../health/queries.ts';
import { databaseNow, moment, ofTenant } from '../of-tenant.ts';
import { pauseReason, type ArtifactState } from '../registry/registered.ts';
import type { ArtifactFacts, RolloutPlan } from '../rollout/events.ts';
import type { RolloutCommand } from '../rollout/rollout.ts';
import { countTargets, findLosses, sumCounts } from '../target/queries.ts';
import { emptyCounts } from '../wave/buckets.ts';
import { findWayBack } from '../way-back/queries.ts';
import { matches, takeWave, type Candidate } from '../wave/selection.ts';
import { goal } from './intents.ts';

/** A rollout at work, as its row tells it. */
export type AtWork = {
  readonly id: string;
  readonly stage: 'RUNNING' | 'ROLLING_BACK';
  readonly wave: number;
  readonly plan: RolloutPlan;
  readonly forgivenAt: string | null;
  /** When the wave opened and, unless it is open, ended. */
  readonly openedAt: string | null;
  readonly waveStage: string | null;
  /** What last stopped the wave; a rollout that runs again was resumed since. */
  readonly stopCause: string | null;
  /** Whether somebody approved the next wave. */
  readonly isNextApproved: boolean;
  /** Null while the artifact is not known. */
  readonly artifactState: ArtifactState | null;
  readonly artifactReason: string | null;
};

const reverseMax = 1_000;

/** Rollouts of a tenant that are at work. */
export async function findAtWork(em: EntityManager, rolloutId: string): Promise<AtWork | null> {
  const [row] = await ask<AtWork>(
    em,
    `select r.id, r.stage, r.wave, r.plan, ${moment('r.forgiven_at', 'forgivenAt')},
       ${moment('w.opened_at', 'openedAt')}, w.stage as "waveStage", w.cause as "stopCause", n.approved_by is not null as "isNextApproved",
       a.state as "artifactState", a.reason as "artifactReason"
     from rollouts r
     left join artifacts a on a.tenant_id = r.tenant_id and a.digest = r.plan -> 'artifact' ->> 'digest'
     left join waves w on w.tenant_id = r.tenant_id and w.rollout_id = r.id and w.wave = r.wave
     left join waves n on n.tenant_id = r.tenant_id and n.rollout_id = r.id and n.wave = r.wave + 1
     where ${ofTenant('r')} and r.id = $1 and r.stage in ('RUNNING', 'ROLLING_BACK')`,
    [rolloutId],
  );
  return row ?? null;
}

/** What there is to tell a rollout now; null when there is nothing. Joiners are looked for where `mayJoin`: that takes a while. */
export async function findStep(em: EntityManager, rollout: AtWork, mayJoin: boolean): Promise<RolloutCommand | null> {
  if (rollout.stage === 'ROLLING_BACK') {
    return (await reversal(em, rollout)) ?? (await stoppingBack(em, rollout)) ?? (await ending(em, rollout));
  }
  const { wave, plan, waveStage, artifactState: state, artifactReason } = rollout;
  const reason = pauseReason({ ...plan.artifact, state, reason: artifactReason });
  if (reason !== null) return { type: 'PauseForArtifact', reason };
  if (waveStage !== 'OPEN') {
    const next = plan.waves[wave + 1];
    if (!next)
      return (
        (mayJoin ? await joining(em, rollout) : null) ?? (await stopping(em, rollout)) ?? (await ending(em, rollout))
      );
    return next.gates.needsApproval && !rollout.isNextApproved ? null : opening(em, rollout);
  }
  const isLast = wave === plan.waves.length - 1;
  return (isLast && mayJoin ? await joining(em, rollout) : null) ?? judging(em, rollout);
}

/** The open wave, judged now. */
export async function judgementOf(em: EntityManager, rollout: AtWork): Promise<WaveJudgement> {
  const { id, wave, plan, forgivenAt, openedAt, stopCause } = rollout;
  const planned = plan.waves[wave]?.gates;
  if (!planned) throw new Error(`rollout ${id} has no wave ${wave}`);
  // Whoever resumed a wave that was stopped for its health has accepted it, as failures are accepted.
  const gates = { ...planned, needsHealth: planned.needsHealth && stopCause !== 'HEALTH' };
  const now = await databaseNow(em);
  const counted = await countTargets(em, [{ id, stage: rollout.stage }]);
  const counts = counted.get(id)?.get(wave) ?? emptyCounts;
  const { need } = successOf(gates, counts);
  const { silent, overdue, forgiven, reachedAt } = await findLosses(em, { rolloutId: id, wave, forgivenAt }, need);
  const facts: WaveFacts = {
    counts,
    lost: { silent, overdue },
    forgiven,
    reachedAt,
    verdict: gates.needsHealth
      ? verdictOf(await findHealth(em, { rolloutId: id, wave }), reachedAt)
      : healthVerdict([]),
    openedAt: openedAt ?? now,
    now,
  };
  return judgeWave(gates, facts);
}

async function judging(em: EntityManager, rollout: AtWork): Promise<RolloutCommand | null> {
  const judged = await judgementOf(em, rollout);
  if (judged.kind === 'WAIT') return null;
  const { have, need, of } = judged;
  const { wave } = rollout;
  if (judged.kind === 'PASS') return { type: 'PassWave', wave, have, need, of };
  const detail = judged.words === undefined ? {} : { detail: judged.words };
  return { type: 'StopWave', wave, cause: judged.cause, have, need, of, ...detail };
}

/** Those who join after the last wave has passed are under its gates, too. */
async function stopping(em: EntityManager, rollout: AtWork): Promise<RolloutCommand | null> {
  if (rollout.wave < 0) return null;
  const step = await judging(em, rollout);
  return step?.type === 'StopWave' ? step : null;
}

type Joining = Candidate & { readonly isInstalled: boolean; readonly isTroubled: boolean };

async function opening(em: EntityManager, rollout: AtWork): Promise<RolloutCommand | null> {
  const wave = rollout.wave + 1;
  const plan = rollout.plan.waves[wave];
  if (!plan) return null;
  const remaining = await findRemaining(em, rollout);
  const taken = takeWave(remaining, plan, rollout.id);
  return { type: 'OpenWave', wave, yetToCome: remaining.length - taken.length, ...joiningOf(taken) };
}

async function joining(em: EntityManager, rollout: AtWork): Promise<RolloutCommand | null> {
  const joined = await findRemaining(em, rollout);
  return joined.length > 0 ? { type: 'JoinTargets', wave: rollout.wave, ...joiningOf(joined) } : null;
}

function joiningOf(devices: readonly Joining[]) {
  return {
    deviceIds: devices.map(({ id }) => id),
    installed: devices.filter(({ isInstalled }) => isInstalled).map(({ id }) => id),
    troubled: devices.filter(({ isTroubled }) => isTroubled).map(({ id }) => id),
  };
}

/**
 * Devices the rollout is for that are in no wave yet. `not in` is asked once for all of them; `not exists` would be planned
 * as a loop over both tables as long as nobody has counted their rows, which takes half a minute for ten thousand.
 */
async function findRemaining(em: EntityManager, { id, plan }: AtWork): Promise<Joining[]> {
  const { artifact, selection } = plan;
  const rows = await ask<Joining>(
    em,
    `select d.id, d.labels, d.channel, d.location_id as "locationId", d.is_degraded as "isTroubled",
       coalesce(m.around, array[d.domain_id])::text[] as areas, s.digest is not null as "isInstalled"
     from devices d left join domains m on m.tenant_id = d.tenant_id and m.id = d.domain_id
     left join installed s on s.tenant_id = d.tenant_id and s.device_id = d.id and s.name = $2 and s.digest = $3
     where ${ofTenant('d')} and d.trust = 'TRUSTED' and d.id not in (
       select t.device_id from targets t where ${ofTenant('t')} and t.rollout_id = $1)
       and ($4::uuid is null or d.id in (select p.device_id from targets p where ${ofTenant('p')} and p.rollout_id = $4
         and p.direction = 'FORWARD' and p.stage in ('SUCCEEDED', 'ALREADY_INSTALLED')))`,
    [id, artifact.name, artifact.digest, plan.chain?.after ?? null],
  );
  return rows.filter((device) => matches(selection, device));
}

/** Devices that were changed, and not told to go back yet. */
async function reversal(em: EntityManager, { id, plan }: AtWork): Promise<RolloutCommand | null> {
  const rows = await ask<{ id: string; installed: ArtifactFacts | null; before: ArtifactFacts | null }>(
    em,
    `select t.device_id as id, s.artifact as installed, s.previous as before from targets t
     left join installed s on s.tenant_id = t.tenant_id and s.device_id = t.device_id and s.name = $2
     where ${ofTenant('t')} and t.rollout_id = $1 and t.direction = 'FORWARD'
       and t.stage in ('SUCCEEDED', 'FAILED', 'OVERRIDDEN') order by t.wave, t.device_id limit $3`,
    [id, plan.artifact.name, reverseMax],
  );
  if (rows.length === 0) return null;
  const [back, without] = [rows.filter((row) => goal({ plan, ...row })), rows.filter((row) => !goal({ plan, ...row }))];
  return { type: 'ReverseTargets', deviceIds: back.map((row) => row.id), without: without.map((row) => row.id) };
}

/** Too many failed on the way back. */
async function stoppingBack(em: EntityManager, { id, plan }: AtWork): Promise<RolloutCommand | null> {
  const judged = await findWayBack(em, id, plan);
  if (judged.kind === 'GO') return null;
  const { wave, have, need, of } = judged;
  return { type: 'StopWayBack', wave, have, need, of };
}

/** Nobody waits and nobody is at work. Whoever is away keeps it open: it is taken when it returns. */
async function ending(em: EntityManager, { id, stage, plan }: AtWork): Promise<RolloutCommand | null> {
  // A pinned version is held for whoever joins.
  if (stage === 'RUNNING' && plan.strategy === 'PINNED') return null;
  const after = plan.chain?.after ?? null;
  if (stage === 'RUNNING' && after !== null && (await isBeforeUnderWay(em, after))) return null;
  const direction = stage === 'RUNNING' ? 'FORWARD' : 'BACK';
  const [open] = await ask<{ open: number }>(
    em,
    `select 1 as open from targets t where ${ofTenant('t')} and t.rollout_id = $1
       and (t.stage in ('ACTIVE', 'SUSPECT') or (t.direction = $2 and t.stage in ('PENDING', 'GRANTED'))) limit 1`,
    [id, direction],
  );
  if (open) return null;
  const counted = await countTargets(em, [{ id, stage }]);
  return { type: 'EndRollout', counts: sumCounts(counted.get(id)?.values() ?? []) };
}
