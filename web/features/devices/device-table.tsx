'use client';
/**
 * The devices as a virtual grid: only the rows on screen exist, at a fixed height, so ten thousand devices scroll like
 * twenty. The grid itself holds the focus and names its active row; rows never move while somebody reads them.
 */
import { useTable } from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import { COLUMN_IDS } from './column-choice.ts';
import { deviceTableColumns, deviceTableFeatures } from './device-columns.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import { DeviceRow, rowElementId } from './device-row.tsx';
import { DeviceTableHead } from './device-table-head.tsx';
import type { RowCursor } from './row-cursor.ts';
import type { ListShape, RowStore } from './row-store.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

const CHECKBOX_WIDTH = '32px';

interface DeviceTableProps {
  store: RowStore<DeviceFacts>;
  shape: ListShape;
  rowHeight: number;
  sort: string;
  /** The columns shown. */
  columnIds: readonly string[];
  cursor: RowCursor;
  /** The list shown is that of the previous filter; the new one is on its way. */
  isStale: boolean;
  onSort: (sort: string) => void;
  onToggle: (id: string) => void;
  isAllListed: boolean;
  onToggleAll: () => void;
  onPeek: (id: string) => void;
  onLoadMore: () => void;
  /** Somebody reads the table (pointer or focus is inside), or nobody does any more. */
  onReader: (isReading: boolean) => void;
  onShown: (ids: readonly string[]) => void;
}

/** The grid with its sticky head. */
export function DeviceTable(props: DeviceTableProps) {
  const { store, shape, rowHeight, columnIds, cursor, isStale, onReader, onLoadMore, onShown } = props;
  const data = useMemo(() => shape.ids.map((id) => ({ id })), [shape.ids]);
  const columnVisibility = useMemo(
    () => Object.fromEntries(COLUMN_IDS.map((id) => [id, columnIds.includes(id)])),
    [columnIds],
  );
  const table = useTable({
    features: deviceTableFeatures,
    columns: deviceTableColumns,
    data,
    getRowId,
    state: { columnVisibility },
  });
  const leaves = table.getVisibleLeafColumns();
  // One list for all rows, or every row would be drawn anew with each step of scrolling.
  const columns = useMemo(() => leaves.flatMap(({ columnDef }) => columnDef.meta ?? []), [leaves]);
  const tracks = [CHECKBOX_WIDTH, ...columns.map(({ width }) => width)].join(' ');
  const scroller = useRef<HTMLDivElement>(null);
  const cursorIndex = cursor.at === null ? -1 : shape.ids.indexOf(cursor.at);
  const { rows, totalHeight } = useVirtualRows({ scroller, shape, rowHeight, cursorIndex, onLoadMore, onShown });
  const isWithin = (state: ':hover' | ':focus-within') => scroller.current?.matches(state) ?? false;
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
      onPointerLeave={() => onReader(isWithin(':focus-within'))}
      onFocus={() => onReader(true)}
      onBlur={() => onReader(isWithin(':hover'))}
    >
      <DeviceTableHead
        columns={columns}
        tracks={tracks}
        sort={props.sort}
        onSort={props.onSort}
        selection={props.isAllListed ? 'all' : cursor.selected.size > 0 ? 'some' : 'none'}
        onToggleAll={props.onToggleAll}
      />
      <div role="rowgroup" className="device-grid-body" style={{ height: totalHeight }}>
        {rows.map((row) => (
          <DeviceRow
            key={row.id}
            {...row}
            store={store}
            columns={columns}
            tracks={tracks}
            height={rowHeight}
            isCursor={cursor.at === row.id}
            isSelected={cursor.selected.has(row.id)}
            onToggle={props.onToggle}
            onPeek={props.onPeek}
          />
        ))}
      </div>
    </div>
  );
}

function getRowId({ id }: { id: string }): string {
  return id;
}
