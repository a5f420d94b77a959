/**
 * Tells the log that quarantined devices keep trying: a security signal, but at most one fact a minute for each device,
 * because a device that floods the store must not flood the log as well.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Event } from '@flotilla/kernel/event';
import { append } from '@flotilla/kernel/log/append';
import { deviceAggregate } from '../aggregates.ts';
import type { QuarantineAttempted } from '../device/events.ts';

/** Seconds between two facts about the attempts of one device. */
export const reportEveryS = 60;

const devicesMax = 500;

type Unreported = {
  readonly tenant_id: string;
  readonly device_id: string;
  readonly reports: number;
  readonly events: number;
};

/** Records attempts that the log has not heard of, for every tenant. Answers how many devices it told of. */
export async function reportAttempts(em: EntityManager): Promise<number> {
  const rows = await em.execute<Unreported[]>(
    `with due as (
       select tenant_id, device_id from quarantine_counts
       where (unreported_reports > 0 or unreported_events > 0) and reported_at < now() - ? * interval '1 s'
       order by reported_at limit ? for update skip locked
     )
     update quarantine_counts q set unreported_reports = 0, unreported_events = 0, reported_at = now()
     from due where q.tenant_id = due.tenant_id and q.device_id = due.device_id
     returning q.tenant_id, q.device_id, old.unreported_reports::float8 as reports, old.unreported_events::float8 as events`,
    [reportEveryS, devicesMax],
  );
  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenant_id)) {
    await append<Event>(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes: ofTenant.map((row) => ({
        stream: streamOf(deviceAggregate.category, row.device_id),
        expectedVersion: null,
        events: attemptsOf(row),
      })),
    });
  }
  return rows.length;
}

function attemptsOf({ device_id: deviceId, reports, events }: Unreported): QuarantineAttempted[] {
  const kinds = [
    { kind: 'REPORT', count: reports },
    { kind: 'EVENTS', count: events },
  ] as const;
  return kinds
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => ({ type: 'QuarantineAttempted', data: { deviceId, kind, count } }));
}
