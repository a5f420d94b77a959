/** Whether a relay may speak for a device, and by which keys the device is known. */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { ask } from '@flotilla/kernel/transaction';
import type { Caller } from '../../heartbeat/device-call.ts';
import { isUuid } from '../../of-tenant.ts';
import { standingOf } from '../../replay/desk/standing.ts';

/** A key of a device and the certificate it is in; the certificate is empty where none is accepted any more. */
export type DeviceKey = { readonly publicKey: string; readonly fingerprint: string };

type Row = {
  readonly is_relay: boolean;
  readonly is_near: boolean;
  readonly public_key: string;
  readonly keys: readonly DeviceKey[];
};

const sql = `select exists (select 1 from relays r where r.tenant_id = d.tenant_id and r.id = $1) as is_relay,
    exists (select 1 from device_routes w where w.tenant_id = d.tenant_id and w.device_id = d.id and w.relay_id = $1)
    or exists (select 1 from devices v
      join domains top on top.tenant_id = v.tenant_id and top.id = v.domain_id
      join domains own on own.tenant_id = d.tenant_id and own.id = d.domain_id
      where v.tenant_id = d.tenant_id and v.id = $1
        and (own.path = top.path or starts_with(own.path, top.path || '/'))) as is_near,
    d.public_key, coalesce((
      select jsonb_agg(jsonb_build_object('publicKey', c.public_key, 'fingerprint', c.fingerprint) order by c.not_before desc)
      from device_certificates c where c.tenant_id = d.tenant_id and c.device_id = d.id and c.not_after > now()
        and c.fingerprint in (d.current_fingerprint, d.next_fingerprint)), '[]') as keys
  from devices d where d.tenant_id = $2 and d.id = $3`;

/**
 * The keys that a device may have signed with, newest first. Refuses with FORBIDDEN a caller that is not a trusted relay,
 * or a device that it may not speak for; whether there is such a device is not told.
 */
export async function keysBehind(em: EntityManager, relay: Caller, deviceId: string): Promise<readonly DeviceKey[]> {
  const { trust } = await standingOf(em, relay);
  if (trust !== 'TRUSTED') {
    throw new Refusal('FORBIDDEN', 'A relay that is not trusted delivers nothing. Keep what you carry.', { trust });
  }
  const [row] = isUuid(deviceId) ? await ask<Row>(em, sql, [relay.deviceId, relay.tenantId, deviceId]) : [];
  if (row && !row.is_relay) {
    throw new Refusal('FORBIDDEN', 'This device is not registered as a relay. Ask an operator to register it.', {
      relay: 'NOT_REGISTERED',
    });
  }
  if (!row?.is_near) {
    const words = 'This relay may not speak for this device: it is neither reached through it nor in its domain.';
    throw new Refusal('FORBIDDEN', words, { relay: 'NOT_ITS_RELAY' });
  }
  // Whoever is out proves who it was by the key it claimed with, and is told so.
  return [...row.keys, { publicKey: row.public_key, fingerprint: '' }];
}
