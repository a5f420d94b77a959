'use client';
/**
 * Binds a filtered list to the life of the page: a new filter or sort is a new reading, the rows of the old one stay
 * until it is answered, and while nobody reads the table the list keeps itself up to date.
 */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useReread } from '../../live/use-live-query.ts';
import { DeviceListReader, PAGE_SIZE } from './device-list-reader.ts';
import { DeviceRow_DeviceFragment, type DeviceFacts } from './device-row-fragment.ts';
import { RowStore } from './row-store.ts';

const DeviceTable_ChangesSubscription = graphql(`
  subscription DeviceTable_ChangesSubscription($q: String) {
    deviceChanged(q: $q) {
      seq
      matches
      device {
        ...DeviceRow_DeviceFragment
      }
    }
  }
`);

const DeviceTable_HeartbeatsSubscription = graphql(`
  subscription DeviceTable_HeartbeatsSubscription($ids: [ID!]) {
    deviceChanged(ids: $ids) {
      seq
      device {
        ...DeviceRow_DeviceFragment
      }
    }
  }
`);

/** News settle a little before the list is read again, so that a burst is one reading. */
const SETTLE_MS = 2000;

/** The rows, how the list is doing, and what a reader can do with it. */
export function useDeviceList(q: string, sort: string) {
  const client = useClient();
  const store = useMemo(() => new RowStore<DeviceFacts>(), []);
  const reader = useMemo(() => new DeviceListReader(client, store, { q, sort }), [client, store, q, sort]);
  const [isRead, setIsRead] = useState(false);
  const [shownIds, setShownIds] = useState<readonly string[]>([]);
  const status = useSyncExternalStore(reader.subscribeStatus, reader.status, reader.status);
  const news = useSyncExternalStore(store.subscribeList, store.news, store.news);
  const shape = useSyncExternalStore(store.subscribeList, store.shape, store.shape);

  useEffect(() => reader.start(), [reader]);
  useReread(() => void reader.refreshFirstPage());
  useLiveFeed(
    DeviceTable_ChangesSubscription,
    { q: q || null },
    {
      seqOf: ({ deviceChanged }) => deviceChanged.seq,
      onMessage: ({ deviceChanged: { device, matches } }) =>
        store.patch(getFragmentData(DeviceRow_DeviceFragment, device), matches),
    },
  );
  // A heartbeat makes a device younger without being a change; it is worth hearing for the rows on screen only.
  useLiveFeed(
    DeviceTable_HeartbeatsSubscription,
    { ids: [...shownIds] },
    {
      isOff: shownIds.length === 0,
      onMessage: ({ deviceChanged: { device } }) => store.refresh([getFragmentData(DeviceRow_DeviceFragment, device)]),
    },
  );

  const newsCount = news.arrived + news.left;
  const mayMove = !isRead && shape.ids.length <= PAGE_SIZE;
  useEffect(() => {
    if (newsCount === 0 || !mayMove) return undefined;
    const settling = setTimeout(() => void reader.reload(), SETTLE_MS);
    return () => clearTimeout(settling);
  }, [reader, newsCount, mayMove]);

  return {
    store,
    status,
    news,
    shape,
    setIsRead,
    setShownIds,
    reload: useCallback(() => void reader.reload(), [reader]),
    loadMore: useCallback(() => void reader.loadMore(), [reader]),
  };
}
