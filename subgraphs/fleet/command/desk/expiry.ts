/** Ends commands whose time is over, by the database's clock: housekeeping looks every few seconds. */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { systemViewer } from '@flotilla/kernel/viewer';
import { commandAggregate } from '../../aggregates.ts';
import { openCommandIds } from '../queries.ts';

/** Commands that one round ends at most. */
export const expiredMax = 500;

/** What endings are recorded with. */
export type EndingParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

type Due = { readonly tenant_id: string; readonly id: string; readonly now: string };

/** Ends what is due. Answers how many it looked at. */
export async function expireCommands({ database, tail, logger }: EndingParts): Promise<number> {
  const due = await database.inTenant(everyTenant, (em) =>
    em.execute<Due[]>(
      `select k.tenant_id, k.id,
         to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
       from commands k
       where k.stage in ('QUEUED', 'DELIVERED', 'ACKED') and k.due_at <= clock_timestamp() order by k.due_at limit ?`,
      [expiredMax],
    ),
  );
  for (const { tenant_id: tenantId, id, now } of due) {
    // Whoever was quicker, the device or a person, has ended it; then there is nothing to do.
    await handle(database, commandAggregate, {
      id,
      command: { type: 'ExpireCommand', now },
      viewer: systemViewer(tenantId),
    }).catch((error: unknown) => logger.warn({ err: error, commandId: id }, 'a command could not be ended just now'));
  }
  if (due.length > 0) tail.committed();
  return due.length;
}

/** Cancels everything that is on its way to a device that leaves. Answers how many were cancelled or told to stop. */
export async function cancelAllOf(
  { database, tail }: EndingParts,
  device: { readonly tenantId: string; readonly deviceId: string },
): Promise<number> {
  const ids = await database.inTenant(device.tenantId, (em) => openCommandIds(em, device));
  const viewer = systemViewer(device.tenantId);
  const command = { type: 'CancelCommand', reason: 'The device is taken out of service.' } as const;
  let cancelled = 0;
  for (const id of ids) {
    const outcome = await handle(database, commandAggregate, { id, command, viewer }).catch(() => null);
    if (outcome && outcome.events.length > 0) cancelled += 1;
  }
  if (ids.length > 0) tail.committed();
  return cancelled;
}
