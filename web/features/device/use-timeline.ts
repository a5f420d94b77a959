'use client';
/** Reads the timeline of a device page by page, and its newest page again whenever the device changed. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { useReread } from '../../live/use-live-query.ts';
import { type TimelinePages, withNewestPage, withOlderPage } from './timeline-pages.ts';

const TimelineTab_DeviceQuery = graphql(`
  query TimelineTab_DeviceQuery($id: ID!, $first: Int!, $after: String) {
    device(id: $id) {
      id
      timeline(first: $first, after: $after) {
        edges {
          node {
            id
            type
            summary
            at
            actor
            actorUser {
              id
              name
              email
            }
            position
            data
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

type Timeline = NonNullable<ResultOf<typeof TimelineTab_DeviceQuery>['device']>['timeline'];

/** One entry of the log. */
export type TimelineEntryFacts = Timeline['edges'][number]['node'];

const ENTRIES_PER_PAGE = 50;
const SETTLE_MS = 50;

/** The pages read so far, whether another is on its way, and what went wrong last. `revision` names the device's state. */
export function useTimeline(deviceId: string, revision: string) {
  const client = useClient();
  const [pages, setPages] = useState<TimelinePages<TimelineEntryFacts> | null>(null);
  const [error, setError] = useState<CombinedError>();
  const [isReading, setIsReading] = useState(false);

  const read = async (after: string | null) => {
    setIsReading(true);
    const variables = { id: deviceId, first: ENTRIES_PER_PAGE, after };
    const result = await client
      .query(TimelineTab_DeviceQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    setIsReading(false);
    const timeline = result.data?.device?.timeline;
    // Names come from elsewhere; the log is worth showing without them.
    setError(timeline === undefined ? result.error : undefined);
    if (timeline === undefined) return;
    const page = pageOf(timeline);
    setPages((shown) => (after === null || shown === null ? withNewestPage(shown, page) : withOlderPage(shown, page)));
  };
  const readNewest = useEffectEvent(() => void read(null));
  useEffect(() => {
    // A change is several messages at times; one reading answers them all.
    const soon = setTimeout(() => readNewest(), SETTLE_MS);
    return () => clearTimeout(soon);
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

function pageOf({ edges, pageInfo }: Timeline): TimelinePages<TimelineEntryFacts> {
  return { entries: edges.map(({ node }) => node), endCursor: pageInfo.endCursor, hasMore: pageInfo.hasNextPage };
}
