/**
 * The head of the device grid. Sortable columns are buttons that say their direction; the sort itself is the API's.
 */
import type { DeviceColumn } from './device-columns.tsx';
import { nextSort, parseSort } from './sort-text.ts';

interface DeviceTableHeadProps {
  columns: readonly DeviceColumn[];
  tracks: string;
  sort: string;
  onSort: (sort: string) => void;
  /** Whether all rows are selected, some, or none. */
  selection: 'all' | 'some' | 'none';
  onToggleAll: () => void;
}

/** One row of column headers. */
export function DeviceTableHead({ columns, tracks, sort, onSort, selection, onToggleAll }: DeviceTableHeadProps) {
  const sorted = parseSort(sort);
  return (
    <div role="rowgroup" className="device-grid-head">
      <div role="row" aria-rowindex={1} className="device-grid-row" style={{ gridTemplateColumns: tracks }}>
        <div role="columnheader" className="device-grid-cell">
          <input
            ref={(box) => {
              if (box) box.indeterminate = selection === 'some';
            }}
            type="checkbox"
            className="device-grid-checkbox"
            aria-label="Select all listed devices"
            checked={selection === 'all'}
            onChange={onToggleAll}
          />
        </div>
        {columns.map(({ id, title, sortKey }) => {
          const isSorted = sortKey !== null && sorted?.key === sortKey;
          const direction = sorted?.isDescending === true ? 'descending' : 'ascending';
          return (
            <div
              key={id}
              role="columnheader"
              aria-sort={isSorted ? direction : undefined}
              className="device-grid-cell text-muted"
            >
              {sortKey === null ? (
                title
              ) : (
                <button type="button" className="device-grid-sort" onClick={() => onSort(nextSort(sort, sortKey))}>
                  {title}
                  <span aria-hidden className="device-grid-arrow" data-direction={isSorted ? direction : 'none'} />
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
