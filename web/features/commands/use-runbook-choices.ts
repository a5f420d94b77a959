'use client';
/** The runbooks that can be run, for the fields of an order. */
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import type { OrderRunbook } from './order-draft.ts';

const RunbookChoices_RunbooksQuery = graphql(`
  query RunbookChoices_RunbooksQuery {
    runbooks(first: 200, stage: APPROVED) {
      edges {
        node {
          runbookId
          version
          name
          description
          parameters {
            name
            type
            pattern
            lengthMax
            values
            min
            max
          }
        }
      }
    }
  }
`);

const none: readonly OrderRunbook[] = [];

/** Approved versions by name, the newest first; asked for only when somebody wants to run one. */
export function useRunbookChoices(isOff: boolean): readonly OrderRunbook[] {
  const { data } = useLiveQuery(RunbookChoices_RunbooksQuery, {}, { pause: isOff });
  return data?.runbooks.edges.map(({ node }) => node) ?? none;
}
