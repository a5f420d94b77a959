/** Keeps the list of published status boards, and the tenants' names that stand on them. */
import type { TenantEvent } from '@flotilla/access/events';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { AsyncProjection, InlineProjection } from '@flotilla/kernel/projection/projection';
import type { StatusBoardEvent } from './events.ts';

/** Writes one fact of a board to its row. */
export async function projectStatusBoard(em: EntityManager, fact: Fact<StatusBoardEvent>): Promise<void> {
  switch (fact.type) {
    case 'StatusBoardPublished':
      await em.execute('insert into status_boards (tenant_id, published_at) values (?, ?) on conflict do nothing', [
        fact.tenantId,
        fact.at,
      ]);
      return;
    case 'StatusBoardWithdrawn':
      await em.execute('delete from status_boards where tenant_id = ?', [fact.tenantId]);
  }
}

/** The rows of status boards, for rebuilding. */
export const statusBoardsProjection: InlineProjection = {
  name: 'fleet.status_boards',
  mode: 'inline',
  tables: ['status_boards'],
  handles: ['StatusBoardPublished', 'StatusBoardWithdrawn'] satisfies StatusBoardEvent['type'][],
  project: (em, fact) => projectStatusBoard(em, fact as Fact<StatusBoardEvent>),
};

/** The names of tenants, which access records and the board shows. */
export const tenantNamesProjection: AsyncProjection = {
  name: 'fleet.tenant_names',
  mode: 'async',
  tables: ['tenant_names'],
  handles: ['TenantCreated'] satisfies TenantEvent['type'][],
  async project(em, event) {
    const { tenantId, name } = (event as unknown as TenantEvent).data;
    await em.execute(
      `insert into tenant_names (tenant_id, name) values (?, ?)
       on conflict (tenant_id) do update set name = excluded.name`,
      [tenantId, name],
    );
  },
};
