/** Every read of the service accounts' rows, except the one that checks a token: see `introspection/`. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import type { FilterQuery } from '@mikro-orm/core';
import { isUuid } from '../uuid.ts';
import { ServiceAccountRow } from './row.ts';

/** The service account with this id, whatever became of it. */
export async function findServiceAccount(
  em: EntityManager,
  key: { readonly tenantId: string; readonly id: string },
): Promise<ServiceAccountRow | null> {
  return isUuid(key.id) ? em.findOne(ServiceAccountRow, { tenantId: key.tenantId, id: key.id }) : null;
}

/** A page of a tenant's service accounts, newest first, the revoked and expired ones included. */
export async function findServiceAccounts(
  em: EntityManager,
  query: { readonly tenantId: string; readonly page: Page },
): Promise<ServiceAccountRow[]> {
  const conditions: FilterQuery<ServiceAccountRow>[] = [{ tenantId: query.tenantId }];
  const [after, id] = query.page.after ?? [];
  if (after !== undefined && id !== undefined) {
    const createdAt = new Date(after);
    conditions.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] });
  }
  return em.find(
    ServiceAccountRow,
    { $and: conditions },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: query.page.first + 1 },
  );
}
