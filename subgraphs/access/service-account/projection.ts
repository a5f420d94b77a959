/** Keeps the rows of service accounts, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { unreachable } from '@flotilla/kernel/invariant';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { ServiceAccountEvent } from './events.ts';
import { ServiceAccountRow } from './row.ts';

/** Writes one fact of a service account to its row. */
export async function projectServiceAccount(em: EntityManager, fact: Fact<ServiceAccountEvent>): Promise<void> {
  const row = { tenantId: fact.tenantId, id: fact.data.serviceAccountId };
  switch (fact.type) {
    case 'ServiceAccountCreated': {
      const { name, scopes, secretHash } = fact.data;
      const [createdAt, expiresAt] = [new Date(fact.at), new Date(fact.data.expiresAt)];
      await em.insert(ServiceAccountRow, { ...row, name, scopes: [...scopes], secretHash, createdAt, expiresAt });
      return;
    }
    case 'ServiceAccountRevoked':
      await em.nativeUpdate(ServiceAccountRow, row, { revokedAt: new Date(fact.at) });
      return;
    default:
      unreachable(fact);
  }
}

/** The rows of service accounts, for rebuilding. */
export const serviceAccountsProjection: InlineProjection = {
  name: 'access.service-accounts',
  mode: 'inline',
  tables: ['service_accounts'],
  handles: ['ServiceAccountCreated', 'ServiceAccountRevoked'] satisfies ServiceAccountEvent['type'][],
  project: (em, fact) => projectServiceAccount(em, fact as Fact<ServiceAccountEvent>),
};
