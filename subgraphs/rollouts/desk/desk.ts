/**
 * Where devices get what they are to run, the permission to start it, and say how it ended; and where two persons free
 * what a device never reported. Each call is one transaction under the lock of the tenant's budgets, by the clock of the
 * database; each can be repeated.
 */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { shortageAtBegin } from '../admission/admission.ts';
import { indispensable } from '../admission/scopes.ts';
import { intentAggregate } from '../aggregates.ts';
import type { IntentCommand } from '../intent/intent.ts';
import { isSilent } from '../devices/queries.ts';
import { isUuid, databaseNow, ofTenant } from '../of-tenant.ts';
import type { LeaseEvent, LeaseFacts, LeaseOutcome, SuspicionCause, UpdateStep } from '../lease/events.ts';
import { beginVerdict, type BeginVerdict, type LeaseCommand, type LeaseState } from '../lease/lease.ts';
import type { ArtifactFacts } from '../rollout/events.ts';
import { holdRollouts, Room, standingColumns, standingJoins, type Standee } from './room.ts';
import { Turns } from './turns.ts';

/** What the desk works with. The aggregate of leases is told, so that a test can plant a fault in it. */
export type DeskParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly leases: Aggregate<LeaseState, LeaseCommand, LeaseEvent>;
};

/** Whom a call is about: the device, in its tenant. */
export type OfDevice = { readonly tenantId: string; readonly deviceId: string };

/** Which lease a device speaks of. */
export type LeaseWords = { readonly leaseId: string; readonly fence: number };

/** How an update ended. */
export type ReportWords = LeaseWords & {
  readonly outcome: LeaseOutcome;
  readonly code: string | null;
  readonly detail: string | null;
  readonly steps?: readonly UpdateStep[];
};

/** Which intent a device will not run, and why. */
export type RefusalWords = {
  readonly generation: number;
  readonly intentDigest: string;
  readonly code: string;
  readonly detail: string | null;
};

