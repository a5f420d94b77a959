/** Every read of the runs of devices and of suspicions about them. */
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, ofTenant } from '../of-tenant.ts';

/** A run of a device as it is shown. */
export type ShownInstance = {
  readonly deviceId: string;
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date;
  readonly isCurrent: boolean;
  readonly isRejected: boolean;
};

/** The runs of devices, newest first. The one that is heard now is always among them. */
export const instancesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<(ShownInstance & { firstSeenAt: string | null; lastSeenAt: string })[]>(
    `select l.device_id as "deviceId", r.boot_id as "bootId", r.epoch::float8 as epoch,
       (case when r.is_current then l.seq else r.seq end)::float8 as seq, r.first_seen as "firstSeenAt",
       case when r.is_current then l.last_seen else r.last_seen end as "lastSeenAt", r.is_current as "isCurrent",
       r.is_rejected as "isRejected"
     from device_liveness l
     cross join lateral (
       select i.boot_id, i.epoch, i.seq, i.first_seen, i.last_seen, i.rejected_at is not null as is_rejected,
         i.boot_id = l.boot_id and i.epoch = l.epoch as is_current
       from device_instances i where i.tenant_id = l.tenant_id and i.device_id = l.device_id
       union all
       select l.boot_id, l.epoch, l.seq, null, l.last_seen, false, true
       where not exists (select from device_instances i where i.tenant_id = l.tenant_id and i.device_id = l.device_id
         and i.boot_id = l.boot_id and i.epoch = l.epoch)
     ) r
     where ${ofTenant('l')} and isfinite(l.last_seen) and l.device_id in (${holes(ids)})
     order by "lastSeenAt" desc`,
    [...ids],
  );
  const shown = rows.map((row): ShownInstance => ({
    ...row,
    firstSeenAt: row.firstSeenAt === null ? null : new Date(row.firstSeenAt),
    lastSeenAt: new Date(row.lastSeenAt),
  }));
  return Map.groupBy(shown, ({ deviceId }) => deviceId);
});

/** The newest suspicion about a device. */
export type ShownCase = {
  readonly deviceId: string;
  readonly suspectedAt: Date;
  readonly resolvedAt: Date | null;
  readonly keptBootId: string | null;
};

/** The newest suspicions, by device. */
export const casesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<(ShownCase & { suspectedAt: string; resolvedAt: string | null })[]>(
    `select c.device_id as "deviceId", c.suspected_at as "suspectedAt", c.resolved_at as "resolvedAt",
       c.kept_boot_id as "keptBootId"
     from clone_cases c where ${ofTenant('c')} and c.device_id in (${holes(ids)})`,
    [...ids],
  );
  const shown = rows.map((row): ShownCase => ({
    ...row,
    suspectedAt: new Date(row.suspectedAt),
    resolvedAt: row.resolvedAt === null ? null : new Date(row.resolvedAt),
  }));
  return new Map(shown.map((row) => [row.deviceId, row]));
});
