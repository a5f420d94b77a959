/** Every read of who may sign deliveries. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { dated, ofTenant } from '../of-tenant.ts';

/** One secret as its row has it; the secret itself is elsewhere. */
export type HookSecretRow = {
  readonly id: string;
  readonly name: string;
  readonly issuedAt: Date;
  readonly issuedBy: string;
};

/** The secrets of the tenant that are good, the newest first. */
export async function findHookSecrets(em: EntityManager): Promise<HookSecretRow[]> {
  const rows = await ask<HookSecretRow>(
    em,
    `select h.id, h.name, h.issued_at as "issuedAt", h.issued_by as "issuedBy" from hook_secrets h
     where ${ofTenant('h')} order by h.issued_at desc, h.id`,
    [],
  );
  return dated(rows, ['issuedAt']);
}
