/** Reads of the devices' rows by what identifies them; pages are in `listing/device-page.ts`. */
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { deviceRowOf, type PlainDevice } from '../listing/plain-device.ts';
import { ofTenant, onlyUuids } from '../of-tenant.ts';
import { DeviceCertificateRow, DeviceInventoryRow } from './row.ts';

type Raw = Record<string, unknown>;

/** Devices by id, one query per request; a device of another tenant is absent. */
export const devicesById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, PlainDevice>();
  const sql = `select d.* from device_overview d where ${ofTenant('d')} and d.id = any($1)`;
  const rows = await ask<Raw>(em, sql, [known]);
  return new Map(rows.map(deviceRowOf).map((row) => [row.id, row]));
});

/** Certificates by fingerprint. */
export const certificatesByFingerprint = defineLoader(async (em, fingerprints: readonly string[]) => {
  const sql = `select c.* from device_certificates c where ${ofTenant('c')} and c.fingerprint = any($1)`;
  const rows = await ask<Raw>(em, sql, [fingerprints]);
  return new Map(rows.map((row) => em.map(DeviceCertificateRow, row)).map((row) => [row.fingerprint, row]));
});

/** Inventories by device. */
export const inventoriesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select i.* from device_inventories i where ${ofTenant('i')} and i.device_id = any($1)`;
  const rows = await ask<Raw>(em, sql, [ids]);
  return new Map(rows.map((row) => em.map(DeviceInventoryRow, row)).map((row) => [row.deviceId, row]));
});
