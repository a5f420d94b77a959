'use client';
/**
 * The state of the device list that lives in the URL: filter, sort, columns and the device that is peeked at. So a link shows
 * another person exactly this list.
 */
import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { printColumns } from './column-choice.ts';

const parsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsString.withDefault(''),
  peek: parseAsString,
  cols: parseAsString.withDefault(''),
};

/** The state and how to change it. Filters and sorts are steps of the history, so Back undoes them. */
export function useFilterInUrl() {
  const [state, setState] = useQueryStates(parsers, { history: 'push' });
  const setFilter = useCallback((q: string) => void setState({ q: q.trim() || null }), [setState]);
  const setSort = useCallback((sort: string) => void setState({ sort: sort || null }), [setState]);
  // Peeking from row to row is looking around, not a step one wants to go back through.
  const setPeek = useCallback((peek: string | null) => void setState({ peek }, { history: 'replace' }), [setState]);
  const setColumns = useCallback(
    (columns: readonly string[]) => void setState({ cols: printColumns(columns) }, { history: 'replace' }),
    [setState],
  );
  return { ...state, setFilter, setSort, setPeek, setColumns };
}
