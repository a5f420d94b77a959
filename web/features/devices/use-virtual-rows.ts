'use client';
/**
 * Which rows of a long list exist right now: those on screen and a few around them. It also keeps the cursor in sight,
 * asks for the next page before the end is reached, and tells which devices are looked at.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { PAGE_SIZE } from './device-list-reader.ts';
import type { ListShape } from './row-store.ts';

const LOAD_MORE_WITHIN_ROWS = PAGE_SIZE / 4;
const OVERSCAN_ROWS = 8;
const SHOWN_AFTER_MS = 800;

interface VirtualRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  shape: ListShape;
  rowHeight: number;
  /** Index of the row that has to be in sight, or -1. */
  cursorIndex: number;
  onLoadMore: () => void;
  /** The devices on screen, once scrolling has come to rest. */
  onShown: (ids: readonly string[]) => void;
}

/** The rows to draw with their places, and the height of all of them. */
export function useVirtualRows(options: VirtualRowsOptions) {
  const { scroller, shape, rowHeight, cursorIndex, onLoadMore, onShown } = options;
  const { ids, hasMore } = shape;
  // Its functions must not be memoised; nothing here is.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  const rows = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const id = ids[index];
    return id === undefined ? [] : [{ id, index, top: start }];
  });

  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useEffect(() => {
    if (cursorIndex >= 0) virtualizer.scrollToIndex(cursorIndex, { align: 'auto' });
  }, [virtualizer, cursorIndex]);
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= ids.length - LOAD_MORE_WITHIN_ROWS) onLoadMore();
  }, [hasMore, lastShown, ids.length, onLoadMore]);
  const shownIds = rows.map(({ id }) => id).join(' ');
  useEffect(() => {
    const timer = setTimeout(() => onShown(shownIds === '' ? [] : shownIds.split(' ')), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [shownIds, onShown]);

  return { rows, totalHeight: virtualizer.getTotalSize() };
}
