/** Keeps the rows of sessions, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { unreachable } from '@flotilla/kernel/invariant';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { SessionEvent } from './events.ts';
import { SessionRow } from './row.ts';

/** Writes one fact of a session to its row. */
export async function projectSession(em: EntityManager, fact: Fact<SessionEvent>): Promise<void> {
  const row = { tenantId: fact.tenantId, id: fact.data.sessionId };
  switch (fact.type) {
    case 'SessionStarted': {
      const { userId, tokenHash, userAgent } = fact.data;
      const [createdAt, expiresAt] = [new Date(fact.at), new Date(fact.data.expiresAt)];
      await em.insert(SessionRow, { ...row, userId, tokenHash, userAgent, createdAt, expiresAt });
      return;
    }
    case 'SessionRevoked':
      await em.nativeUpdate(SessionRow, row, { revokedAt: new Date(fact.at) });
      return;
    default:
      unreachable(fact);
  }
}

/** The rows of sessions, for rebuilding. */
export const sessionsProjection: InlineProjection = {
  name: 'access.sessions',
  mode: 'inline',
  tables: ['sessions'],
  handles: ['SessionStarted', 'SessionRevoked'] satisfies SessionEvent['type'][],
  project: (em, fact) => projectSession(em, fact as Fact<SessionEvent>),
};
