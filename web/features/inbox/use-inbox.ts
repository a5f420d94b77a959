'use client';
/**
 * Binds a queue to the life of the page. What the feed says of a shown item shows at once, in its row; what that means
 * for the order is read a moment later, and rows only move while nobody is reading them.
 */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useReread } from '../../live/use-live-query.ts';
import { RowStore } from '../devices/row-store.ts';
import { type AttentionFacts, AttentionRow_ItemFragment } from './attention-item.ts';
import { InboxReader, type QueueRequest } from './inbox-reader.ts';

const Inbox_ChangesSubscription = graphql(`
  subscription Inbox_ChangesSubscription($scope: AttentionScopeInput) {
    attentionChanged(scope: $scope) {
      seq
      items {
        ...AttentionRow_ItemFragment
      }
    }
  }
`);

/** A burst of messages is one reading. */
const SETTLE_MS = 600;

/** The rows, how the queue is doing, and what a reader can do with it. */
export function useInbox({ domainId, state }: QueueRequest) {
  const client = useClient();
  const store = useMemo(() => new RowStore<AttentionFacts>(), []);
  const reader = useMemo(() => new InboxReader(client, store, { domainId, state }), [client, store, domainId, state]);
  const [isRead, setIsRead] = useState(false);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading, reader.reading);
  const shape = useSyncExternalStore(store.subscribeList, store.shape, store.shape);
  const news = useSyncExternalStore(store.subscribeList, store.news, store.news);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => reader.start(), [reader]);
  useReread(() => void reader.look());
  useLiveFeed(
    Inbox_ChangesSubscription,
    { scope: domainId === null ? null : { domainId } },
    {
      seqOf: ({ attentionChanged }) => attentionChanged.seq,
      onMessage: ({ attentionChanged }) => {
        store.refresh(attentionChanged.items.map((item) => getFragmentData(AttentionRow_ItemFragment, item)));
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          void reader.look();
        }, SETTLE_MS);
      },
    },
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  const hasNews = news.arrived + news.left > 0;
  useEffect(() => {
    if (hasNews && !isRead) void reader.reload();
  }, [reader, hasNews, isRead]);

  return {
    store,
    shape,
    news,
    status: reading.status,
    readAt: reading.readAt,
    setIsRead,
    reload: useCallback(() => reader.reload(), [reader]),
    loadMore: useCallback(() => void reader.loadMore(), [reader]),
  };
}
