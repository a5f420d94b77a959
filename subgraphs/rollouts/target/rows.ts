/** The rows of targets as pages and explanations need them, each with what its bucket follows from. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import type { UpdateDirection } from '../lease/events.ts';
import { dated, databaseNow, isUuid, ofTenant } from '../of-tenant.ts';
import type { ArtifactState } from '../registry/registered.ts';
import type { RolloutCause } from '../rollout/events.ts';
import { bucketOf, deferredBy, type Bucket, type DeferredBy, type TargetStage } from '../wave/buckets.ts';
import type { MaintenanceWindow } from '../window/window.ts';
import { factsOf, isLocked, isReachable } from './queries.ts';

/** One device of one rollout, and where it is. */
export type TargetRow = {
  readonly rolloutId: string;
  readonly deviceId: string;
  readonly wave: number;
  readonly direction: UpdateDirection;
  readonly stage: TargetStage;
  readonly since: Date;
  readonly attempts: number;
  readonly code: string | null;
  readonly detail: string | null;
  readonly leaseId: string | null;
  readonly isReachable: boolean;
  readonly isLocked: boolean;
  readonly isPromoted: boolean;
  readonly channel: string | null;
  readonly artifactState: ArtifactState | null;
  readonly timeZone: string;
  readonly lockedBy: string | null;
  readonly rolloutStage: string;
  readonly rolloutSince: Date;
  readonly rolloutCause: RolloutCause | null;
  readonly rolloutWave: number;
  readonly window: MaintenanceWindow | null;
  readonly bucket: Bucket;
  readonly deferredBy: DeferredBy | null;
};

const columns = `t.rollout_id as "rolloutId", t.device_id as "deviceId", t.wave, t.direction, t.stage, t.since, t.attempts,
  t.code, t.detail, t.lease_id as "leaseId", ${isReachable} as "isReachable", ${isLocked} as "isLocked",
  t.direction = 'BACK' or coalesce(d.channel = any(a.channels), false) as "isPromoted", d.channel, a.state as "artifactState",
  coalesce(p.time_zone, 'UTC') as "timeZone",
  (select o.rollout_id from leases o where o.tenant_id = t.tenant_id and o.device_id = t.device_id
     and o.stage in ('GRANTED', 'ACTIVE', 'SUSPECT') and o.rollout_id <> t.rollout_id) as "lockedBy",
  r.stage as "rolloutStage", r.stage_since as "rolloutSince",
  r.stage_cause as "rolloutCause", r.wave as "rolloutWave", r.plan -> 'window' as window`;
const joins = `join rollouts r on r.tenant_id = t.tenant_id and r.id = t.rollout_id
  left join devices d on d.tenant_id = t.tenant_id and d.id = t.device_id
  left join artifacts a on a.tenant_id = r.tenant_id and a.digest = r.plan -> 'artifact' ->> 'digest'
  left join locations p on p.tenant_id = d.tenant_id and p.id = d.location_id`;

/** Stages a bucket can have come from, so that a filter looks at few rows. */
const stagesOf: Readonly<Record<Bucket, readonly TargetStage[]>> = {
  DONE: ['SUCCEEDED'],
  ALREADY_INSTALLED: ['ALREADY_INSTALLED'],
  FAILED: ['FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN'],
  APPLYING: ['ACTIVE', 'SUSPECT'],
  DEFERRED: ['PENDING', 'GRANTED'],
  UNREACHABLE: ['PENDING', 'GRANTED'],
  INCAPABLE: ['INCAPABLE'],
  WITHDRAWN: ['PENDING', 'GRANTED', 'WITHDRAWN'],
};

/** A page of the devices of a rollout by wave; one row more than asked tells that there is a next page. */
export async function findTargets(
  em: EntityManager,
  of: { readonly rolloutId: string; readonly wave: number | null; readonly bucket: Bucket | null; readonly page: Page },
): Promise<TargetRow[]> {
  const [wave = '-1', id = '00000000-0000-0000-0000-000000000000'] = of.page.after ?? [];
  let after = { wave: Number(wave), id };
  const found: TargetRow[] = [];
  const now = await databaseNow(em);
  // What a bucket follows from is more than a column, so pages are read until enough of them are in it.
  for (;;) {
    const rows = await ask<TargetRow>(
      em,
      `select ${columns} from targets t ${joins}
       where ${ofTenant('t')} and t.rollout_id = $1 and ($2::integer is null or t.wave = $2)
         and (cardinality($3::text[]) = 0 or t.stage = any($3::text[])) and (t.wave, t.device_id) > ($4, $5::uuid)
       order by t.wave, t.device_id limit $6`,
      [of.rolloutId, of.wave, of.bucket ? [...stagesOf[of.bucket]] : [], after.wave, after.id, pageSize],
    );
    const placed = dated(rows, moments).map((row) => placedAt(row, now));
    found.push(...placed.filter(({ bucket }) => of.bucket === null || bucket === of.bucket));
    const last = rows.at(-1);
    if (!last || rows.length < pageSize || found.length > of.page.first) return found.slice(0, of.page.first + 1);
    after = { wave: last.wave, id: last.deviceId };
  }
}

const pageSize = 500;
const moments = ['since', 'rolloutSince'] as const;

/** The newest rollout's part of each device, by device. */
export const targetsByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const now = await databaseNow(em);
  const rows = await ask<TargetRow>(
    em,
    `select distinct on (t.device_id) ${columns} from targets t ${joins}
     where ${ofTenant('t')} and t.device_id = any($1::uuid[]) order by t.device_id, r.created_at desc`,
    [ids.filter(isUuid)],
  );
  return new Map(dated(rows, moments).map((row) => [row.deviceId, placedAt(row, now)]));
});

function placedAt(row: Omit<TargetRow, 'bucket' | 'deferredBy'>, now: string): TargetRow {
  const { rolloutStage: stage, rolloutWave: wave, window } = row;
  const facts = factsOf(row, { stage, wave, window, now });
  const bucket = bucketOf(facts);
  return { ...row, bucket, deferredBy: bucket === 'DEFERRED' ? deferredBy(facts) : null };
}
