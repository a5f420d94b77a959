/** One version of a runbook, completely: what is approved has to be read first. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Everything that is signed, and who had to do with it. */
export const Runbook_RunbookFragment = graphql(`
  fragment Runbook_RunbookFragment on Runbook {
    runbookId
    version
    name
    stage
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
    argv
    timeoutS
    outputMaxBytes
    concurrencyMax
    redact
    requiredRole
    fourEyesAboveDevices
    contentHash
    author
    authorUser {
      id
      name
      email
    }
    registeredAt
    approvedBy
    approvedByUser {
      id
      name
      email
    }
    approvedAt
    retiredAt
    retireReason
  }
`);

/** The facts of one version. */
export type RunbookFacts = ResultOf<typeof Runbook_RunbookFragment>;
