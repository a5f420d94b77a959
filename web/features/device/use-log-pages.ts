'use client';
/** Reads a log of a device page by page, and its newest page again as it grows: its timeline, and its journal. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { useReread } from '../../live/use-live-query.ts';
import { type TimelinePages, withNewestPage, withOlderPage } from './timeline-pages.ts';

const ENTRIES_PER_PAGE = 50;

interface LogConnection<Entry> {
  edges: readonly { node: Entry }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Which log, and how soon a change of it is read. */
export interface LogSource<Data, Entry> {
  query: TypedDocumentNode<Data, { id: string; first: number; after?: string | null }>;
  connectionOf: (data: Data) => LogConnection<Entry> | undefined;
  /** A change is several messages at times; one reading after this while answers them all. */
  settleMs: number;
}

/** The pages read so far, whether another is on its way, and what went wrong last. `revision` changes as the log grows. */
export function useLogPages<Data, Entry extends { id: string }>(
  source: LogSource<Data, Entry>,
  deviceId: string,
  revision: string,
) {
  const client = useClient();
  const [pages, setPages] = useState<TimelinePages<Entry> | null>(null);
  const [error, setError] = useState<CombinedError>();
  const [isReading, setIsReading] = useState(false);
  const hasBegun = useRef(false);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = async (after: string | null) => {
    setIsReading(true);
    const variables = { id: deviceId, first: ENTRIES_PER_PAGE, after };
    const result = await client.query(source.query, variables, { requestPolicy: 'network-only' }).toPromise();
    setIsReading(false);
    const log = result.data && source.connectionOf(result.data);
    // Names come from elsewhere; the log is worth showing without them.
    setError(log === undefined ? result.error : undefined);
    if (log === undefined) return;
    const { endCursor, hasNextPage } = log.pageInfo;
    const page = { entries: log.edges.map(({ node }) => node), endCursor, hasMore: hasNextPage };
    setPages((shown) => (after === null || shown === null ? withNewestPage(shown, page) : withOlderPage(shown, page)));
  };
  const readNewest = useEffectEvent(() => {
    hasBegun.current = true;
    soon.current = undefined;
    void read(null);
  });
  const { settleMs } = source;
  useEffect(() => {
    // A log that grows without a pause is read all the same: a later change does not put the reading off.
    soon.current ??= setTimeout(() => readNewest(), hasBegun.current ? settleMs : 0);
  }, [revision, settleMs]);
  useEffect(
    () => () => {
      clearTimeout(soon.current);
      soon.current = undefined;
    },
    [],
  );
  useReread(() => void read(null));
  return {
    pages,
    error,
    isReading,
    readAgain: () => void read(null),
    readOlder: () => void read(pages?.endCursor ?? null),
  };
}
