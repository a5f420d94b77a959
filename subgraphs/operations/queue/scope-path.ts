/** Whose queue is asked for, as the path of a domain. */
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import type { AttentionScopeInput } from '../attention/graphql.ts';
import { pathOfDomain } from '../attention/queries.ts';

/** The path of the scope's domain, or null for the whole tenant. Refuses with NOT_FOUND a domain nobody knows. */
export async function requirePath(
  context: Context,
  scope: AttentionScopeInput | null | undefined,
): Promise<string | null> {
  const id = scope?.domainId ?? null;
  if (id === null) return null;
  const path = await context.read((em) => pathOfDomain(em, id));
  if (path !== null) return path;
  throw new Refusal('NOT_FOUND', 'There is no such domain in this tenant.', { element: 'domainId', id });
}
