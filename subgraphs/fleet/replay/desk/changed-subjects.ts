/**
 * What a device should be that changed while it could not know: orders that it never said it has, whether they still wait
 * for it, were lost on the way, or ran out. Whatever it decided on the same subject by itself is a conflict that people see.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';

/**
 * The subjects of orders to each device, since it last concluded a replay, that it did not get, as its journal names them.
 * One that it applied is none: it knew of it. One that was handed over and never acknowledged may have been lost, and counts.
 */
export async function changedSubjects(
  em: EntityManager,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await ask<{ id: string; subject: string }>(
    em,
    `select distinct k.device_id as id,
       case k.kind when 'RESTART_SERVICE' then 'service:' || (k.payload ->> 'service')
         when 'SET_CHANNEL' then 'channel' else 'schedule' end as subject
     from commands k
     where k.tenant_id = $1 and k.device_id = any($2::uuid[])
       and k.kind in ('RESTART_SERVICE', 'SET_CHANNEL', 'DRAIN', 'CORDON', 'UNCORDON')
       and k.acknowledged_at is null and k.late_report is null
       and (k.stage in ('QUEUED', 'DELIVERED') or (k.stage = 'EXPIRED' and k.ended_at > coalesce((
         select max(s.ended_at) from replay_sessions s where s.tenant_id = $1 and s.device_id = k.device_id), '-infinity')))
     order by id, subject`,
    [tenantId, deviceIds],
  );
  return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [id, own.map(({ subject }) => subject)]));
}
