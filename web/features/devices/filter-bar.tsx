'use client';
/**
 * The filter as typed text with offers while typing, and as chips that can be taken away one by one. The text is the
 * truth: it is what stands in the URL, what the API reads and what a colleague can be sent.
 */
import { useMemo } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { FilterChips } from './filter-chips.tsx';
import { FilterInput } from './filter-input.tsx';
import { deviceFilterKeys } from './filter-suggestions.ts';

const FilterBar_PlacesQuery = graphql(`
  query FilterBar_PlacesQuery {
    domains {
      id
      slug
    }
    locations {
      id
      name
    }
  }
`);

interface FilterBarProps {
  q: string;
  onFilter: (q: string) => void;
}

/** Input and chips; without the names of places it still works, with fewer offers. */
export function FilterBar({ q, onFilter }: FilterBarProps) {
  const { data } = useLiveQuery(FilterBar_PlacesQuery, {});
  const keys = useMemo(() => {
    const domains = data?.domains.map(({ slug }) => slug) ?? [];
    return deviceFilterKeys(domains, data?.locations.map(({ name }) => name) ?? []);
  }, [data]);
  return (
    <div className="filter-bar">
      <FilterInput q={q} keys={keys} onFilter={onFilter} />
      <FilterChips q={q} onFilter={onFilter} />
    </div>
  );
}