/** See above. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #turns: Turns;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#turns = new Turns(parts.database);
  }

  /** Permits a device to start, or says why not. `check` runs first, in the same transaction. */
  begin(
    { tenantId, deviceId }: OfDevice,
    words: LeaseWords & { readonly intentDigest: string },
    check: (em: EntityManager) => Promise<void>,
  ): Promise<BeginVerdict> {
    if (!isUuid(words.leaseId)) return Promise.resolve('STALE');
    return this.#within(tenantId, async (em) => {
      await check(em);
      const rollout = await lockRollout(em, words.leaseId);
      const isRunning = rollout?.isRunning ?? false;
      const hasRoom = rollout !== null && (await hasRoomFor(em, deviceId, rollout));
      const command: LeaseCommand = { type: 'BeginLease', ...words, now: await databaseNow(em), isRunning, hasRoom };
      const viewer = deviceViewer(tenantId, deviceId);
      const { state } = await handleWithin(em, this.#parts.leases, { id: deviceId, command, viewer });
      return beginVerdict(words, state);
    });
  }

  /** Notes how an update ended. False: it was of an older lease, and changes nothing. */
  report(
    { tenantId, deviceId }: OfDevice,
    words: ReportWords,
    check: (em: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    if (!isUuid(words.leaseId)) return Promise.resolve(false);
    return this.#within(tenantId, async (em) => {
      await check(em);
      const viewer = deviceViewer(tenantId, deviceId);
      const command: LeaseCommand = { type: 'ReportLease', ...words };
      const { state, events } = await handleWithin(em, this.#parts.leases, { id: deviceId, command, viewer });
      const reported = events.find((event) => event.type === 'LeaseReported');
      if (reported?.data.outcome === 'SUCCEEDED') await noteUpdated(em, viewer, reported.data);
      const { lease } = state;
      return (
        lease?.facts.leaseId === words.leaseId && lease.facts.fence === words.fence && lease.stage === words.outcome
      );
    });
  }

  /**
   * Notes that a device will not run its newest intent, and takes back the lease it has not begun. False: there is a newer
   * intent, or the update was begun, and then its report says how it ended.
   */
  refuse(
    { tenantId, deviceId }: OfDevice,
    words: RefusalWords,
    check: (em: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    return this.#within(tenantId, async (em) => {
      await check(em);
      const viewer = deviceViewer(tenantId, deviceId);
      const open = await findOpenLease(em, deviceId, words.intentDigest);
      if (open && open.stage !== 'GRANTED') return false;
      const refusal: IntentCommand = { type: 'RefuseUpdate', deviceId, ...words, leaseId: open?.id ?? null };
      const { state } = await handleWithin(em, intentAggregate, { id: deviceId, command: refusal, viewer });
      const { generation, held } = state;
      if (!held?.isRefused || words.generation !== generation || words.intentDigest !== held.digest) return false;
      if (open) {
        const { code, detail } = words;
        const command: LeaseCommand = { type: 'WithdrawLease', fence: open.fence, cause: 'REFUSED', code, detail };
        await handleWithin(em, this.#parts.leases, { id: deviceId, command, viewer });
      }
      return true;
    });
  }

  /** One of two persons: the first asks, another agrees. */
  async override(
    viewer: Viewer & { readonly tenantId: string },
    leaseId: string,
    command: Extract<LeaseCommand, { type: 'RequestOverride' | 'ApproveOverride' }>,
  ): Promise<void> {
    await this.#within(viewer.tenantId, async (em) => {
      const [row] = isUuid(leaseId)
        ? await ask<{ deviceId: string }>(
            em,
            `select l.device_id as "deviceId" from leases l where ${ofTenant('l')} and l.id = $1`,
            [leaseId],
          )
        : [];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such lease in this tenant.', { leaseId });
      await handleWithin(em, this.#parts.leases, { id: row.deviceId, command, viewer });
    });
  }

  /**
   * Ends leases that did not begin in time, takes back those whose rollout does not go on, and suspects devices that fell
   * silent or take too long. Answers how many.
   */
  async sweep(tenantId: string): Promise<number> {
    const due = await this.#parts.database.inTenant(tenantId, findDue);
    if (due.length === 0) return 0;
    await this.#within(tenantId, async (em) => {
      await holdRollouts(em);
      const now = await databaseNow(em);
      for (const each of due) {
        const { deviceId } = each;
        const command = sweeping(each, now);
        const viewer = systemViewer(tenantId);
        await handleWithin(em, this.#parts.leases, { id: deviceId, command, viewer });
      }
    });
    return due.length;
  }

  async #within<T>(tenantId: string, work: (em: EntityManager) => Promise<T>): Promise<T> {
    const result = await this.#turns.take(tenantId, work);
    this.#parts.tail.committed();
    return result;
  }
}

type LockedRollout = { readonly id: string; readonly parallelMax: number | null; readonly isRunning: boolean };

/** The rollout of a lease, held as it is: a pause commits before this or waits for it. */
async function lockRollout(em: EntityManager, leaseId: string): Promise<LockedRollout | null> {
  const [row] = await ask<LockedRollout>(
    em,
    `select r.id, (r.plan ->> 'parallelMax')::integer as "parallelMax",
       case l.direction when 'BACK' then r.stage = 'ROLLING_BACK' else r.stage = 'RUNNING' and exists (
         select from artifacts a where a.tenant_id = r.tenant_id and a.digest = r.plan -> 'artifact' ->> 'digest'
           and a.state = 'VERIFIED') end as "isRunning"
     from leases l join rollouts r on r.tenant_id = l.tenant_id and r.id = l.rollout_id
     where ${ofTenant('l')} and l.id = $1 for share of r`,
    [leaseId],
  );
  return row ?? null;
}

async function findOpenLease(em: EntityManager, deviceId: string, intentDigest: string) {
  const [row] = await ask<{ id: string; fence: number; stage: string }>(
    em,
    `select l.id, l.fence, l.stage from leases l where ${ofTenant('l')} and l.device_id = $1 and l.intent_digest = $2
       and l.stage in ('GRANTED', 'ACTIVE', 'SUSPECT')`,
    [deviceId, intentDigest],
  );
  return row ?? null;
}

