'use client';
/**
 * The state of the device list that lives in the URL: filter, sort and the device that is peeked at. So a link shows
 * another person exactly this list.
 */
import { parseAsString, useQueryStates } from 'nuqs';

const parsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsString.withDefault(''),
  peek: parseAsString,
};

/** The state and how to change it. Filters and sorts are steps of the history, so Back undoes them. */
export function useFilterInUrl() {
  const [state, setState] = useQueryStates(parsers, { history: 'push' });
  return {
    ...state,
    setFilter: (q: string) => setState({ q: q.trim() || null }),
    setSort: (sort: string) => setState({ sort: sort || null }),
    // Peeking from row to row is looking around, not a step one wants to go back through.
    setPeek: (peek: string | null) => setState({ peek }, { history: 'replace' }),
  };
}
