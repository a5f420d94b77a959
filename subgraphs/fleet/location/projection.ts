/** Keeps the rows of locations, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { LocationEvent } from './events.ts';
import { LocationRow } from './row.ts';

/** Writes one fact of a location to its row. */
export async function projectLocation(em: EntityManager, fact: Fact<LocationEvent>): Promise<void> {
  const { locationId, name, timeZone, natGroup } = fact.data;
  const { tenantId } = fact;
  await em.insert(LocationRow, { tenantId, id: locationId, name, timeZone, natGroup, createdAt: new Date(fact.at) });
}

/** The rows of locations, for rebuilding. */
export const locationsProjection: InlineProjection = {
  name: 'fleet.locations',
  mode: 'inline',
  tables: ['locations'],
  handles: ['LocationCreated'] satisfies LocationEvent['type'][],
  project: (em, fact) => projectLocation(em, fact as Fact<LocationEvent>),
};
