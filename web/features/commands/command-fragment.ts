/** What is shown of a command. List, page of a batch and live feed select the same, so that a patch is always whole. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** One command with everything but its output, which is read when somebody looks at it. */
export const CommandRow_CommandFragment = graphql(`
  fragment CommandRow_CommandFragment on Command {
    id
    deviceId
    batchId
    kind
    payload
    delivery
    state
    stageReason
    reason
    issuedBy
    issuedByUser {
      id
      name
    }
    authorityId
    authorityEpoch
    queuedAt
    expiresAt
    deliveredAt
    attempts
    acknowledgedAt
    cancelRequestedAt
    endedAt
    report {
      exitCode
      outputBytes
      outputTruncated
      partial
      startedAtMs
      finishedAtMs
    }
    lateReport {
      outcome
      exitCode
    }
    device {
      id
      name
    }
  }
`);

/** The facts of one command. */
export type CommandFacts = ResultOf<typeof CommandRow_CommandFragment>;