async function hasRoomFor(em: EntityManager, deviceId: string, rollout: LockedRollout): Promise<boolean> {
  const [device] = await ask<Standee & { readonly countsAway: boolean }>(
    em,
    `select ${standingColumns}, exists (select from budgets b where ${ofTenant('b')} and b.unavailable_max is not null)
       as "countsAway"
     from devices d ${standingJoins} where ${ofTenant('d')} and d.id = $1`,
    [deviceId],
  );
  if (!device) return false;
  // Who is away and who serves is asked only where it can make a difference: every start waits behind this.
  if (!device.countsAway && !device.roles.some((role) => indispensable.includes(role))) return true;
  const room = await Room.read(em);
  return shortageAtBegin(room.slotsOf(device, rollout), room.servicesOf(device)) === null;
}

async function noteUpdated(em: EntityManager, viewer: Viewer, facts: LeaseFacts): Promise<void> {
  const { deviceId, rolloutId, intentDigest } = facts;
  const [row] = await ask<{ artifact: ArtifactFacts; generation: number; previous: ArtifactFacts | null }>(
    em,
    `select i.artifact, i.generation, s.artifact as previous from intents i
     left join installed s on s.tenant_id = i.tenant_id and s.device_id = i.device_id and s.name = i.artifact ->> 'name'
     where ${ofTenant('i')} and i.device_id = $1 and i.digest = $2`,
    [deviceId, intentDigest],
  );
  if (!row) return;
  const { artifact, generation, previous } = row;
  const { digest, version } = artifact;
  const about = { deviceId, rolloutId, generation, digest, version, artifact, previous };
  await handleWithin(em, intentAggregate, { id: deviceId, command: { type: 'NoteUpdated', ...about }, viewer });
}

type Due = {
  readonly deviceId: string;
  readonly fence: number;
  readonly cause: 'LATE' | 'ROLLOUT_STOPPED' | SuspicionCause;
};

/** What was read is told the lease, which knows whether it still holds: what has begun meanwhile is left alone. */
function sweeping({ fence, cause }: Due, now: string): LeaseCommand {
  switch (cause) {
    case 'LATE':
      return { type: 'ExpireLease', fence, now };
    case 'ROLLOUT_STOPPED':
      return { type: 'WithdrawLease', fence, cause, code: null, detail: null };
    default:
      return { type: 'SuspectLease', fence, cause };
  }
}

const dueMax = 500;

async function findDue(em: EntityManager): Promise<Due[]> {
  return ask<Due>(
    em,
    `select l.device_id as "deviceId", l.fence, 'LATE' as cause from leases l
     where ${ofTenant('l')} and l.stage = 'GRANTED' and l.begin_before <= clock_timestamp()
     union all
     select l.device_id, l.fence, 'ROLLOUT_STOPPED' from leases l
     join rollouts r on r.tenant_id = l.tenant_id and r.id = l.rollout_id
     where ${ofTenant('l')} and l.stage = 'GRANTED' and l.begin_before > clock_timestamp()
       and (r.stage in ('ABORTED', 'FINISHED', 'ROLLED_BACK') or (r.stage = 'ROLLING_BACK' and l.direction = 'FORWARD')
         or (r.stage = 'PAUSED' and r.stage_cause = 'ARTIFACT'))
     union all
     select l.device_id, l.fence, case when l.due_at <= clock_timestamp() then 'DEADLINE' else 'HEARTBEAT_LOST' end
     from leases l join devices d on d.tenant_id = l.tenant_id and d.id = l.device_id
     where ${ofTenant('l')} and l.stage = 'ACTIVE' and (l.due_at <= clock_timestamp() or ${isSilent})
     limit $1`,
    [dueMax],
  );
}

function deviceViewer(tenantId: string, deviceId: string): Viewer {
  return { ...systemViewer(tenantId), kind: 'device', subject: deviceId };
}
