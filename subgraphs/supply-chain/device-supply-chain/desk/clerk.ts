/**
 * Judges devices again when something changed that their verdict depends on: a key was revoked, an artifact withdrawn, an
 * update brought something, a measurement was accepted. It hears of that from the log, and looks a few times, because rows
 * that follow the log come a moment later.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask } from '@flotilla/kernel/transaction';
import { agentArtifactName } from '../judging/facts.ts';
import type { DeviceDesk } from './device-desk.ts';

const periodMs = 500;
const looksPerCause = 6;
const devicesMax = 200;
/** A fact's moment is before that of its commit; what is younger than this when one looks is looked at once more. */
const marginS = 20;

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
    const { database, desk } = this.#parts;
    const due = await database.inTenant(everyTenant, findDue);
    for (const { tenantId, deviceId } of due) await desk.judge(tenantId, deviceId);
    return due.length;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      if (this.#due === 0) return this.#schedule();
      this.#due -= 1;
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

/** Devices whose bytes, updates or expected agents changed since they were looked at, the longest waiting first. */
async function findDue(em: EntityManager): Promise<Due[]> {
  return ask<Due>(
    em,
    `select d.tenant_id as "tenantId", d.device_id as "deviceId"
     from device_supply_chains d
     join judgement_looks l on l.tenant_id = d.tenant_id and l.device_id = d.device_id
     cross join lateral (select l.looked_at - make_interval(secs => $1) as since) as w
     where exists (select from reported_software r join artifacts a on a.tenant_id = r.tenant_id and a.digest = r.digest
         where r.tenant_id = d.tenant_id and r.device_id = d.device_id
           and greatest(a.registered_at, a.judged_at, a.withdrawn_at) > w.since)
       or exists (select from device_software s
         where s.tenant_id = d.tenant_id and s.device_id = d.device_id and s.since > w.since)
       or exists (select from agent_measurements m
         where m.tenant_id = d.tenant_id and greatest(m.accepted_at, m.dropped_at) > w.since)
       or exists (select from artifacts a where a.tenant_id = d.tenant_id and a.name = $2
         and greatest(a.judged_at, a.withdrawn_at) > w.since)
     order by l.looked_at limit $3`,
    [marginS, agentArtifactName, devicesMax],
  );
}
