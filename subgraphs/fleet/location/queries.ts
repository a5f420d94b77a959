/** Every read of the locations' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import { LocationRow } from './row.ts';

/** Locations by id, one query per request; a location of another tenant is absent. */
export const locationsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, LocationRow>();
  const rows = await select(em, `l.id in (${holes(known)})`, known);
  return new Map(rows.map((row) => [row.id, row]));
});

/** All locations of the tenant by name. */
export async function findLocations(em: EntityManager): Promise<LocationRow[]> {
  return select(em, 'true', []);
}

async function select(em: EntityManager, condition: string, values: readonly unknown[]): Promise<LocationRow[]> {
  const rows = await em.execute<Record<string, unknown>[]>(
    `select l.* from locations l where ${ofTenant('l')} and ${condition} order by l.name`,
    [...values],
  );
  return rows.map((row) => em.map(LocationRow, row));
}
