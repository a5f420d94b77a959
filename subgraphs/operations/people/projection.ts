/** Who can own an item: the people of the tenant, as access's facts name them. */
import type { UserEvent } from '@flotilla/access/events';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';

/** Follows who is a member of the tenant and may act. */
export const peopleProjection: AsyncProjection = {
  name: 'operations.people',
  mode: 'async',
  tables: ['people'],
  handles: ['UserAdded', 'UserReinstated', 'UserSuspended'] satisfies UserEvent['type'][],
  async project(em, event) {
    const { type, tenantId, data } = event as Recorded<UserEvent>;
    const sql =
      type === 'UserSuspended'
        ? 'delete from people where tenant_id = ? and id = ?'
        : 'insert into people (tenant_id, id) values (?, ?) on conflict do nothing';
    await em.execute(sql, [tenantId, data.userId]);
  },
};
