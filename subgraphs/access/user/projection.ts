/** Keeps the rows of users, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { unreachable } from '@flotilla/kernel/invariant';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { UserEvent } from './events.ts';
import { UserRow } from './row.ts';

/** Writes one fact of a user to its row. */
export async function projectUser(em: EntityManager, fact: Fact<UserEvent>): Promise<void> {
  const at = new Date(fact.at);
  const row = { tenantId: fact.tenantId, id: fact.data.userId };
  switch (fact.type) {
    case 'UserAdded': {
      const { email, name, roles } = fact.data;
      await em.insert(UserRow, { ...row, email, name, roles: [...roles], status: 'ACTIVE', createdAt: at });
      return;
    }
    case 'UserRolesSet':
      await em.nativeUpdate(UserRow, row, { roles: [...fact.data.roles] });
      return;
    case 'UserSuspended':
      await em.nativeUpdate(UserRow, row, { status: 'SUSPENDED', sessionsEndedAt: at });
      return;
    case 'UserReinstated':
      await em.nativeUpdate(UserRow, row, { status: 'ACTIVE' });
      return;
    case 'UserIdentityBound':
      await em.nativeUpdate(UserRow, row, { issuer: fact.data.issuer, subject: fact.data.subject });
      return;
    case 'UserSessionsEnded':
      await em.nativeUpdate(UserRow, row, { sessionsEndedAt: at });
      return;
    default:
      unreachable(fact);
  }
}

/** The rows of users, for rebuilding. */
export const usersProjection: InlineProjection = {
  name: 'access.users',
  mode: 'inline',
  tables: ['users'],
  handles: [
    'UserAdded',
    'UserRolesSet',
    'UserSuspended',
    'UserReinstated',
    'UserIdentityBound',
    'UserSessionsEnded',
  ] satisfies UserEvent['type'][],
  project: (em, fact) => projectUser(em, fact as Fact<UserEvent>),
};
