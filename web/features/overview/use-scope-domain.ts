'use client';
/** The domain the page is about, found by the slug in its address. */
import { graphql } from '../../gql/gql.ts';
import { useScopedPath } from '../../live/scope.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';

const ScopeDomain_DomainsQuery = graphql(`
  query ScopeDomain_DomainsQuery {
    domains {
      id
      slug
      name
    }
  }
`);

/** `pending` until it is known; `unknown` when there is no such domain; `id` null for the whole tenant. */
export type ScopeDomain =
  | { readonly kind: 'pending' }
  | { readonly kind: 'unknown'; readonly slug: string }
  | { readonly kind: 'known'; readonly id: string | null; readonly name: string | null };

/** Asks only when the address has a scope. */
export function useScopeDomain(): ScopeDomain {
  const { scope, path } = useScopedPath();
  const { data } = useLiveQuery(ScopeDomain_DomainsQuery, {}, { pause: scope === null });
  if (path === '') return { kind: 'pending' };
  if (scope === null) return { kind: 'known', id: null, name: null };
  if (data === undefined) return { kind: 'pending' };
  const domain = data.domains.find(({ slug }) => slug === scope);
  return domain ? { kind: 'known', id: domain.id, name: domain.name } : { kind: 'unknown', slug: scope };
}
