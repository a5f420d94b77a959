/**
 * Judges devices again when something changed that their verdict depends on: a key was revoked, an artifact withdrawn, an
 * update brought something, a measurement was accepted. It hears of that from the log, and looks a few times, because rows
 * that follow the log come a moment later.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask } from '@flotilla/kernel/transaction';
import { databaseNow } from '../../clock.ts';
import { agentArtifactName } from '../judging/facts.ts';
import type { DeviceDesk } from './device-desk.ts';

const periodMs = 500;
/** Longer than the margin, for whoever is looked at again because of it. */
const looksPerCause = 30;
const devicesMax = 200;
/** A fact's moment is before that of its commit: who was looked at that soon after it is looked at again. */
const marginMs = 10_000;
const againAfterMs = 4_000;
/** Rows that follow the log may come so late, and are found all the same. */
const lagMs = 300_000;
/** One look in so many periods is taken without a cause. */
const idlePeriods = 120;
/** What happened so long before the first look was seen by an earlier life, or by the device's next report. */
const firstLookBackMs = 7 * 86_400_000;

/** What a verdict depends on beside what the device says. */
const causes = [
  'ArtifactRegistered',
  'ArtifactVerified',
  'ArtifactRejected',
  'ArtifactWithdrawn',
  'AgentMeasurementAccepted',
  'AgentMeasurementDropped',
  'DeviceUpdated',
];

/** What the clerk works with. */
export type ClerkParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'subscribe'>;
  readonly desk: Pick<DeviceDesk, 'judge'>;
  readonly logger: Logger;
};

type Due = { readonly tenantId: string; readonly deviceId: string };

/** Judges again, until it is stopped. */
export class Clerk {
  readonly #parts: ClerkParts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();
  #unfollow: (() => void) | undefined;
  /** Looks that are still to be taken. The first are for what happened while nobody was here. */
  #due = looksPerCause;
  /** Periods since the last look. */
  #idle = 0;
  /** Changes before this, in milliseconds since 1970 by the database, were seen. */
  #since: number | null = null;

  constructor(parts: ClerkParts) {
    this.#parts = parts;
  }

  /** Begins. */
  start(): void {
    this.#unfollow = this.#parts.tail.subscribe(causes, () => {
      this.#due = looksPerCause;
    });
    this.#schedule();
  }

  /** Ends after the look that is taken now. */
  async stop(): Promise<void> {
    this.#unfollow?.();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#looking;
  }

  /** Judges whatever may have changed; answers how many devices that were. */
  async look(): Promise<number> {
    const { database, desk, logger } = this.#parts;
    const { now, due } = await database.inTenant(everyTenant, async (em) => {
      const at = Date.parse(await databaseNow(em));
      return { now: at, due: await findDue(em, { now: at, since: this.#since ?? at - firstLookBackMs }) };
    });
    for (const { tenantId, deviceId } of due) {
      // One that cannot be judged now must not keep the others waiting.
      await desk
        .judge(tenantId, deviceId)
        .catch((error: unknown) => logger.warn({ err: error, deviceId }, 'a device could not be judged again'));
    }
    // What is older was looked at by now, unless there was more than one look takes in.
    if (due.length < devicesMax) this.#since = now - lagMs;
    return due.length;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#idle += 1;
      if (this.#due === 0 && this.#idle < idlePeriods) return this.#schedule();
      this.#due = Math.max(0, this.#due - 1);
      this.#idle = 0;
      this.#looking = this.look()
        .then((count) => {
          // More wait than one look takes in.
          if (count === devicesMax) this.#due += 1;
        })
        .catch((error: unknown) => this.#parts.logger.warn({ err: error }, 'devices could not be judged again'))
        .finally(() => this.#timer && this.#schedule());
    }, periodMs);
  }
}

/**
 * Devices whose bytes, updates or expected agents changed after they were looked at, or just before. It begins with what
 * changed, which is little, and not with the devices, which are many.
 */
async function findDue(
  em: EntityManager,
  { now, since }: { readonly now: number; readonly since: number },
): Promise<Due[]> {
  const at = (ms: number): string => new Date(ms).toISOString();
  return ask<Due>(
    em,
    `with changed as materialized (
       select a.tenant_id, a.digest, a.name, greatest(a.registered_at, a.judged_at, a.withdrawn_at) as at
       from artifacts a where greatest(a.registered_at, a.judged_at, a.withdrawn_at) > $1::timestamptz),
     expected as materialized (
       select c.tenant_id, c.at from changed c where c.name = $2
       union all
       select m.tenant_id, greatest(m.accepted_at, m.dropped_at) from agent_measurements m
       where greatest(m.accepted_at, m.dropped_at) > $1::timestamptz),
     touched as (
       select r.tenant_id, r.device_id, c.at from changed c
         join reported_software r on r.tenant_id = c.tenant_id and r.digest = c.digest
       union all
       select s.tenant_id, s.device_id, s.since from device_software s where s.since > $1::timestamptz
       union all
       select d.tenant_id, d.device_id, e.at
       from (select tenant_id, max(at) as at from expected group by tenant_id) e
         join device_supply_chains d on d.tenant_id = e.tenant_id)
     select l.tenant_id as "tenantId", l.device_id as "deviceId"
     from (select tenant_id, device_id, max(at) as at from touched group by tenant_id, device_id) t
       join judgement_looks l on l.tenant_id = t.tenant_id and l.device_id = t.device_id
     where l.looked_at < t.at
       or (l.looked_at < t.at + make_interval(secs => $3) and l.looked_at < $4::timestamptz)
     order by l.looked_at limit $5`,
    [at(since), agentArtifactName, marginMs / 1_000, at(now - againAfterMs), devicesMax],
  );
}
