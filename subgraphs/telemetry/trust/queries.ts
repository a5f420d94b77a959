/** What telemetry knows of devices by its projection of the fleet's facts: which there are, and which keys they have. */
import type { Database } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { defineLoader } from '@flotilla/kernel/loader';
import { trustEventTypes, trustProjectionName } from './trust-events.ts';

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Devices of the transaction's tenant by id. A foreign id, or text that is no id, is simply not there. */
export const knownDevices = defineLoader<string, { readonly id: string }>(async (em, keys) => {
  const ids = keys.filter((key) => uuidShape.test(key));
  if (ids.length === 0) return new Map();
  const rows = await em.execute<{ id: string }[]>(
    `select device_id::text as id from device_trust where device_id in (${ids.map(() => '?').join(', ')})`,
    ids,
  );
  const found = new Set(rows.map((row) => row.id));
  return new Map(ids.filter((id) => found.has(id.toLowerCase())).map((id) => [id, { id: id.toLowerCase() }]));
});

/** Which keys speak for a device, as far as telemetry knows. */
export type DeviceKeys = {
  /** Null: no device that telemetry knows. */
  readonly trust: string | null;
  /** Base64 of the SubjectPublicKeyInfo of each. */
  readonly publicKeys: readonly string[];
  /** Whether newer facts of the device exist than telemetry has digested. */
  readonly isBehind: boolean;
};

/** The keys of a device of a tenant. */
export async function findDeviceKeys(
  database: Database,
  { tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string },
): Promise<DeviceKeys> {
  return database.inTenant(tenantId, async (em) => {
    const [row] = await em.execute<DeviceKeys[]>(
      `select d.trust, coalesce(d.public_keys, '{}') as "publicKeys", exists (
         select from log.events e
         join log.tenants t on t.tenant_id = b.tenant_id and t.shard = e.shard
         left join log.checkpoints c on c.projection = ? and c.shard = e.shard
         where e.stream = 'device-' || b.device_id and e.position > coalesce(c.position, 0)
           and e.type in (${trustEventTypes.map(() => '?').join(', ')})
       ) as "isBehind"
       from (select ?::uuid as tenant_id, ?::uuid as device_id) b
       left join device_trust d using (tenant_id, device_id)`,
      [trustProjectionName, ...trustEventTypes, tenantId, deviceId],
    );
    invariant(row, 'a left join answers a row');
    return row;
  });
}
