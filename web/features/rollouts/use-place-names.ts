'use client';
/** The names behind the ids of domains and locations. */
import { useCallback } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';

const PlaceNames_PlacesQuery = graphql(`
  query PlaceNames_PlacesQuery {
    domains {
      id
      name
      slug
      path
    }
    locations {
      id
      name
      timeZone
    }
  }
`);

/** Domains and locations, and what one of them is called; undefined while that is not known. */
export function usePlaceNames() {
  const { data } = useLiveQuery(PlaceNames_PlacesQuery, {});
  const nameOf = useCallback(
    (id: string) =>
      data?.domains.find((domain) => domain.id === id)?.name ??
      data?.locations.find((location) => location.id === id)?.name,
    [data],
  );
  return { domains: data?.domains, locations: data?.locations, nameOf };
}
