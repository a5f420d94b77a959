/**
 * The demo tenants: one with a user for every role, and a second one so that isolation can be seen. Made by the same
 * commands an administrator uses; whatever exists already is left as it is.
 */
import { randomUUID } from 'node:crypto';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { Services } from '@flotilla/kernel/server/subgraph';
import { systemViewer } from '@flotilla/kernel/viewer';
import { administratorOf } from './administrator.ts';
import { userAggregate } from './aggregates.ts';
import { entities } from './entities.ts';
import { provisionTenant, type NewTenant, type NewUser } from './provisioning.ts';
import { findTenantBySlug } from './tenant/queries.ts';
import { findUserByEmail } from './user/queries.ts';

/** The tenants and users of the demo. The development issuer knows the same addresses. */
export const demoTenants: readonly NewTenant[] = [
  {
    name: 'Harbour Retail',
    slug: 'harbour',
    users: [
      { email: 'viewer@harbour.test', name: 'Viewer', roles: ['VIEWER'] },
      { email: 'operator@harbour.test', name: 'Operator', roles: ['OPERATOR'] },
      { email: 'analyst@harbour.test', name: 'Security analyst', roles: ['SECURITY_ANALYST'] },
      { email: 'finops@harbour.test', name: 'FinOps', roles: ['FINOPS'] },
      { email: 'admin@harbour.test', name: 'Tenant administrator', roles: ['TENANT_ADMIN'] },
      { email: 'platform@harbour.test', name: 'Platform administrator', roles: ['PLATFORM_ADMIN'] },
    ],
  },
  {
    name: 'Northwind Mining',
    slug: 'northwind',
    users: [
      // The same person as at the harbour: who belongs to several tenants can go from one to another.
      { email: 'platform@harbour.test', name: 'Platform administrator', roles: ['PLATFORM_ADMIN'] },
      { email: 'operator@northwind.test', name: 'Operator', roles: ['OPERATOR'] },
      { email: 'admin@northwind.test', name: 'Tenant administrator', roles: ['TENANT_ADMIN'] },
    ],
  },
];

/** Makes what is missing of the demo tenants and answers how many tenants and users that were. */
export async function seedDemo(services: Pick<Services, 'openDatabase'>): Promise<number> {
  const database = await services.openDatabase('access', entities);
  let made = 0;
  for (const plan of demoTenants) {
    const known = await database.inTenant(everyTenant, (em) => findTenantBySlug(em, plan.slug));
    if (!known) {
      await provisionTenant(database, plan, systemViewer(null));
      made += 1 + plan.users.length;
      continue;
    }
    for (const user of plan.users) made += await addMissing(database, known.id, user);
  }
  return made;
}

async function addMissing(database: Database, tenantId: string, user: NewUser): Promise<number> {
  const known = await database.inTenant(tenantId, (em) => findUserByEmail(em, { tenantId, email: user.email }));
  if (known) return 0;
  const [userId, viewer] = [randomUUID(), systemViewer(tenantId)];
  const command = { type: 'AddUser', userId, ...user, by: administratorOf(viewer) } as const;
  await handle(database, userAggregate, { id: userId, viewer, command });
  return 1;
}
