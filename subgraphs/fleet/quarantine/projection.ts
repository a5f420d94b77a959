/** Counts the attempts that telemetry tells of: it keeps the batches, the fleet shows how many came. */
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import type { QuarantineAttempted } from '../device/events.ts';

/** Follows telemetry's facts into `quarantine_telemetry`. The fleet's own attempts are counted where they happen. */
export const quarantineTelemetryProjection: AsyncProjection = {
  name: 'fleet.quarantine_telemetry',
  mode: 'async',
  tables: ['quarantine_telemetry'],
  handles: ['QuarantineAttempted'] satisfies QuarantineAttempted['type'][],
  async project(em, event) {
    const { tenantId, data } = event as Recorded<QuarantineAttempted>;
    if (data.kind !== 'TELEMETRY') return;
    await em.execute(
      `insert into quarantine_telemetry as q (tenant_id, device_id, attempts) values (?, ?, ?)
       on conflict (tenant_id, device_id) do update set attempts = q.attempts + excluded.attempts`,
      [tenantId, data.deviceId, data.count],
    );
  },
};
