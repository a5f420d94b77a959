'use client';
/**
 * The device list: filter, table (or cards on a phone) and the peek beside it. What is filtered, sorted and peeked at
 * stands in the URL; where the keyboard is and what is selected belongs to the person and stays here.
 */
import { useScope } from '../../live/scope.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Failed } from '../../ui/failed.tsx';
import { usePreference } from '../../ui/preferences.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { parseColumns } from './column-choice.ts';
import { DeviceCards } from './device-cards.tsx';
import { DeviceListBar } from './device-list-bar.tsx';
import { DeviceSelection } from './device-selection.tsx';
import { DeviceTable } from './device-table.tsx';
import './devices.css';
import { FilterBar } from './filter-bar.tsx';
import { NoDevices } from './no-devices.tsx';
import { useDeviceList } from './use-device-list.ts';
import { useFilterInUrl } from './use-filter-in-url.ts';
import { useIsNarrow } from './use-is-narrow.ts';
import { useRowCursor } from './use-row-cursor.ts';

// Its charts are wanted only by whoever peeks.
const DevicePeekPanel = dynamic(() => import('./device-peek-panel.tsx').then((module) => module.DevicePeekPanel), {
  ssr: false,
});

/** The page's content. */
export function DeviceList() {
  const scope = useScope();
  const { q, sort, peek, cols, setFilter, setSort, setPeek, setColumns } = useFilterInUrl();
  const columns = useMemo(() => parseColumns(cols), [cols]);
  const scopedFilter = [scope === null ? '' : `domain:${scope}`, q].filter(Boolean).join(' ');
  const { store, status, news, shape, ...list } = useDeviceList(scopedFilter, sort);
  const rows = useRowCursor({ q: scopedFilter, ids: shape.ids, peek, setPeek });
  const { cursor } = rows;
  const [density, setDensity] = usePreference('density');
  const isNarrow = useIsNarrow();
  const shared = {
    store,
    shape,
    isStale: status.kind === 'refreshing',
    onPeek: rows.peekAt,
    onLoadMore: list.loadMore,
    onShown: list.setShownIds,
  };
  const hasRows = shape.ids.length > 0 && status.kind !== 'failed';
  return (
    <div className="device-list">
      <FilterBar q={q} onFilter={setFilter} />
      <DeviceListBar
        {...{ shape, status, news, density, columns }}
        selection={<DeviceSelection {...{ rows, shape }} filter={scopedFilter} isNarrow={isNarrow} />}
        onShowNews={list.reload}
        onDensity={setDensity}
        onColumns={setColumns}
      />
      {status.kind === 'loading' ? <Skeleton height="60vh" label="Loading devices" /> : null}
      {status.kind === 'failed' ? (
        <Failed what="The devices" {...describeFailure(status.error)} onRetry={list.reload} />
      ) : null}
      {status.kind === 'ready' && !hasRows ? <NoDevices q={q} scope={scope} onClear={() => setFilter('')} /> : null}
      {hasRows && isNarrow ? <DeviceCards {...shared} /> : null}
      {hasRows && !isNarrow ? (
        <DeviceTable
          {...shared}
          rowHeight={density === 'compact' ? 28 : 36}
          sort={sort}
          columnIds={columns}
          cursor={cursor}
          onSort={setSort}
          onToggle={rows.toggle}
          isAllListed={rows.isAllListed}
          onToggleAll={rows.toggleListed}
          onReader={list.setIsRead}
        />
      ) : null}
      {peek === null ? null : <DevicePeekPanel key={peek} deviceId={peek} onClose={() => setPeek(null)} />}
    </div>
  );
}
