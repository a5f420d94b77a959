'use client';
/**
 * The devices as a virtual grid: only the rows on screen exist, at a fixed height, so ten thousand devices scroll like
 * twenty. The grid itself holds the focus and names its active row; rows never move while somebody reads them.
 */
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { deviceTableColumns, deviceTableFeatures } from './device-columns.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import { DeviceRow, rowElementId } from './device-row.tsx';
import { DeviceTableHead } from './device-table-head.tsx';
import { PAGE_SIZE } from './device-list-reader.ts';
import type { RowCursor } from './row-cursor.ts';
import type { RowStore } from './row-store.ts';

const LOAD_MORE_WITHIN_ROWS = PAGE_SIZE / 4;
const OVERSCAN_ROWS = 8;
const SHOWN_AFTER_MS = 800;
const CHECKBOX_WIDTH = '32px';

interface DeviceTableProps {
  store: RowStore<DeviceFacts>;
  rowHeight: number;
  sort: string;
  cursor: RowCursor;
  /** The list shown is that of the previous filter; the new one is on its way. */
  isStale: boolean;
  onSort: (sort: string) => void;
  onToggle: (id: string) => void;
  onPeek: (id: string) => void;
  onLoadMore: () => void;
  /** Somebody reads the table (pointer or focus is inside), or nobody does any more. */
  onReader: (isReading: boolean) => void;
  /** The devices on screen, once scrolling has come to rest. */
  onShown: (ids: readonly string[]) => void;
}

/** The grid with its sticky head. */
export function DeviceTable(props: DeviceTableProps) {
  const { store, rowHeight, cursor, isStale, onLoadMore, onReader } = props;
  const shape = useSyncExternalStore(store.subscribeList, store.shape, store.shape);
  const data = useMemo(() => shape.ids.map((id) => ({ id })), [shape.ids]);
  const table = useTable({
    features: deviceTableFeatures,
    columns: deviceTableColumns,
    data,
    getRowId: ({ id }) => id,
  });
  const rows = table.getRowModel().rows;
  const columns = table.getVisibleLeafColumns().flatMap(({ columnDef }) => columnDef.meta ?? []);
  const tracks = [CHECKBOX_WIDTH, ...columns.map(({ width }) => width)].join(' ');

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  const items = virtualizer.getVirtualItems();

  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (shape.hasMore && lastShown >= rows.length - LOAD_MORE_WITHIN_ROWS) onLoadMore();
  }, [shape.hasMore, lastShown, rows.length, onLoadMore]);
  useShownIds(
    items.map(({ index }) => rows[index]?.id ?? ''),
    props.onShown,
  );
  const cursorIndex = cursor.at === null ? -1 : shape.ids.indexOf(cursor.at);
  useEffect(() => {
    if (cursorIndex >= 0) virtualizer.scrollToIndex(cursorIndex, { align: 'auto' });
  }, [virtualizer, cursorIndex]);

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Devices"
      aria-multiselectable
      aria-rowcount={shape.totalCount + 1}
      aria-busy={isStale}
      aria-activedescendant={cursorIndex >= 0 ? rowElementId(cursor.at ?? '') : undefined}
      className="device-grid"
      data-stale={isStale}
      onPointerEnter={() => onReader(true)}
      onPointerLeave={() => onReader(scroller.current?.matches(':focus-within') ?? false)}
      onFocus={() => onReader(true)}
      onBlur={() => onReader(scroller.current?.matches(':hover') ?? false)}
    >
      <DeviceTableHead columns={columns} tracks={tracks} sort={props.sort} onSort={props.onSort} />
      <div role="rowgroup" className="device-grid-body" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const id = rows[item.index]?.id;
          if (id === undefined) return null;
          return (
            <DeviceRow
              key={id}
              id={id}
              index={item.index}
              store={store}
              columns={columns}
              tracks={tracks}
              top={item.start}
              height={rowHeight}
              isCursor={cursor.at === id}
              isSelected={cursor.selected.has(id)}
              onToggle={props.onToggle}
              onPeek={props.onPeek}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Tells which devices are on screen when that has not changed for a moment. */
function useShownIds(ids: readonly string[], onShown: (ids: readonly string[]) => void): void {
  const key = ids.join(' ');
  useEffect(() => {
    const timer = setTimeout(() => onShown(key === '' ? [] : key.split(' ')), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key, onShown]);
}
