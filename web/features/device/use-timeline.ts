'use client';
/** The timeline of a device, page by page. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';
import { type LogSource, useLogPages } from './use-log-pages.ts';

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

type Data = ResultOf<typeof TimelineTab_DeviceQuery>;

/** One entry of the log. */
export type TimelineEntryFacts = NonNullable<Data['device']>['timeline']['edges'][number]['node'];

const timeline: LogSource<Data, TimelineEntryFacts> = {
  query: TimelineTab_DeviceQuery,
  connectionOf: ({ device }) => device?.timeline,
  settleMs: 50,
};

/** The pages read so far. `revision` names the device's state: the log grows with each change of it. */
export function useTimeline(deviceId: string, revision: string) {
  return useLogPages(timeline, deviceId, revision);
}
