/** An item of the attention queue as every list of it shows it: the inbox, the overview, the members of a group. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';
import type { AttentionState } from '../../gql/graphql.ts';

/** What a row needs; queries, verdicts and the feed select the same. */
export const AttentionRow_ItemFragment = graphql(`
  fragment AttentionRow_ItemFragment on AttentionItem {
    id
    key
    kind
    title
    score
    severity
    devices
    since
    updatedAt
    endedAt
    state
    snoozedUntil
    scope {
      domainId
      deviceId
      locationId
      domain {
        id
        name
        slug
      }
      device {
        id
        name
      }
    }
    nextAction {
      words
      kind
      target
    }
    owner {
      id
      name
    }
  }
`);

/** One item. */
export type AttentionFacts = ResultOf<typeof AttentionRow_ItemFragment>;

/** How loud, in words; the bar at the left of a row says it by its shape. */
export const severityWord = { CRITICAL: 'critical', MAJOR: 'major', MINOR: 'minor' } as const;

/** Where an item is in its life, in words. */
export const stateWords: Readonly<Record<AttentionState, string>> = {
  OPEN: 'new',
  ACKNOWLEDGED: 'seen',
  ASSIGNED: 'assigned',
  SNOOZED: 'snoozed',
  MERGED: 'merged',
  DISMISSED: 'dismissed',
  RESOLVED: 'resolved',
};

const queued: ReadonlySet<AttentionState> = new Set(['OPEN', 'ACKNOWLEDGED', 'ASSIGNED']);

/** Whether an item in this state still waits for somebody to deal with it. */
export function isQueued(state: AttentionState): boolean {
  return queued.has(state);
}
