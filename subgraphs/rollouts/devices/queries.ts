/** Which devices the tenant has. */
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { isUuid, ofTenant } from '../of-tenant.ts';

/** Devices of the tenant by id; a device of another one is absent. */
export const knownDevices = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select d.id from devices d where ${ofTenant('d')} and d.id = any($1::uuid[])`;
  const rows = await ask<{ id: string }>(em, sql, [ids.filter(isUuid)]);
  return new Map(rows.map((row) => [row.id, row]));
});

/** Over `devices d`: whether nothing is heard of a device. One that returns and delivers what it kept is heard. */
export const isSilent = "coalesce(d.mode in ('DISCONNECTED', 'AUTONOMOUS'), false)";
