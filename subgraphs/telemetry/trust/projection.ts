/**
 * Keeps telemetry's own answer to "may this device send": the newest trust facts of each device. Beside them, every key
 * the device has proved to hold, old ones too: what it signed with one may lie in its queue for long.
 */
import type { DeviceTrustEvent } from '@flotilla/fleet/events';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { trustEventTypes, trustProjectionName } from './trust-events.ts';

/** Follows the fleet's facts into `device_trust`. */
export const trustProjection: AsyncProjection = {
  name: trustProjectionName,
  mode: 'async',
  tables: ['device_trust'],
  handles: trustEventTypes,
  async project(em, event) {
    const fact = event as Recorded<DeviceTrustEvent>;
    const { tenantId, data } = fact;
    await em.execute(
      `insert into device_trust (tenant_id, device_id, trust, fingerprints, public_keys)
       values (?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), array(select jsonb_array_elements_text(?::jsonb)))
       on conflict (tenant_id, device_id) do update
         set trust = excluded.trust, fingerprints = excluded.fingerprints, public_keys = array(
           select distinct key from unnest(device_trust.public_keys || excluded.public_keys) as key order by key)`,
      [tenantId, data.deviceId, data.trust, JSON.stringify(data.fingerprints), JSON.stringify(keysIn(fact))],
    );
  },
};

/** The keys a fact tells of, base64 of the SubjectPublicKeyInfo. */
function keysIn(fact: DeviceTrustEvent): string[] {
  if (fact.type === 'DeviceClaimed') return [fact.data.publicKey];
  return fact.type === 'DeviceCertificateIssued' ? [fact.data.certificate.publicKey] : [];
}
