'use client';
/**
 * The keyboard of the list: j/k move, shift+j/k extend, x selects, Enter peeks, o opens, / filters, Esc clears. An open
 * peek follows the cursor, which is how one reads through a list.
 */
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { useScopedHref } from '../../live/scope.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { FILTER_INPUT_ID } from './filter-input.tsx';
import { NO_CURSOR, type RowCursor, cleared, extended, moved, toggled, withAll } from './row-cursor.ts';

interface RowCursorOptions {
  /** The filter of the list. */
  q: string;
  ids: readonly string[];
  peek: string | null;
  setPeek: (id: string | null) => void;
}

/** The cursor and what a pointer can do with it. */
export function useRowCursor({ q, ids, peek, setPeek }: RowCursorOptions) {
  const router = useRouter();
  const href = useScopedHref();
  const [cursor, setCursor] = useState<RowCursor>(NO_CURSOR);
  const move = (next: RowCursor) => {
    setCursor(next);
    if (peek !== null && next.at !== null) setPeek(next.at);
  };
  const open = (id: string | null) => {
    if (id !== null) router.push(href(`/devices/${id}`));
  };
  const clearSelection = () => setCursor(cleared(cursor));
  useShortcuts({
    j: () => move(moved(cursor, ids, 1)),
    k: () => move(moved(cursor, ids, -1)),
    J: () => move(extended(cursor, ids, 1)),
    K: () => move(extended(cursor, ids, -1)),
    x: () => cursor.at !== null && setCursor(toggled(cursor, cursor.at)),
    Enter: () => cursor.at !== null && setPeek(cursor.at),
    o: () => open(cursor.at ?? peek),
    '/': () => document.getElementById(FILTER_INPUT_ID)?.focus(),
    // With a peek open, Esc is the peek's.
    ...(peek === null && cursor.selected.size > 0 ? { Escape: clearSelection } : {}),
  });
  const peekAt = useCallback(
    (id: string) => {
      setCursor((before) => ({ ...before, at: id, anchor: id }));
      setPeek(id);
    },
    [setPeek],
  );
  const toggle = useCallback((id: string) => setCursor((before) => toggled(before, id)), []);
  const isAllListed = ids.length > 0 && ids.every((id) => cursor.selected.has(id));
  return {
    cursor,
    clearSelection,
    peekAt,
    toggle,
    isAllListed,
    isAllMatching: cursor.allOf === q,
    /** All that is listed, or none of it if it was all already. */
    toggleListed: () => setCursor(isAllListed ? cleared(cursor) : withAll(cursor, ids)),
    selectMatching: () => setCursor(withAll(cursor, ids, q)),
  };
}
