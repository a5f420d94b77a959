/**
 * Follows which devices are at an update, as rollouts tell of it. It decides nothing: whoever brings the phase of devices
 * in line reads what stands here, however late, and as often as it likes.
 */
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { UpdateEnding } from '../device/events.ts';

/** As much of the facts as is needed here: rollouts follow the fleet, so their types cannot be imported. */
type LeaseFact = {
  readonly type: 'LeaseBegun' | 'LeaseReported' | 'LeaseSuspected' | 'LeaseOverridden';
  readonly data: {
    readonly deviceId: string;
    readonly rolloutId: string;
    readonly leaseId: string;
    readonly fence: number;
    /** Of `LeaseReported` alone. */
    readonly outcome?: Exclude<UpdateEnding, 'SUSPECT' | 'OVERRIDDEN'>;
  };
};

/** The newest update of each device. An older fence changes nothing, and what has ended does not begin again. */
export const updateLeasesProjection: AsyncProjection = {
  name: 'fleet.update_leases',
  mode: 'async',
  tables: ['update_leases'],
  handles: ['LeaseBegun', 'LeaseReported', 'LeaseSuspected', 'LeaseOverridden'] satisfies LeaseFact['type'][],
  async project(em, event: Recorded) {
    const fact = event as Recorded & LeaseFact;
    const { deviceId, rolloutId, leaseId, fence } = fact.data;
    tell(
      em,
      `insert into update_leases as u (tenant_id, device_id, fence, rollout_id, lease_id, outcome)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, device_id) do update
         set fence = excluded.fence, rollout_id = excluded.rollout_id, lease_id = excluded.lease_id,
           outcome = case when excluded.fence = u.fence then coalesce(excluded.outcome, u.outcome) else excluded.outcome end
         where excluded.fence >= u.fence`,
      [event.tenantId, deviceId, fence, rolloutId, leaseId, endingOf(fact)],
    );
  },
};

/**
 * A suspected device is not known to be at work any more. Were it UPDATING until two persons say otherwise, one that
 * died in the middle could not be taken out of service.
 */
function endingOf({ type, data }: LeaseFact): UpdateEnding | null {
  switch (type) {
    case 'LeaseBegun':
      return null;
    case 'LeaseReported':
      return data.outcome ?? 'ABORTED';
    case 'LeaseSuspected':
      return 'SUSPECT';
    case 'LeaseOverridden':
      return 'OVERRIDDEN';
  }
}
