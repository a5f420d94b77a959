/** Keeps the rows of domains, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { DomainEvent } from './events.ts';
import { DomainRow } from './row.ts';

/** Writes one fact of a domain to its row. */
export async function projectDomain(em: EntityManager, fact: Fact<DomainEvent>): Promise<void> {
  const { domainId, name, slug, path, parentId } = fact.data;
  const { tenantId } = fact;
  await em.insert(DomainRow, { tenantId, id: domainId, name, slug, path, parentId, createdAt: new Date(fact.at) });
}

/** The rows of domains, for rebuilding. */
export const domainsProjection: InlineProjection = {
  name: 'fleet.domains',
  mode: 'inline',
  tables: ['domains'],
  handles: ['DomainCreated'] satisfies DomainEvent['type'][],
  project: (em, fact) => projectDomain(em, fact as Fact<DomainEvent>),
};
