/** How access answers for the entities it owns when another subgraph refers to them: to people of the tenant only. */
import type { Context } from '@flotilla/kernel/context';
import type { ReferenceResolver } from '@flotilla/kernel/schema';
import { tenantsById } from './tenant/queries.ts';
import { usersById } from './user/queries.ts';

/** By type name. The loaders see the viewer's tenant and nothing else, so a foreign id is simply not there. */
export const references: Readonly<Record<string, ReferenceResolver>> = {
  Tenant: (reference, context) => (mayKnow(context) ? context.loader(tenantsById).load(reference.id) : null),
  User: (reference, context) => (mayKnow(context) ? context.loader(usersById).load(reference.id) : null),
};

function mayKnow({ viewer }: Context): boolean {
  if (viewer.tenantId === null) return false;
  if (viewer.kind === 'service') return viewer.scopes.includes('access:read');
  return viewer.kind === 'user' || viewer.kind === 'system';
}
