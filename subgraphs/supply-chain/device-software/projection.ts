/** Follows what devices say of their updates, and forgets devices that are gone for good. */
import type { DeviceRetired } from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ask } from '@flotilla/kernel/transaction';
import type { DeviceUpdated } from '@flotilla/rollouts/events';

type Followed = DeviceUpdated | DeviceRetired;

/** Follows the facts of rollouts into `device_software`. */
export const deviceSoftwareProjection: AsyncProjection = {
  name: 'supply-chain.device_software',
  mode: 'async',
  tables: ['device_software'],
  handles: ['DeviceUpdated', 'DeviceRetired'] satisfies Followed['type'][],
  project: (em, event) => follow(em, event as Recorded<Followed>),
};

async function follow(em: EntityManager, fact: Recorded<Followed>): Promise<void> {
  const { tenantId, at, data } = fact;
  if (fact.type === 'DeviceRetired') {
    await ask(em, 'delete from device_software where tenant_id = $1 and device_id = $2', [tenantId, data.deviceId]);
    return;
  }
  const { deviceId, rolloutId, artifact } = fact.data;
  await ask(
    em,
    `insert into device_software (tenant_id, device_id, name, version, digest, since, rollout_id)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, device_id, name) do update set version = excluded.version, digest = excluded.digest,
       since = excluded.since, rollout_id = excluded.rollout_id`,
    [tenantId, deviceId, artifact.name, artifact.version, artifact.digest, at, rolloutId],
  );
}
