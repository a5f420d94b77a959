/** Every read of how far artifacts and keys reach: which devices run an artifact, and what rests on a key. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { runningColumns, runningSource, type DeviceSoftwareRow } from '../device-software/queries.ts';
import { ofTenant } from '../of-tenant.ts';

/** How many devices run artifacts, by artifact. */
export const deviceCountByArtifact = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await ask<{ id: string; count: number }>(
    em,
    `select a.id, count(distinct d.device_id)::integer as count from ${runningSource}
     where ${ofTenant('d')} and a.id = any($1::uuid[]) group by a.id`,
    [ids],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
});

/** A page of the devices that run an artifact, by device. */
export async function findRunningOn(em: EntityManager, artifactId: string, page: Page): Promise<DeviceSoftwareRow[]> {
  const [deviceId = null, name = null] = page.after ?? [];
  const rows = await ask<DeviceSoftwareRow>(
    em,
    `select ${runningColumns} from ${runningSource}
     where ${ofTenant('d')} and a.id = $1 and ($2::uuid is null or (d.device_id, d.name) > ($2::uuid, $3::text))
     order by d.device_id, d.name limit $4`,
    [artifactId, deviceId, name, page.first + 1],
  );
  return dated(rows, ['since']);
}

/** What rests on a key: artifacts it vouches for, and devices that run one of them. */
export type KeyReach = { readonly artifacts: number; readonly devices: number };

/** What rests on keys, by key. */
export const reachByKey = defineLoader(async (em, keyIds: readonly string[]) => {
  const rows = await ask<KeyReach & { readonly keyId: string }>(
    em,
    `select s.key_id as "keyId", count(distinct s.artifact_id)::integer as artifacts,
       count(distinct d.device_id)::integer as devices
     from artifact_signers s
       join artifacts a on a.tenant_id = s.tenant_id and a.id = s.artifact_id
       left join device_software d on d.tenant_id = a.tenant_id and d.digest = a.digest
     where ${ofTenant('s')} and s.key_id = any($1) group by s.key_id`,
    [keyIds],
  );
  return new Map(rows.map(({ keyId, artifacts, devices }) => [keyId, { artifacts, devices }]));
});
