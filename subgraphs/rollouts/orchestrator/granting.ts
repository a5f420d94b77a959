/**
 * Gives leases to devices of one rollout: as many as there is room for, in one transaction under the lock of the tenant's
 * budgets and of the rollout, each with the intent it is for. A pause commits before this or waits for it.
 */
import { randomUUID } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { ask } from '@flotilla/kernel/transaction';
import { shortageAtGrant } from '../admission/admission.ts';
import { intentAggregate, leaseAggregate } from '../aggregates.ts';
import { isHeldByLater } from '../chain/queries.ts';
import type { IntentEvent } from '../intent/events.ts';
import { later } from '../lease/lease.ts';
import type { LeaseEvent, UpdateDirection } from '../lease/events.ts';
import { databaseNow, ofTenant } from '../of-tenant.ts';
import { lockArtifact } from '../registry/queries.ts';
import type { ArtifactFacts, RolloutPlan } from '../rollout/events.ts';
import { findWayBack } from '../way-back/queries.ts';
import { isOpenAt } from '../window/window.ts';
import { lockBudgets, Room, standingColumns, standingJoins, type Standee } from '../desk/room.ts';
import { nextIntent, type KnownIntent } from './intents.ts';

/** A device that waits for its turn. */
type Waiting = Standee & {
  /** It can be told, and holds no lease. */
  readonly isFree: boolean;
  readonly wave: number;
  readonly timeZone: string;
  readonly fence: number;
  readonly generation: number;
  readonly known: KnownIntent | null;
  readonly installed: ArtifactFacts | null;
  readonly before: ArtifactFacts | null;
};

type AtWork = { readonly stage: string; readonly wave: number; readonly plan: RolloutPlan };
type Written = LeaseEvent | IntentEvent;

type GrantingOf = {
  readonly tenantId: string;
  readonly rolloutId: string;
  readonly plan: RolloutPlan;
  readonly direction: UpdateDirection;
  readonly now: string;
};

const pageSize = 100;
/** So many are looked at in one transaction, however many are in the way of each other. */
const pagesMax = 20;

/** Grants what there is room for; answers how many leases. */
export async function grantLeases(em: EntityManager, tenantId: string, rolloutId: string): Promise<number> {
  await lockBudgets(em, tenantId);
  const [rollout] = await ask<AtWork>(
    em,
    `select r.stage, r.wave, r.plan from rollouts r where ${ofTenant('r')} and r.id = $1 for share`,
    [rolloutId],
  );
  if (rollout?.stage !== 'RUNNING' && rollout?.stage !== 'ROLLING_BACK') return 0;
  const direction = rollout.stage === 'RUNNING' ? 'FORWARD' : 'BACK';
  const { chain } = rollout.plan;
  if (direction === 'BACK' && chain && (await isHeldByLater(em, chain.chainId, rolloutId))) return 0;
  const channels = await channelsFor(em, rollout.plan, direction);
  if (channels?.length === 0) return 0;
  const room = await Room.read(em);
  const granting = new Granting({ tenantId, rolloutId, plan: rollout.plan, direction, now: await databaseNow(em) });
  if (!granting.hasAnyRoom(room)) return 0;
  const upTo = direction === 'FORWARD' ? rollout.wave : await ringBack(em, rolloutId, rollout.plan);
  let after = { wave: -1, id: '00000000-0000-0000-0000-000000000000' };
  for (let page = 0; page < pagesMax; page += 1) {
    const waiting = await findWaiting(
      em,
      { rolloutId, direction, wave: upTo, name: rollout.plan.artifact.name, channels },
      after,
    );
    for (const device of waiting) if (device.isFree) granting.consider(device, room);
    const last = waiting.at(-1);
    if (!last || waiting.length < pageSize || !granting.hasAnyRoom(room)) break;
    after = { wave: last.wave, id: last.id };
  }
  return granting.record(em);
}

/** The ring that may go back now, and all before it; none where the way back is to stop. */
async function ringBack(em: EntityManager, rolloutId: string, plan: RolloutPlan): Promise<number> {
  const judged = await findWayBack(em, rolloutId, plan);
  return judged.kind === 'GO' ? (judged.wave ?? -1) : -1;
}

/** The grants of one transaction. */
class Granting {
  readonly #of: GrantingOf;
  readonly #writes: StreamWrite<Written>[] = [];
  readonly #open = new Map<string, boolean>();
  #leases = 0;

  constructor(of: GrantingOf) {
    this.#of = of;
  }

  /** Whether there is room for anybody at all. */
  hasAnyRoom(room: Room): boolean {
    const { rolloutId, plan } = this.#of;
    const nobody = { id: '', domainId: '', areas: [], locationId: null, natGroup: null, roles: [] };
    return shortageAtGrant(room.slotsOf(nobody, { id: rolloutId, parallelMax: plan.parallelMax }), []) === null;
  }

