/**
 * The quarantine store: what a quarantined device sent, kept apart until a person releases or discards it. Bounded for
 * each device, because whoever is quarantined may mean harm: what does not fit is counted and not kept.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';

/** What the store of one device holds at most. */
export const storeMax = { items: 2_000, bytes: 16 * 1024 * 1024 } as const;

/** Something that a quarantined device sent through the fleet. */
export type Diversion = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly kind: 'REPORT' | 'EVENTS';
  /** What has to be taken in if it is released, as JSON. */
  readonly payload: unknown;
  readonly bytes: number;
};

/**
 * Diverts one thing, in the transaction that found the device quarantined. Answers false where the store was full and
 * the attempt is only counted.
 */
export async function divert(em: EntityManager, diversion: Diversion): Promise<boolean> {
  const { tenantId, deviceId, kind, payload, bytes } = diversion;
  const [reports, events] = kind === 'REPORT' ? [1, 0] : [0, 1];
  const [row] = await em.execute<{ is_kept: boolean }[]>(
    `with attempt as (select ?::uuid as t, ?::uuid as d, ?::bigint as r, ?::bigint as e, ?::bigint as b),
     counted as (
       insert into quarantine_counts as q
         (tenant_id, device_id, reports, events, unreported_reports, unreported_events, held_items, held_bytes)
       select t, d, r, e, r, e, 1, b from attempt
       on conflict (tenant_id, device_id) do update set
         reports = q.reports + excluded.reports, events = q.events + excluded.events,
         unreported_reports = q.unreported_reports + excluded.unreported_reports,
         unreported_events = q.unreported_events + excluded.unreported_events,
         held_items = q.held_items + case when q.held_items < ? and q.held_bytes + excluded.held_bytes <= ? then 1 else 0 end,
         held_bytes = q.held_bytes
           + case when q.held_items < ? and q.held_bytes + excluded.held_bytes <= ? then excluded.held_bytes else 0 end,
         overflow_items = q.overflow_items
           + case when q.held_items < ? and q.held_bytes + excluded.held_bytes <= ? then 0 else 1 end,
         overflow_bytes = q.overflow_bytes
           + case when q.held_items < ? and q.held_bytes + excluded.held_bytes <= ? then 0 else excluded.held_bytes end
       returning new.held_items > coalesce(old.held_items, 0) as is_kept
     ), kept as (
       insert into quarantined_items (tenant_id, id, device_id, kind, payload, bytes)
       select t, ?, d, ?, ?::jsonb, b from attempt, counted where is_kept
     )
     select is_kept from counted`,
    [
      tenantId,
      deviceId,
      reports,
      events,
      bytes,
      ...Array.from({ length: 4 }, () => [storeMax.items, storeMax.bytes]).flat(),
      randomUUID(),
      kind,
      JSON.stringify(payload),
    ],
  );
  return row?.is_kept === true;
}

/** One thing in the store. */
export type StoredItem = {
  readonly id: string;
  readonly deviceId: string;
  readonly kind: 'REPORT' | 'EVENTS';
  readonly payload: unknown;
};

/** Which things to take: by id, or all of a device. */
export type Selection = { readonly deviceId: string } | { readonly ids: readonly string[] };

/**
 * Takes things out of the store, oldest first, for whoever decides on them in this transaction. Nobody else can take
 * them too: a release that runs twice at once finds them once.
 */
export async function take(em: EntityManager, tenantId: string, selection: Selection): Promise<StoredItem[]> {
  const [condition, value] =
    'deviceId' in selection
      ? ['device_id = ?', selection.deviceId]
      : ['id in (select value::uuid from jsonb_array_elements_text(?::jsonb))', JSON.stringify(selection.ids)];
  const items = await em.execute<StoredItem[]>(
    `with taken as (
       delete from quarantined_items where tenant_id = ? and ${condition} returning *
     ), counted as (
       update quarantine_counts q set held_items = q.held_items - s.items, held_bytes = q.held_bytes - s.bytes
       from (select device_id, count(*) as items, sum(bytes) as bytes from taken group by device_id) s
       where q.tenant_id = ? and q.device_id = s.device_id
     )
     select id, device_id as "deviceId", kind, payload from taken order by device_id, seq`,
    [tenantId, value, tenantId],
  );
  return items;
}
