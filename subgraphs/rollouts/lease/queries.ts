/** Every read of leases and of what a device is to run. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated, moment, isUuid, ofTenant } from '../of-tenant.ts';
import type { LeaseStage, UpdateDirection } from './events.ts';

/** One lease as its row has it. */
export type LeaseRow = {
  readonly id: string;
  readonly deviceId: string;
  readonly rolloutId: string;
  readonly state: LeaseStage;
  readonly fence: number;
  readonly direction: UpdateDirection;
  readonly scopes: string[];
  readonly grantedAt: Date;
  readonly beginBefore: Date;
  readonly begunAt: Date | null;
  readonly dueAt: Date | null;
  readonly suspicion: string | null;
  readonly endedAt: Date | null;
  readonly overrideRequestedBy: string | null;
  readonly overrideReason: string | null;
};

const columns = `l.id, l.device_id as "deviceId", l.rollout_id as "rolloutId", l.stage as state, l.fence, l.direction,
  l.scopes, l.granted_at as "grantedAt", l.begin_before as "beginBefore", l.begun_at as "begunAt", l.due_at as "dueAt",
  l.suspicion, l.ended_at as "endedAt", l.override_by as "overrideRequestedBy", l.override_reason as "overrideReason"`;

const moments = ['grantedAt', 'beginBefore', 'begunAt', 'dueAt', 'endedAt'] as const;

/** Leases by id. */
export const leasesById = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${columns} from leases l where ${ofTenant('l')} and l.id = any($1::uuid[])`;
  const rows = await ask<LeaseRow>(em, sql, [ids.filter(isUuid)]);
  return new Map(dated(rows, moments).map((row) => [row.id, row]));
});

/** The newest lease of devices, by device. */
export const leasesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select distinct on (l.device_id) ${columns} from leases l
    where ${ofTenant('l')} and l.device_id = any($1::uuid[]) order by l.device_id, l.fence desc`;
  const rows = await ask<LeaseRow>(em, sql, [ids.filter(isUuid)]);
  return new Map(dated(rows, moments).map((row) => [row.deviceId, row]));
});

/** What a device is to run, and its open lease for that. */
export type CurrentIntent = {
  readonly generation: number;
  readonly document: string;
  readonly digest: string;
  readonly leaseId: string | null;
  readonly fence: number | null;
  readonly grantedAt: string | null;
  readonly beginBefore: string | null;
};

/** Reads it; null before the first intent of the device. */
export async function findIntent(em: EntityManager, deviceId: string): Promise<CurrentIntent | null> {
  const [row] = await ask<CurrentIntent>(
    em,
    `select i.generation, i.document, i.digest, l.id as "leaseId", l.fence, ${moment('l.granted_at', 'grantedAt')},
       ${moment('l.begin_before', 'beginBefore')}
     from intents i left join leases l on l.tenant_id = i.tenant_id and l.device_id = i.device_id
       and l.intent_digest = i.digest and l.stage in ('GRANTED', 'ACTIVE', 'SUSPECT')
     where ${ofTenant('i')} and i.device_id = $1`,
    [deviceId],
  );
  return row ?? null;
}
