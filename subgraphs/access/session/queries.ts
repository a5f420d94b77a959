/** Every read of the sessions' rows, except the one that finds a session by its token: see `introspection/`. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import { isUuid } from '../uuid.ts';
import { SessionRow } from './row.ts';

/** The session with this id, whatever became of it. */
export async function findSession(
  em: EntityManager,
  key: { readonly tenantId: string; readonly id: string },
): Promise<SessionRow | null> {
  return isUuid(key.id) ? em.findOne(SessionRow, { tenantId: key.tenantId, id: key.id }) : null;
}

/** A page of a user's sessions that are still good, newest first. */
export async function findOpenSessions(
  em: EntityManager,
  query: { readonly tenantId: string; readonly userId: string; readonly idleS: number; readonly page: Page },
): Promise<SessionRow[]> {
  const [createdAt, id] = query.page.after ?? [];
  const open = await em.execute<{ id: string }[]>(
    `select o.id from open_sessions o join sessions s on s.tenant_id = o.tenant_id and s.id = o.id
     where o.tenant_id = ? and o.user_id = ? and o.last_seen_at > now() - make_interval(secs => ?)
       and (s.created_at, s.id) < (?::timestamptz, ?::uuid)
     order by s.created_at desc, s.id desc limit ?`,
    [query.tenantId, query.userId, query.idleS, createdAt ?? 'infinity', id ?? lastId, query.page.first + 1],
  );
  const rows = await em.find(SessionRow, { tenantId: query.tenantId, id: { $in: open.map((row) => row.id) } });
  return rows.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1));
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
