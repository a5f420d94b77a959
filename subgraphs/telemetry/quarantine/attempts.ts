/**
 * Tells the log that quarantined devices keep pushing, in the fleet's words: at most one fact a minute for each device,
 * because a device that floods must not flood the log as well. The fleet counts them and people are told.
 */
import type { QuarantineAttempted } from '@flotilla/fleet/events';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';

/** Seconds between two facts about the attempts of one device. */
export const reportEveryS = 60;

const periodMs = 2_000;
const devicesMax = 500;

/** The stream of what telemetry has to say about the quarantine of a device. */
export function quarantineStream(deviceId: string): string {
  return `telemetry_quarantine-${deviceId}`;
}

/** Records attempts that the log has not heard of, for every tenant. Answers how many devices it told of. */
export async function reportAttempts(em: EntityManager): Promise<number> {
  const rows = await em.execute<{ tenant_id: string; device_id: string; count: number }[]>(
    `with due as (
       select tenant_id, device_id from quarantine_counts
       where unreported > 0 and reported_at < now() - ? * interval '1 s'
       order by reported_at limit ? for update skip locked
     )
     update quarantine_counts q set unreported = 0, reported_at = now()
     from due where q.tenant_id = due.tenant_id and q.device_id = due.device_id
     returning q.tenant_id, q.device_id, old.unreported::float8 as count`,
    [reportEveryS, devicesMax],
  );
  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenant_id)) {
    await append<QuarantineAttempted>(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes: ofTenant.map(({ device_id: deviceId, count }) => ({
        stream: quarantineStream(deviceId),
        expectedVersion: null,
        events: [{ type: 'QuarantineAttempted', data: { deviceId, kind: 'TELEMETRY', count } }],
      })),
    });
  }
  return rows.length;
}

/** What telling works with. */
export type AttemptParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

/** Tells of attempts every few seconds until it is stopped. Any number of processes may: none tells twice. */
export function attemptReporter({ database, tail, logger }: AttemptParts): Rounds {
  const round = async (): Promise<void> => {
    if ((await database.inTenant(everyTenant, reportAttempts)) > 0) tail.committed();
  };
  const words = 'attempts of quarantined devices could not be told just now';
  return new Rounds({ periodMs, round, failed: (error) => logger.warn({ err: error }, words) });
}
