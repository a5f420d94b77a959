/**
 * A tenant is useless without somebody who may sign in to it, so both begin in one transaction. The new tenant's
 * events belong to the new tenant, whoever ordered them; the actor in their metadata is the one who did.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '@flotilla/kernel/database';
import { handleWithin } from '@flotilla/kernel/handle';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { administratorOf } from './administrator.ts';
import { tenantAggregate, userAggregate } from './aggregates.ts';
import { refusingDuplicates } from './duplicates.ts';

/** Somebody who is to be a user. */
export type NewUser = { readonly email: string; readonly name: string; readonly roles: readonly Role[] };

/** A tenant to be and its first users. */
export type NewTenant = { readonly name: string; readonly slug: string; readonly users: readonly NewUser[] };

/** Creates the tenant with its users, all or nothing, and answers its id. Refuses with CONFLICT on a taken slug. */
export async function provisionTenant(database: Database, plan: NewTenant, viewer: Viewer): Promise<string> {
  const tenantId = randomUUID();
  const { name, slug } = plan;
  await refusingDuplicates(() =>
    database.inTenant(tenantId, async (em) => {
      const command = { type: 'CreateTenant', tenantId, name, slug } as const;
      await handleWithin(em, tenantAggregate, { id: tenantId, tenantId, viewer, command });
      for (const newUser of plan.users) {
        const userId = randomUUID();
        const add = { type: 'AddUser', userId, ...newUser, by: administratorOf(viewer) } as const;
        await handleWithin(em, userAggregate, { id: userId, tenantId, viewer, command: add });
      }
    }),
  );
  return tenantId;
}
