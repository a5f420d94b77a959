/**
 * What a device should be that changed while it could not know: orders that it never said it has, whether they still wait
 * for it, were lost on the way, or ran out. Whatever it decided on the same subject by itself is a conflict that people see.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { Caller } from '../../heartbeat/device-call.ts';

/**
 * The subjects of orders since the device last concluded a replay that it did not get, as its journal names them. One that
 * it applied is none: it knew of it. One that was handed over and never acknowledged may have been lost, and counts.
 */
export async function changedSubjects(
  em: EntityManager,
  { tenantId, deviceId }: Pick<Caller, 'tenantId' | 'deviceId'>,
): Promise<string[]> {
  const rows = await ask<{ subject: string }>(
    em,
    `select distinct case k.kind when 'RESTART_SERVICE' then 'service:' || (k.payload ->> 'service')
         when 'SET_CHANNEL' then 'channel' else 'schedule' end as subject
     from commands k
     where k.tenant_id = $1 and k.device_id = $2
       and k.kind in ('RESTART_SERVICE', 'SET_CHANNEL', 'DRAIN', 'CORDON', 'UNCORDON')
       and k.acknowledged_at is null and k.late_report is null
       and (k.stage in ('QUEUED', 'DELIVERED') or (k.stage = 'EXPIRED' and k.ended_at > coalesce((
         select max(s.ended_at) from replay_sessions s where s.tenant_id = $1 and s.device_id = $2), '-infinity')))
     order by subject`,
    [tenantId, deviceId],
  );
  return rows.map(({ subject }) => subject);
}
