/**
 * Follows what rollouts permit, so that a heartbeat can tell a device that there is something to ask for. The device
 * learns no more from it than that: what it may do, rollouts answer.
 */
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';

/** As much of the fact as is needed here: rollouts follow the fleet, so their types cannot be imported. */
export type UpdatePermitted = { readonly deviceId: string; readonly fence: number };

/** The hints of devices. A rebuild makes the same, because fences only rise. */
export const updateHintsProjection: AsyncProjection = {
  name: 'fleet.update_hints',
  mode: 'async',
  tables: ['update_hints'],
  handles: ['LeaseGranted'],
  async project(em, event: Recorded) {
    const { deviceId, fence } = event.data as UpdatePermitted;
    tell(
      em,
      `insert into update_hints as h (tenant_id, device_id, generation) values ($1, $2, $3)
       on conflict (tenant_id, device_id) do update set generation = greatest(h.generation, excluded.generation)`,
      [event.tenantId, deviceId, fence],
    );
  },
};
