/** Every read of the locations' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask, type SqlValue } from '@flotilla/kernel/transaction';
import { ofTenant, onlyUuids } from '../of-tenant.ts';
import { LocationRow } from './row.ts';

/** Locations by id, one query per request; a location of another tenant is absent. */
export const locationsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, LocationRow>();
  const rows = await select(em, 'l.id = any($1)', [known]);
  return new Map(rows.map((row) => [row.id, row]));
});

/** All locations of the tenant by name. */
export async function findLocations(em: EntityManager): Promise<LocationRow[]> {
  return select(em, 'true', []);
}

async function select(em: EntityManager, condition: string, values: readonly SqlValue[]): Promise<LocationRow[]> {
  const sql = `select l.* from locations l where ${ofTenant('l')} and ${condition} order by l.name`;
  const rows = await ask<Record<string, unknown>>(em, sql, values);
  return rows.map((row) => em.map(LocationRow, row));
}
