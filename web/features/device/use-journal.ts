'use client';
/** Reads what was taken over of a device's journal page by page, and its newest page again as more arrives. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { useReread } from '../../live/use-live-query.ts';
import { type TimelinePages, withNewestPage, withOlderPage } from './timeline-pages.ts';

const Journal_DeviceQuery = graphql(`
  query Journal_DeviceQuery($id: ID!, $first: Int!, $after: String) {
    device(id: $id) {
      id
      journal(first: $first, after: $after) {
        edges {
          node {
            id
            epoch
            seq
            toSeq
            class
            kind
            body
            deviceAt
            recordedAt
            verdict
            because
            isDropped
            hash
            place
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

type Journal = NonNullable<ResultOf<typeof Journal_DeviceQuery>['device']>['journal'];

/** One record, or a declared hole. */
export type JournalFacts = Journal['edges'][number]['node'];

const RECORDS_PER_PAGE = 50;
const SETTLE_MS = 1000;

/** The pages read so far. `revision` changes as records are accepted; a burst of them is one reading. */
export function useJournal(deviceId: string, revision: string) {
  const client = useClient();
  const [pages, setPages] = useState<TimelinePages<JournalFacts> | null>(null);
  const [error, setError] = useState<CombinedError>();
  const [isReading, setIsReading] = useState(false);
  const read = async (after: string | null) => {
    setIsReading(true);
    const variables = { id: deviceId, first: RECORDS_PER_PAGE, after };
    const result = await client.query(Journal_DeviceQuery, variables, { requestPolicy: 'network-only' }).toPromise();
    setIsReading(false);
    const journal = result.data?.device?.journal;
    setError(journal === undefined ? result.error : undefined);
    if (journal === undefined) return;
    const { endCursor, hasNextPage } = journal.pageInfo;
    const page = { entries: journal.edges.map(({ node }) => node), endCursor, hasMore: hasNextPage };
    setPages((shown) => (after === null || shown === null ? withNewestPage(shown, page) : withOlderPage(shown, page)));
  };
  const readNewest = useEffectEvent(() => void read(null));
  const isFirst = pages === null;
  useEffect(() => {
    const soon = setTimeout(() => readNewest(), isFirst ? 0 : SETTLE_MS);
    return () => clearTimeout(soon);
    // Only what was accepted asks for another reading; having read is no reason to read again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [revision]);
  useReread(() => void read(null));
  return {
    pages,
    error,
    isReading,
    readAgain: () => void read(null),
    readOlder: () => void read(pages?.endCursor ?? null),
  };
}
