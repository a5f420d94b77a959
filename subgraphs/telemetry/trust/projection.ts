/** Keeps telemetry's own answer to "may this device send": the newest trust facts of each device. */
import type { DeviceTrustEvent } from '@flotilla/fleet/events';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';

/** The fleet's facts that change who is believed. Each carries the complete answer. */
export const trustEventTypes: readonly DeviceTrustEvent['type'][] = [
  'DeviceClaimed',
  'DeviceApproved',
  'DeviceDenied',
  'DeviceRevoked',
  'DeviceCertificateIssued',
  'DeviceCertificateConfirmed',
];

/** The checkpoint that admission compares with the head of the log. */
export const trustProjectionName = 'telemetry.device_trust';

/** Follows the fleet's facts into `device_trust`. */
export const trustProjection: AsyncProjection = {
  name: trustProjectionName,
  mode: 'async',
  tables: ['device_trust'],
  handles: trustEventTypes,
  async project(em, event) {
    const { tenantId, data } = event as Recorded<DeviceTrustEvent>;
    await em.execute(
      `insert into device_trust (tenant_id, device_id, trust, fingerprints)
       values (?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)))
       on conflict (tenant_id, device_id) do update set trust = excluded.trust, fingerprints = excluded.fingerprints`,
      [tenantId, data.deviceId, data.trust, JSON.stringify(data.fingerprints)],
    );
  },
};
