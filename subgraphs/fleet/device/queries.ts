/** Every read of the devices' rows: by ids, or paged. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import { defineLoader } from '@flotilla/kernel/loader';
import { deviceCondition, type DeviceCondition } from '../listing/device-filter.ts';
import { afterCursor, deviceSort, orderBy, sortKeys, type DeviceSort } from '../listing/device-sort.ts';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import { countAllDevices } from '../spectrum/queries.ts';
import { DeviceCertificateRow, DeviceInventoryRow, DeviceRow } from './row.ts';

type Raw = Record<string, unknown>;

/** Devices by id, one query per request; a device of another tenant is absent. */
export const devicesById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, DeviceRow>();
  const rows = await em.execute<Raw[]>(
    `select d.* from device_overview d where ${ofTenant('d')} and d.id in (${holes(known)})`,
    known,
  );
  return new Map(rows.map((row) => em.map(DeviceRow, row)).map((row) => [row.id, row]));
});

/** Certificates by fingerprint. */
export const certificatesByFingerprint = defineLoader(async (em, fingerprints: readonly string[]) => {
  const rows = await em.execute<Raw[]>(
    `select c.* from device_certificates c where ${ofTenant('c')} and c.fingerprint in (${holes(fingerprints)})`,
    [...fingerprints],
  );
  return new Map(rows.map((row) => em.map(DeviceCertificateRow, row)).map((row) => [row.fingerprint, row]));
});

/** Inventories by device. */
export const inventoriesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<Raw[]>(
    `select i.* from device_inventories i where ${ofTenant('i')} and i.device_id in (${holes(ids)})`,
    [...ids],
  );
  return new Map(rows.map((row) => em.map(DeviceInventoryRow, row)).map((row) => [row.deviceId, row]));
});

/** A device of a page with the sort key it stands at. */
export type ListedDevice = DeviceRow & { readonly cursor: readonly string[] };

/** What a list of devices is asked for. */
export type DeviceQuery = { readonly q: string | null; readonly sort: string | null; readonly page: Page };

/** A page of devices; one row more than asked tells that there is a next page. */
export async function findDevices(em: EntityManager, query: DeviceQuery): Promise<ListedDevice[]> {
  const sort = deviceSort(query.sort);
  const condition = await narrowed(em, sort, await deviceCondition(em, query.q));
  const after = query.page.after ? afterCursor(sort, query.page.after) : { sql: 'true', values: [] };
  const rows = await em.execute<Raw[]>(
    `select d.*, ${sortKeys(sort)} from device_overview d
     where ${ofTenant('d')} and ${condition.sql} and ${after.sql} order by ${orderBy(sort)} limit ?`,
    [...condition.values, ...after.values, query.page.first + 1],
  );
  return rows.map((raw) => {
    const cursor = [sort.name, ...sort.columns.map((_, index) => String(raw[`sort_${index}`]))];
    return Object.assign(em.map(DeviceRow, raw), { cursor });
  });
}

const narrowMax = 1_000;

/**
 * Where the order is by what heartbeats wrote and the filter by what the log tells, no one index serves both: walking
 * the order would visit the whole fleet for a filter that few devices fit. Those few are looked up first; a filter
 * that many fit is left to the order, which meets them soon.
 */
async function narrowed(em: EntityManager, sort: DeviceSort, condition: DeviceCondition): Promise<DeviceCondition> {
  if (!sort.needsLiveness || condition.needsLiveness || condition.sql === 'true') return condition;
  const rows = await em.execute<{ id: string }[]>(
    `select d.id from devices d where ${ofTenant('d')} and ${condition.sql} limit ?`,
    [...condition.values, narrowMax + 1],
  );
  if (rows.length > narrowMax) return condition;
  if (rows.length === 0) return { ...condition, sql: 'false', values: [] };
  return { ...condition, sql: `d.id in (${holes(rows)})`, values: rows.map(({ id }) => id) };
}

/** Devices that fit a filter. Without a filter the answer comes from the kept counts. */
export async function countDevices(em: EntityManager, q: string | null): Promise<number> {
  if (q === null || q.trim() === '') return countAllDevices(em);
  const condition = await deviceCondition(em, q);
  const table = condition.needsLiveness ? 'device_overview' : 'devices';
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::integer as count from ${table} d where ${ofTenant('d')} and ${condition.sql}`,
    [...condition.values],
  );
  return row?.count ?? 0;
}

/** Whether one device fits a filter now. */
export async function matchesFilter(em: EntityManager, deviceId: string, q: string | null): Promise<boolean> {
  if (q === null || q.trim() === '') return true;
  const condition = await deviceCondition(em, q);
  const rows = await em.execute<unknown[]>(
    `select 1 from device_overview d where ${ofTenant('d')} and d.id = ? and ${condition.sql}`,
    [deviceId, ...condition.values],
  );
  return rows.length > 0;
}