  /** Grants a lease to a device if nothing is in the way. */
  consider(device: Waiting, room: Room): void {
    const { tenantId, rolloutId, plan, direction, now } = this.#of;
    const limits = { id: rolloutId, parallelMax: plan.parallelMax };
    const slots = room.slotsOf(device, limits);
    if (!this.#isWindowOpen(device.timeZone) || shortageAtGrant(slots, room.servicesOf(device)) !== null) return;
    const about = { tenantId, rolloutId, deviceId: device.id, direction, now };
    const { intent, events } = nextIntent({ ...about, plan, ...device });
    if (!intent) return;
    const granted = leaseAggregate.decide(
      {
        type: 'GrantLease',
        leaseId: randomUUID(),
        deviceId: device.id,
        rolloutId,
        wave: device.wave,
        direction,
        intentDigest: intent.digest,
        generation: intent.generation,
        beginBefore: later(now, plan.beginWithinS),
        deadlineS: plan.waves[device.wave]?.gates.deadlineS ?? 3_600,
        limits: slots.map(({ scope, parallelMax }) => ({ scope, parallelMax })),
      },
      { fence: device.fence, lease: null },
    );
    if (events.length > 0) {
      this.#writes.push({ stream: streamOf(intentAggregate.category, device.id), expectedVersion: null, events });
    }
    this.#writes.push({ stream: streamOf(leaseAggregate.category, device.id), expectedVersion: null, events: granted });
    this.#leases += 1;
    room.take(device, rolloutId);
  }

  /** Writes the grants to the log and to the rows; answers how many. */
  async record(em: EntityManager): Promise<number> {
    if (this.#leases === 0) return 0;
    await append<Written>(em, {
      tenantId: this.#of.tenantId,
      metadata: { actor: 'system' },
      writes: this.#writes,
      async project(facts) {
        for (const fact of facts) await projectWritten(em, fact);
      },
    });
    return this.#leases;
  }

  #isWindowOpen(timeZone: string): boolean {
    const { plan, now, direction } = this.#of;
    // Going back does not wait for the night: a device that was changed and is not well is why it goes back.
    if (!plan.window || plan.strategy === 'FORCED' || direction === 'BACK') return true;
    const known = this.#open.get(timeZone);
    if (known !== undefined) return known;
    const isOpen = isOpenAt(plan.window, timeZone, now);
    this.#open.set(timeZone, isOpen);
    return isOpen;
  }
}

async function projectWritten(em: EntityManager, fact: Fact<Written>): Promise<void> {
  if (fact.type.startsWith('Lease')) await leaseAggregate.project?.(em, fact as Fact<LeaseEvent>);
  else await intentAggregate.project?.(em, fact as Fact<IntentEvent>);
}

/**
 * The channels whose devices may be told, held until the transaction ends: a withdrawal comes before this or waits for it.
 * Null for all: going back does not depend on what the artifact is worth now.
 */
async function channelsFor(
  em: EntityManager,
  { artifact }: RolloutPlan,
  direction: UpdateDirection,
): Promise<readonly string[] | null> {
  if (direction === 'BACK') return null;
  const known = await lockArtifact(em, artifact.digest);
  return known?.state === 'VERIFIED' ? known.channels : [];
}

async function findWaiting(
  em: EntityManager,
  of: {
    readonly rolloutId: string;
    readonly direction: UpdateDirection;
    readonly wave: number;
    readonly name: string;
    readonly channels: readonly string[] | null;
  },
  after: { readonly wave: number; readonly id: string },
): Promise<Waiting[]> {
  return ask<Waiting>(
    em,
    `select ${standingColumns}, t.wave, d.trust = 'TRUSTED' and d.is_reachable and not exists (
         select from leases l where l.tenant_id = t.tenant_id and l.device_id = t.device_id
           and l.stage in ('GRANTED', 'ACTIVE', 'SUSPECT')) as "isFree", coalesce(p.time_zone, 'UTC') as "timeZone",
       coalesce((select max(x.fence) from leases x where x.tenant_id = t.tenant_id and x.device_id = t.device_id), 0)
         as fence,
       coalesce(i.generation, 0) as generation,
       case when i.rollout_id = t.rollout_id and i.direction = t.direction and i.refused_at is null and not exists (
         select from leases y where y.tenant_id = t.tenant_id and y.device_id = t.device_id
           and y.generation = i.generation and y.begun_at is not null)
       then jsonb_build_object('digest', i.digest, 'generation', i.generation, 'expiresAt', i.expires_at) end as known,
       s.artifact as installed, s.previous as before
     from (
       select t.* from targets t join devices e on e.tenant_id = t.tenant_id and e.id = t.device_id
         and ($8::text[] is null or e.channel = any($8::text[]))
       where ${ofTenant('t')} and t.rollout_id = $1 and t.direction = $2 and t.stage = 'PENDING' and t.wave <= $3
         and (t.wave, t.device_id) > ($4, $5::uuid)
       order by t.wave, t.device_id limit $6
     ) t
     join devices d on d.tenant_id = t.tenant_id and d.id = t.device_id ${standingJoins}
     left join intents i on i.tenant_id = t.tenant_id and i.device_id = t.device_id
     left join installed s on s.tenant_id = t.tenant_id and s.device_id = t.device_id and s.name = $7
     order by t.wave, t.device_id`,
    [of.rolloutId, of.direction, of.wave, after.wave, after.id, pageSize, of.name, of.channels && [...of.channels]],
  );
}
