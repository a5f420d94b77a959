/** Follows what devices say of their updates and of all they run, and forgets devices that are gone for good. */
import type { DeviceRetired } from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ask } from '@flotilla/kernel/transaction';
import type { DeviceUpdated } from '@flotilla/rollouts/events';
import type { DeviceSoftwareReported } from '../device-supply-chain/events.ts';

type Followed = DeviceSoftwareReported | DeviceUpdated | DeviceRetired;

/** Follows the facts of rollouts into `device_software`, and reports into `reported_software`. */
export const deviceSoftwareProjection: AsyncProjection = {
  name: 'supply-chain.device_software',
  mode: 'async',
  tables: ['device_software', 'reported_software'],
  handles: ['DeviceUpdated', 'DeviceRetired', 'DeviceSoftwareReported'] satisfies Followed['type'][],
  project: (em, event) => follow(em, event as Recorded<Followed>),
};

async function follow(em: EntityManager, fact: Recorded<Followed>): Promise<void> {
  const { tenantId, at, data } = fact;
  if (fact.type === 'DeviceSoftwareReported') return replaceReported(em, fact);
  if (fact.type === 'DeviceRetired') {
    for (const table of ['device_software', 'reported_software']) {
      await ask(em, `delete from ${table} where tenant_id = $1 and device_id = $2`, [tenantId, data.deviceId]);
    }
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

async function replaceReported(
  em: EntityManager,
  { tenantId, at, data }: Recorded<DeviceSoftwareReported>,
): Promise<void> {
  const { deviceId, report } = data;
  const { version, binarySha256 } = report.agent;
  const agent = { name: 'agent', version, digest: `sha256:${binarySha256}`, source: 'agent' };
  await ask(em, 'delete from reported_software where tenant_id = $1 and device_id = $2', [tenantId, deviceId]);
  await ask(
    em,
    `insert into reported_software (tenant_id, device_id, ordinal, name, version, digest, source, since)
     select $1, $2, s.ordinal, s.value ->> 'name', s.value ->> 'version', s.value ->> 'digest', s.value ->> 'source', $4
     from jsonb_array_elements($3::text::jsonb) with ordinality as s (value, ordinal)`,
    [tenantId, deviceId, JSON.stringify([agent, ...report.software]), at],
  );
}
