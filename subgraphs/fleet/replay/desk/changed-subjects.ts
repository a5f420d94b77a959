/**
 * What a device should be that changed while it could not know: orders that waited for it in vain or still do. Whatever it
 * decided on the same subject by itself is a conflict that people see.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { Caller } from '../../heartbeat/device-call.ts';

/** The subjects of orders since the device last concluded a replay that it did not get, as its journal names them. */
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
       and (k.stage = 'QUEUED' or (k.stage = 'EXPIRED' and k.delivered_at is null and k.ended_at > coalesce((
         select max(s.ended_at) from replay_sessions s where s.tenant_id = $1 and s.device_id = $2), '-infinity')))
     order by subject`,
    [tenantId, deviceId],
  );
  return rows.map(({ subject }) => subject);
}
