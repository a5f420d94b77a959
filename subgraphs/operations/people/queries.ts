/** Whether somebody is a person of the tenant. */
import type { EntityManager } from '@flotilla/kernel/database';

/** Whether the transaction's tenant has this person, and it may act. */
export async function isPerson(em: EntityManager, id: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `select 1 from people where tenant_id = current_setting('flotilla.tenant')::uuid and id::text = ?`,
    [id.toLowerCase()],
  );
  return rows.length > 0;
}
