'use client';
/** Every update a device was permitted and every intent it refused, page by page. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';
import { type LogSource, useLogPages } from './use-log-pages.ts';

const UpdateJournal_DeviceQuery = graphql(`
  query UpdateJournal_DeviceQuery($id: ID!, $first: Int!, $after: String) {
    device(id: $id) {
      id
      updateJournal(first: $first, after: $after) {
        edges {
          node {
            id
            direction
            generation
            leaseState
            fence
            grantedAt
            begunAt
            endedAt
            code
            detail
            steps {
              state
              at
            }
            artifact {
              name
              version
              digest
            }
            rollout {
              id
              name
            }
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

type Data = ResultOf<typeof UpdateJournal_DeviceQuery>;

/** One permission, or one refusal without any. */
export type UpdateJournalFacts = NonNullable<Data['device']>['updateJournal']['edges'][number]['node'];

const journal: LogSource<Data, UpdateJournalFacts> = {
  query: UpdateJournal_DeviceQuery,
  connectionOf: ({ device }) => device?.updateJournal,
  settleMs: 1000,
};

/** The pages read so far. `revision` changes as the device's update goes on. */
export function useUpdateJournal(deviceId: string, revision: string) {
  return useLogPages(journal, deviceId, revision);
}
