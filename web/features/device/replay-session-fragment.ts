/** One session of a device's return, as the progress, the list of sessions and the feed all select it. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Everything that is shown of a session. */
export const ReplaySession_SessionFragment = graphql(`
  fragment ReplaySession_SessionFragment on ReplaySessionInfo {
    id
    sessionEpoch
    journalEpoch
    firstSeq
    acceptedSeq
    lastSeq
    permitted
    conflicts
    unauthorised
    dropped
    evidence
    endReason
    openedAt
    endedAt
    state
    ratePerS
    etaS
    oldestAt
  }
`);

/** One session. */
export type ReplayFacts = ResultOf<typeof ReplaySession_SessionFragment>;

/** How far a session is: records accepted, records there were to accept, and the share of them. */
export function progressOf({
  firstSeq,
  acceptedSeq,
  lastSeq,
}: Pick<ReplayFacts, 'firstSeq' | 'acceptedSeq' | 'lastSeq'>) {
  const total = Math.max(0, lastSeq - firstSeq + 1);
  const accepted = Math.min(total, Math.max(0, acceptedSeq - firstSeq + 1));
  return { total, accepted, share: total === 0 ? 1 : accepted / total };
}

/** Where a session stands, in words. */
export const sessionWords = {
  LOCKED: 'locked, nothing uploaded yet',
  UPLOADING: 'uploading',
  RECONCILING: 'reconciling',
  CONCLUDED: 'concluded',
  ABORTED: 'broken off',
} as const;

/** How a session ended, in words. */
export function endWords({ state, endReason }: Pick<ReplayFacts, 'state' | 'endReason'>): string {
  switch (endReason) {
    case 'LIVE':
      return 'concluded, live again';
    case 'QUARANTINED':
      return 'concluded, quarantined';
    case 'SUPERSEDED':
      return 'broken off: another session took its place';
    case 'SILENT':
      return 'broken off: silent for too long';
    default:
      return sessionWords[state];
  }
}
