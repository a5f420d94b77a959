/** Every read of what devices run. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import type { Wanted } from '../component/queries.ts';
import { dated } from '../dated.ts';
import { isUuid, ofTenant } from '../of-tenant.ts';

/** Something a device runs, and what the tenant knows of those bytes. */
export type DeviceSoftwareRow = {
  readonly deviceId: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly since: Date;
  /** Null where the tenant has no artifact with these bytes. */
  readonly artifactId: string | null;
  readonly stage: string | null;
};

/** The columns of a `DeviceSoftwareRow`. */
export const runningColumns = `d.device_id as "deviceId", d.name, d.version, d.digest, d.since, a.id as "artifactId", a.stage`;
/** What devices run, `d`, beside the artifact with those bytes, `a`. */
export const runningSource = `device_software d left join artifacts a on a.tenant_id = d.tenant_id and a.digest = d.digest`;

/** What updates brought, and what else devices say they run. */
const everywhere = `select u.tenant_id, u.device_id, u.name, u.version, u.digest, u.since from device_software u
  union all
  select r.tenant_id, r.device_id, r.name, r.version, r.digest, r.since from reported_software r
  where r.digest is not null and not exists (select from device_software u
    where u.tenant_id = r.tenant_id and u.device_id = r.device_id and u.digest = r.digest)`;

/** What devices run, by device. */
export const softwareByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${runningColumns} from ${runningSource} where ${ofTenant('d')} and d.device_id = any($1::uuid[]) order by d.name`;
  const rows = await ask<DeviceSoftwareRow>(em, sql, [ids.filter(isUuid)]);
  return Map.groupBy(dated(rows, ['since']), ({ deviceId }) => deviceId);
});

/**
 * A page of what devices run that has a component, by their updates and by their own reports: whatever was put on a device
 * by hand counts as well. `versions` is null where any will do.
 */
export async function findRunning(
  em: EntityManager,
  query: { readonly wanted: Wanted; readonly versions: readonly string[] | null; readonly page: Page },
): Promise<DeviceSoftwareRow[]> {
  const { wanted, versions, page } = query;
  const [deviceId = null, name = null, digest = null] = page.after ?? [];
  const rows = await ask<DeviceSoftwareRow>(
    em,
    `select ${runningColumns} from (${everywhere}) d join artifacts a on a.tenant_id = d.tenant_id and a.digest = d.digest
     where ${ofTenant('d')}
       and exists (select from components c where c.tenant_id = a.tenant_id and c.artifact_id = a.id
         and ($1::text is null or c.purl_base = $1) and ($2::text is null or c.name = $2)
         and ($3::text[] is null or c.version = any($3)))
       and ($4::uuid is null or (d.device_id, d.name, d.digest) > ($4::uuid, $5::text, $6::text))
     order by d.device_id, d.name, d.digest limit $7`,
    [wanted.base, wanted.name, versions, deviceId, name, digest, page.first + 1],
  );
  return dated(rows, ['since']);
}
