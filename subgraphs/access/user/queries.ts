/** Every read of the users' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import { parseFilter, type FilterTerm } from '@flotilla/kernel/filter';
import { Refusal } from '@flotilla/kernel/errors';
import { defineLoader } from '@flotilla/kernel/loader';
import { roles as knownRoles } from '@flotilla/kernel/viewer';
import type { FilterQuery } from '@mikro-orm/core';
import { onlyUuids } from '../uuid.ts';
import { UserRow } from './row.ts';

const statuses = ['ACTIVE', 'SUSPENDED'];

/** Users by id, one query per request; a user of a tenant the transaction may not see is absent. */
export const usersById = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.find(UserRow, { id: { $in: onlyUuids(ids) } });
  return new Map(rows.map((row) => [row.id, row]));
});

/** The user of a tenant with this address, in lower case. */
export async function findUserByEmail(
  em: EntityManager,
  key: { readonly tenantId: string; readonly email: string },
): Promise<UserRow | null> {
  return em.findOne(UserRow, { tenantId: key.tenantId, email: key.email });
}

/** A page of a tenant's users by e-mail address; `q` is the filter grammar with the keys role, status, email, name. */
export async function findUsers(
  em: EntityManager,
  query: { readonly tenantId: string; readonly page: Page; readonly q: string | null },
): Promise<UserRow[]> {
  const conditions: FilterQuery<UserRow>[] = [{ tenantId: query.tenantId }];
  const [after] = query.page.after ?? [];
  if (after !== undefined) conditions.push({ email: { $gt: after } });
  for (const term of parseFilter(query.q ?? '', ['role', 'status', 'email', 'name'])) {
    const condition = conditionOf(term);
    conditions.push(term.isNegated ? { $not: condition } : condition);
  }
  return em.find(UserRow, { $and: conditions }, { orderBy: { email: 'asc' }, limit: query.page.first + 1 });
}

function conditionOf(term: FilterTerm): FilterQuery<UserRow> {
  switch (term.key) {
    case 'role':
      return { roles: { $overlap: oneOf(term, knownRoles) } };
    case 'status':
      return { status: { $in: oneOf(term, statuses) } } as FilterQuery<UserRow>;
    case 'email':
      return { $or: term.values.map((value) => ({ email: { $ilike: containing(value) } })) };
    case 'name':
      return { $or: term.values.map((value) => ({ name: { $ilike: containing(value) } })) };
    default:
      return {
        $or: term.values.flatMap((value) => [
          { email: { $ilike: containing(value) } },
          { name: { $ilike: containing(value) } },
        ]),
      };
  }
}

function oneOf(term: FilterTerm, known: readonly string[]): string[] {
  const values = term.values.map((value) => value.toUpperCase());
  const unknown = values.find((value) => !known.includes(value));
  if (unknown === undefined) return values;
  const words = `The filter knows no ${term.key} ${unknown}; it knows ${known.join(', ')}.`;
  throw new Refusal('INVALID_INPUT', words, { argument: 'q', term: `${term.key}:${unknown}` });
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
