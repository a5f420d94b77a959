'use client';
/** Every domain of the scope with its counts, in the order of the tree: read once and again after changes settled. */
import { useMemo } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import type { CountedDomain } from './answering.ts';
import { countsOf, Spectrum_Fragment } from './spectrum-facts.ts';
import { useRereadAfterChange } from './use-reread-after-change.ts';

const DomainTable_DomainsQuery = graphql(`
  query DomainTable_DomainsQuery {
    domains {
      id
      name
      slug
      path
      spectrum {
        ...Spectrum_SpectrumFragment
      }
    }
  }
`);

/** A domain as the overview lists it; `depth` is how far below the scope it stands. */
export type ListedDomain = CountedDomain & { readonly id: string; readonly depth: number };

/** `domains` is undefined until they were read. With a scope: that domain and what is below it. */
export function useDomainCounts(scope: string | null) {
  const { data, error, retry } = useLiveQuery(DomainTable_DomainsQuery, {});
  useRereadAfterChange(retry);
  const domains = useMemo(() => {
    const all = data?.domains.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const root = all?.find(({ slug }) => slug === scope);
    const above = root === undefined ? 1 : root.path.split('/').length;
    return all
      ?.filter(({ path }) => root === undefined || path === root.path || path.startsWith(`${root.path}/`))
      .map(({ id, name, slug, path, spectrum }): ListedDomain => {
        const { buckets } = getFragmentData(Spectrum_Fragment, spectrum);
        return { id, name, slug, path, counts: countsOf(buckets), depth: path.split('/').length - above };
      });
  }, [data, scope]);
  return { domains, error, retry };
}
