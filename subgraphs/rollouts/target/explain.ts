/** Why a device, a wave or a rollout does not go on just now: the first thing in the way, as it is at this moment. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { shortageAtGrant } from '../admission/admission.ts';
import { isHeldByLater } from '../chain/queries.ts';
import { Room, standingColumns, standingJoins, type Standee } from '../desk/room.ts';
import {
  waitsForApproval,
  waitsForArtifact,
  waitsForBudget,
  waitsForChain,
  waitsForChannel,
  waitsForDevice,
  waitsForLock,
  waitsForReport,
  waitsForResume,
  waitsForStart,
  waitsForTurn,
  waitsForWave,
  waitsForWindow,
  type Waiting,
} from '../gate/waiting.ts';
import { databaseNow, moment, ofTenant } from '../of-tenant.ts';
import { findAtWork, judgementOf } from '../orchestrator/steps.ts';
import type { RolloutCause } from '../rollout/events.ts';
import type { RolloutRow } from '../rollout/queries.ts';
import { nextOpenings } from '../window/window.ts';
import { findTargets, type TargetRow } from './rows.ts';

/** What a device of a rollout waits for; null when nothing is left to come. */
export async function explainTarget(em: EntityManager, target: TargetRow): Promise<Waiting | null> {
  const { bucket, stage, rolloutStage, rolloutSince } = target;
  const since = target.since.toISOString();
  if (bucket === 'APPLYING') return waitsForReport(since, stage === 'SUSPECT');
  if (bucket !== 'DEFERRED' && bucket !== 'UNREACHABLE') return null;
  if (rolloutStage === 'PAUSED') return explainPause(target.rolloutCause, rolloutSince.toISOString());
  if (bucket === 'UNREACHABLE') return waitsForDevice(since, null);
  switch (target.deferredBy) {
    case 'WAVE':
      return waitsForTurn(null, since);
    case 'CHANNEL':
      return target.artifactState === 'VERIFIED'
        ? waitsForChannel(target.channel ?? '', since)
        : waitsForArtifact(target.artifactState, since);
    case 'LOCK':
      return waitsForLock(target.lockedBy ?? '', since);
    case 'WINDOW': {
      const [next] = target.window ? nextOpenings(target.window, target.timeZone, await databaseNow(em), 1) : [];
      return waitsForWindow(next, since);
    }
    default:
      if (stage === 'GRANTED') return waitsForDevice(since, await beginBefore(em, target));
      // Who goes back waits for the ring before, where no budget is in the way.
      return (await explainBudget(em, target)) ?? (target.direction === 'BACK' ? waitsForTurn(null, since) : null);
  }
}

/** What a rollout waits for; null when it is at its end, or nothing is in the way. */
export async function explainRollout(em: EntityManager, rollout: RolloutRow): Promise<Waiting | null> {
  const since = rollout.stageSince.toISOString();
  const { chain } = rollout.plan;
  if (rollout.stage === 'DRAFT') return chain?.after ? waitsForChain('FORWARD', since) : waitsForStart(since);
  if (rollout.stage === 'PAUSED') return explainPause(rollout.stageCause, since, rollout.stageReason);
  const atWork = await findAtWork(em, rollout.id);
  if (!atWork) return null;
  if (atWork.stage === 'ROLLING_BACK' && chain && (await isHeldByLater(em, chain.chainId, rollout.id))) {
    return waitsForChain('BACK', since);
  }
  const next = rollout.plan.waves[rollout.wave + 1];
  const isOpen = atWork.waveStage === 'OPEN';
  if (atWork.stage === 'RUNNING' && !isOpen && next?.gates.needsApproval && !atWork.isNextApproved) {
    return waitsForApproval(next.name, since);
  }
  const judged = atWork.stage === 'RUNNING' && isOpen ? await judgementOf(em, atWork) : null;
  // A number of successes comes from devices, so the first one that does not go on says more than the number.
  if (judged?.kind === 'WAIT' && judged.gate !== 'SUCCESS') return waitsForWave(judged);
  return (await explainFirst(em, rollout.id)) ?? (judged?.kind === 'WAIT' ? waitsForWave(judged) : null);
}

/** What an open wave waits for. */
export async function explainWave(em: EntityManager, rollout: RolloutRow, wave: number): Promise<Waiting | null> {
  if (wave === rollout.wave && rollout.stage === 'RUNNING') {
    const atWork = await findAtWork(em, rollout.id);
    const judged = atWork?.waveStage === 'OPEN' ? await judgementOf(em, atWork) : null;
    return judged?.kind === 'WAIT' ? waitsForWave(judged) : null;
  }
  if (wave !== rollout.wave + 1) return wave > rollout.wave ? waitsForTurn(null, null) : null;
  return explainRollout(em, rollout);
}

/** A person resumes what a person or a gate paused; without its artifact a rollout does not go on at all. */
function explainPause(cause: RolloutCause | null, since: string, reason: string | null = null): Waiting {
  if (cause === 'ARTIFACT') return waitsForArtifact('WITHDRAWN', since);
  return waitsForResume(since, cause === 'OPERATOR' ? null : reason);
}

async function explainFirst(em: EntityManager, rolloutId: string): Promise<Waiting | null> {
  const of = { rolloutId, wave: null, page: { first: 1, after: null } };
  const [applying] = await findTargets(em, { ...of, bucket: 'APPLYING' });
  if (applying) return explainTarget(em, applying);
  for (const bucket of ['DEFERRED', 'UNREACHABLE'] as const) {
    const [first] = await findTargets(em, { ...of, bucket });
    if (first) return explainTarget(em, first);
  }
  return null;
}

async function explainBudget(em: EntityManager, { deviceId, rolloutId, since }: TargetRow): Promise<Waiting | null> {
  const [device] = await ask<Standee & { readonly parallelMax: number | null }>(
    em,
    `select ${standingColumns}, (select (r.plan ->> 'parallelMax')::integer from rollouts r
       where r.tenant_id = d.tenant_id and r.id = $2) as "parallelMax"
     from devices d ${standingJoins} where ${ofTenant('d')} and d.id = $1`,
    [deviceId, rolloutId],
  );
  if (!device) return null;
  const room = await Room.read(em);
  const limits = { id: rolloutId, parallelMax: device.parallelMax };
  const shortage = shortageAtGrant(room.slotsOf(device, limits), room.servicesOf(device));
  return shortage && waitsForBudget(shortage, since.toISOString());
}

async function beginBefore(em: EntityManager, { leaseId }: TargetRow): Promise<string | null> {
  const [row] = await ask<{ at: string }>(
    em,
    `select ${moment('l.begin_before', 'at')} from leases l where ${ofTenant('l')} and l.id = $1`,
    [leaseId],
  );
  return row?.at ?? null;
}
