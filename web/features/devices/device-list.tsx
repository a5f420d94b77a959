'use client';
/**
 * The device list: filter, table (or cards on a phone) and the peek beside it. What is filtered, sorted and peeked at
 * stands in the URL; where the keyboard is and what is selected belongs to the person and stays here.
 */
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { useScope, useScopedHref } from '../../live/scope.ts';
import { graphql } from '../../gql/gql.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { usePreference } from '../../ui/preferences.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeviceCards } from './device-cards.tsx';
import { DeviceListBar } from './device-list-bar.tsx';
import { DevicePeekPanel } from './device-peek-panel.tsx';
import { DeviceTable } from './device-table.tsx';
import './devices.css';
import { FilterBar } from './filter-bar.tsx';
import { deviceFilterKeys } from './filter-suggestions.ts';
import { NO_CURSOR, type RowCursor, cleared, extended, moved, toggled } from './row-cursor.ts';
import { useDeviceList } from './use-device-list.ts';
import { useFilterInUrl } from './use-filter-in-url.ts';
import { useIsNarrow } from './use-is-narrow.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';

const DeviceList_PlacesQuery = graphql(`
  query DeviceList_PlacesQuery {
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

/** The page's content. */
export function DeviceList() {
  const router = useRouter();
  const href = useScopedHref();
  const scope = useScope();
  const { q, sort, peek, setFilter, setSort, setPeek } = useFilterInUrl();
  const scopedFilter = [scope === null ? '' : `domain:${scope}`, q].filter(Boolean).join(' ');
  const list = useDeviceList(scopedFilter, sort);
  const [cursor, setCursor] = useState<RowCursor>(NO_CURSOR);
  const [density, setDensity] = usePreference('density');
  const isNarrow = useIsNarrow();
  const places = useLiveQuery(DeviceList_PlacesQuery, {});
  const keys = useMemo(
    () =>
      deviceFilterKeys(
        places.data?.domains.map(({ slug }) => slug) ?? [],
        places.data?.locations.map(({ name }) => name) ?? [],
      ),
    [places.data],
  );

  const { ids } = list.shape;
  const move = (next: RowCursor) => {
    setCursor(next);
    // An open peek follows the cursor: that is how one reads through a list.
    if (peek !== null && next.at !== null) setPeek(next.at);
  };
  useShortcuts({
    j: () => move(moved(cursor, ids, 1)),
    k: () => move(moved(cursor, ids, -1)),
    J: () => move(extended(cursor, ids, 1)),
    K: () => move(extended(cursor, ids, -1)),
    x: () => cursor.at !== null && setCursor(toggled(cursor, cursor.at)),
    Enter: () => cursor.at !== null && setPeek(cursor.at),
    o: () => {
      const id = cursor.at ?? peek;
      if (id !== null) router.push(href(`/devices/${id}`));
    },
    '/': () => document.getElementById('device-filter')?.focus(),
    ...(peek === null && cursor.selected.size > 0 ? { Escape: () => setCursor(cleared(cursor)) } : {}),
  });
  const peekAt = useCallback(
    (id: string) => {
      setCursor((before) => ({ ...before, at: id, anchor: id }));
      void setPeek(id);
    },
    [setPeek],
  );
  const toggle = useCallback((id: string) => setCursor((before) => toggled(before, id)), []);

  const { status, store, shape } = list;
  const isStale = status.kind === 'refreshing';
  return (
    <div className="device-list">
      <FilterBar q={q} keys={keys} onFilter={setFilter} />
      <DeviceListBar
        shape={shape}
        status={status}
        news={list.news}
        selectedCount={cursor.selected.size}
        density={density}
        onShowNews={list.reload}
        onClearSelection={() => setCursor(cleared(cursor))}
        onDensity={setDensity}
      />
      {status.kind === 'loading' ? <Skeleton height="60vh" label="Loading devices" /> : null}
      {status.kind === 'failed' ? (
        <Failed what="The devices" {...describeFailure(status.error)} onRetry={list.reload} />
      ) : null}
      {status.kind === 'ready' && ids.length === 0 ? (
        <NoDevices q={q} scope={scope} onClear={() => setFilter('')} />
      ) : null}
      {ids.length > 0 && status.kind !== 'failed' ? (
        isNarrow ? (
          <DeviceCards store={store} isStale={isStale} onPeek={peekAt} onLoadMore={list.loadMore} />
        ) : (
          <DeviceTable
            store={store}
            rowHeight={density === 'compact' ? 28 : 36}
            sort={sort}
            cursor={cursor}
            isStale={isStale}
            onSort={setSort}
            onToggle={toggle}
            onPeek={peekAt}
            onLoadMore={list.loadMore}
            onReader={list.setIsRead}
            onShown={list.setShownIds}
          />
        )
      ) : null}
      {peek === null ? null : <DevicePeekPanel key={peek} deviceId={peek} onClose={() => setPeek(null)} />}
    </div>
  );
}

interface NoDevicesProps {
  q: string;
  scope: string | null;
  onClear: () => void;
}

function NoDevices({ q, scope, onClear }: NoDevicesProps) {
  const where = scope === null ? '' : ` in ${scope}`;
  if (q === '') {
    return (
      <Empty title={`There are no devices${where} yet`}>
        <a href="/enroll" className="text-accent underline">
          Enroll the first one
        </a>
      </Empty>
    );
  }
  return (
    <Empty title="No device matches" onClear={onClear}>
      The filter <code className="figures text-ink">{q}</code>
      {where} leaves nothing.
    </Empty>
  );
}
