/** The public board: the one read that crosses tenants, and it reads counts of those who agreed. */
import type { EntityManager } from '@flotilla/kernel/database';
import { readSpectrum } from '../spectrum/queries.ts';
import type { StatusBoardEntry } from './graphql.ts';

const boardsMax = 100;

/** Every published board by name of the tenant, in a transaction that may see every tenant. */
export async function findStatusBoard(em: EntityManager): Promise<StatusBoardEntry[]> {
  const boards = await em.execute<{ tenant_id: string; name: string }[]>(
    `select b.tenant_id, n.name from status_boards b join tenant_names n on n.tenant_id = b.tenant_id
     order by n.name limit ?`,
    [boardsMax],
  );
  const entries: StatusBoardEntry[] = [];
  for (const { tenant_id: tenantId, name } of boards) {
    entries.push({ tenantName: name, spectrum: await readSpectrum(em, { tenantId, domainIds: null }) });
  }
  return entries;
}
