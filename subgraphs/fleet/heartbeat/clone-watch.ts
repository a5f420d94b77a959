/**
 * Watches for two agents with one identity. Only unusual heartbeats come here, after they were recorded: what they mean
 * is decided in a transaction of its own, so that it costs other devices' heartbeats nothing.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import { invariant } from '@flotilla/kernel/invariant';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { cloneAggregate, deviceAggregate } from '../aggregates.ts';
import { isCloned, sighted, type Instance, type ResolveClone, type Sighting } from '../clone/clone.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import type { Caller } from './device-call.ts';

/** What the watch works with. */
export type CloneWatchParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

/** An unusual heartbeat: the run before it, and its own. */
export type UnusualHeartbeat = {
  readonly caller: Pick<Caller, 'tenantId' | 'deviceId'>;
  readonly before: Sighting;
  readonly now: Sighting;
};

const instancesMax = 16;

/** Keeps the runs of devices apart. */
export class CloneWatch {
  readonly #parts: CloneWatchParts;
  readonly #pending = new Set<Promise<void>>();

  constructor(parts: CloneWatchParts) {
    this.#parts = parts;
  }

  /** Looks at an unusual heartbeat in the background. If that fails, the next one of the same kind is looked at. */
  note(unusual: UnusualHeartbeat): void {
    const { logger } = this.#parts;
    const { deviceId } = unusual.caller;
    const work = this.examine(unusual).catch((error: unknown) =>
      logger.warn({ err: error, deviceId }, 'an unusual heartbeat could not be looked at just now'),
    );
    const pending = work.finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }

  /** Finishes what is being looked at. */
  async drain(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Decides what an unusual heartbeat means, and does what the domain's policy says. */
  async examine({ caller, before, now }: UnusualHeartbeat): Promise<void> {
    const { tenantId, deviceId } = caller;
    await this.#parts.database.inTenant(tenantId, async (em) => {
      await hold(em, deviceId);
      const instances = sighted(await readInstances(em, deviceId), before, now);
      await writeInstances(em, { tenantId, deviceId, instances });
      if (isCloned(instances, now)) await suspect(em, { tenantId, deviceId });
    });
    this.#parts.tail.committed();
  }

  /** Records which run is the device, and forgets what the others did until they call again. */
  async resolve(deviceId: string, keep: Pick<ResolveClone, 'keepBootId' | 'keepEpoch'>, viewer: Viewer): Promise<void> {
    const { tenantId } = viewer;
    if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
    await this.#parts.database.inTenant(tenantId, async (em) => {
      await hold(em, deviceId);
      const command = { type: 'ResolveClone', deviceId, ...keep } as const;
      const { events } = await handleWithin(em, cloneAggregate, { id: deviceId, command, viewer });
      const [resolved] = events;
      invariant(resolved?.type === 'CloneResolved', 'a suspicion that is resolved says which run is kept');
      const { keptBootId, keptEpoch = null } = resolved.data;
      await em.execute(
        // Where another run was heard last, the one that is kept takes over once more, and rightly.
        `update device_instances i set lates = 0, regressions = 0,
           arrivals = case when r.is_kept and not r.is_current then 0 else 1 end,
           rejected_at = case when r.is_kept then null else now() end
         from (
           select j.tenant_id, j.device_id, j.boot_id, j.epoch, j.boot_id = ? and j.epoch = ? as is_kept,
             j.boot_id = l.boot_id and j.epoch = l.epoch as is_current
           from device_instances j join device_liveness l on l.tenant_id = j.tenant_id and l.device_id = j.device_id
         ) r
         where r.tenant_id = ? and r.device_id = ?
           and (i.tenant_id, i.device_id, i.boot_id, i.epoch) = (r.tenant_id, r.device_id, r.boot_id, r.epoch)`,
        [keptBootId, keptEpoch, tenantId, deviceId],
      );
    });
    this.#parts.tail.committed();
  }
}

/** One at a time looks at the runs of a device. */
async function hold(em: EntityManager, deviceId: string): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtextextended('runs of ' || ?::text, 0))`, [deviceId]);
}

async function readInstances(em: EntityManager, deviceId: string): Promise<Instance[]> {
  return em.execute<Instance[]>(
    `select boot_id as "bootId", epoch::float8 as epoch, seq::float8 as seq, arrivals, lates, regressions,
       rejected_at is not null as "isRejected"
     from device_instances where device_id = ? order by last_seen`,
    [deviceId],
  );
}

async function writeInstances(
  em: EntityManager,
  { tenantId, deviceId, instances }: { tenantId: string; deviceId: string; instances: readonly Instance[] },
): Promise<void> {
  await em.execute(
    `insert into device_instances as i (tenant_id, device_id, boot_id, epoch, seq, arrivals, lates, regressions)
     select ?, ?, r."bootId", r.epoch, r.seq, r.arrivals, r.lates, r.regressions
     from jsonb_to_recordset(?::jsonb)
       as r ("bootId" text, epoch bigint, seq bigint, arrivals integer, lates integer, regressions integer)
     on conflict (tenant_id, device_id, boot_id, epoch) do update set seq = excluded.seq, arrivals = excluded.arrivals,
       lates = excluded.lates, regressions = excluded.regressions, last_seen = now()
     where (i.seq, i.arrivals, i.lates, i.regressions)
       is distinct from (excluded.seq, excluded.arrivals, excluded.lates, excluded.regressions)`,
    [tenantId, deviceId, JSON.stringify(instances)],
  );
  if (instances.length <= instancesMax) return;
  await em.execute(
    `delete from device_instances where tenant_id = ? and device_id = ? and (boot_id, epoch) in (
       select boot_id, epoch from device_instances where tenant_id = ? and device_id = ?
       order by last_seen desc, epoch desc offset ?)`,
    [tenantId, deviceId, tenantId, deviceId, instancesMax],
  );
}

async function suspect(em: EntityManager, { tenantId, deviceId }: UnusualHeartbeat['caller']): Promise<void> {
  const instances = await em.execute<{ bootId: string; epoch: number; seq: number; lastSeenAt: string }[]>(
    `select boot_id as "bootId", epoch::float8 as epoch, seq::float8 as seq,
       to_char(last_seen at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt"
     from device_instances where tenant_id = ? and device_id = ? order by last_seen desc, epoch desc`,
    [tenantId, deviceId],
  );
  const viewer = systemViewer(tenantId);
  const seen = instances.map((instance) => ({ ...instance, address: null }));
  const command = { type: 'SuspectClone', deviceId, instances: seen } as const;
  const { events } = await handleWithin(em, cloneAggregate, { id: deviceId, command, viewer });
  const [event] = events;
  if (!event) return;
  const [row] = await em.execute<{ domain_id: string; trust: string }[]>(
    'select domain_id, trust from devices where tenant_id = ? and id = ?',
    [tenantId, deviceId],
  );
  if (row?.trust !== 'TRUSTED') return;
  const settings = (await settingsOf(em, tenantId, [row.domain_id])).get(row.domain_id);
  if (settings?.clonePolicy !== 'QUARANTINE') return;
  const reason = 'Two agents use the identity of this device.';
  const quarantine = { type: 'QuarantineDevice', reason, cause: 'CLONE', evidence: event.id } as const;
  await handleWithin(em, deviceAggregate, { id: deviceId, command: quarantine, viewer });
}
