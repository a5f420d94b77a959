/**
 * The checker of isolation: what a tenant would be recognised by, and whether an answer shows any of it. It is used on
 * every root field and every entity, and proved on planted faults (`isolation-faults.int.test.ts`).
 */
import { everyTenant } from '@flotilla/kernel/database';
import { SessionRow } from '../session/row.ts';
import { UserRow } from '../user/row.ts';
import type { AccessStack, GraphqlReply } from './stack.ts';

/** What only the people of one tenant may ever see: its ids, those of its people and sessions, their addresses. */
export async function marksOf(access: AccessStack, tenantId: string): Promise<string[]> {
  return access.database.inTenant(everyTenant, async (em) => {
    const users = await em.find(UserRow, { tenantId });
    const sessions = await em.find(SessionRow, { tenantId });
    const elsewhere = await em.find(UserRow, { tenantId: { $ne: tenantId } });
    // Who belongs to another tenant as well is known there by the same address.
    const shared = new Set(elsewhere.map(({ email }) => email));
    const emails = users.map(({ email }) => email).filter((email) => !shared.has(email));
    return [tenantId, ...users.map(({ id }) => id), ...sessions.map(({ id }) => id), ...emails];
  });
}

/** The marks that an answer shows; none, when it tells nothing of their tenant. */
export function leaksIn(reply: GraphqlReply, marks: readonly string[]): string[] {
  const answer = JSON.stringify(reply.data ?? {});
  return marks.filter((mark) => answer.includes(mark));
}

/** How another subgraph's references to users and tenants are asked for. */
export const entitiesDocument =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id email } ... on Tenant { id slug } } }';
