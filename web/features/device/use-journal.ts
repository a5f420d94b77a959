'use client';
/** What was taken over of a device's journal, page by page. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';
import { type LogSource, useLogPages } from './use-log-pages.ts';

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

type Data = ResultOf<typeof Journal_DeviceQuery>;

/** One record, or a declared hole. */
export type JournalFacts = NonNullable<Data['device']>['journal']['edges'][number]['node'];

const journal: LogSource<Data, JournalFacts> = {
  query: Journal_DeviceQuery,
  connectionOf: ({ device }) => device?.journal,
  settleMs: 1000,
};

/** The pages read so far. `revision` changes as records are accepted; a burst of them is one reading. */
export function useJournal(deviceId: string, revision: string) {
  return useLogPages(journal, deviceId, revision);
}
