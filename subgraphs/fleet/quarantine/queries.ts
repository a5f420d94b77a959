/** Every read of the quarantine store. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, isUuid, ofTenant } from '../of-tenant.ts';

/** How often a device tried, and what became of it. */
export type AttemptCounts = {
  readonly telemetry: number;
  readonly reports: number;
  readonly events: number;
  readonly heldItems: number;
  readonly heldBytes: number;
  readonly overflowItems: number;
  readonly overflowBytes: number;
};

/** The counts of devices, by device. */
export const attemptsByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<(AttemptCounts & { deviceId: string })[]>(
    `select d.id as "deviceId", coalesce(t.attempts, 0)::float8 as telemetry, coalesce(q.reports, 0)::float8 as reports,
       coalesce(q.events, 0)::float8 as events, coalesce(q.held_items, 0) as "heldItems",
       coalesce(q.held_bytes, 0)::float8 as "heldBytes", coalesce(q.overflow_items, 0)::float8 as "overflowItems",
       coalesce(q.overflow_bytes, 0)::float8 as "overflowBytes"
     from devices d
     left join quarantine_counts q on q.tenant_id = d.tenant_id and q.device_id = d.id
     left join quarantine_telemetry t on t.tenant_id = d.tenant_id and t.device_id = d.id
     where ${ofTenant('d')} and d.id in (${holes(ids)})`,
    [...ids],
  );
  return new Map(rows.map((row) => [row.deviceId, row]));
});

/** One thing in the store, as it is browsed. */
export type ListedItem = {
  readonly id: string;
  readonly deviceId: string;
  readonly kind: 'REPORT' | 'EVENTS';
  readonly payload: unknown;
  readonly bytes: number;
  readonly divertedAt: Date;
  readonly cursor: readonly string[];
};

/** A page of what is kept of one device, oldest first; one row more than asked tells that there is a next page. */
export async function findQuarantined(em: EntityManager, deviceId: string, page: Page): Promise<ListedItem[]> {
  if (!isUuid(deviceId)) return [];
  const [after = '0'] = page.after ?? [];
  const rows = await em.execute<(Omit<ListedItem, 'cursor' | 'divertedAt'> & { seq: string; diverted_at: Date })[]>(
    `select i.id, i.device_id as "deviceId", i.kind, i.payload, i.bytes, i.diverted_at, i.seq::text
     from quarantined_items i where ${ofTenant('i')} and i.device_id = ? and i.seq > ?::bigint order by i.seq limit ?`,
    [deviceId, /^\d{1,18}$/.test(after) ? after : '0', page.first + 1],
  );
  return rows.map(({ seq, diverted_at: at, ...row }) => ({ ...row, divertedAt: new Date(at), cursor: [seq] }));
}
