/** Keeps the rows of tenants, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { TenantEvent } from './events.ts';
import { TenantRow } from './row.ts';

/** Writes one fact of a tenant to its row. */
export async function projectTenant(em: EntityManager, fact: Fact<TenantEvent>): Promise<void> {
  const { tenantId, name, slug } = fact.data;
  await em.insert(TenantRow, { id: tenantId, name, slug, createdAt: new Date(fact.at) });
}

/** The rows of tenants, for rebuilding. */
export const tenantsProjection: InlineProjection = {
  name: 'access.tenants',
  mode: 'inline',
  tables: ['tenants'],
  handles: ['TenantCreated'],
  project: (em, fact) => projectTenant(em, fact as Fact<TenantEvent>),
};
