/** What is read of every rollout wherever one is listed. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** A rollout as lists and heads show it. */
export const RolloutRow_RolloutFragment = graphql(`
  fragment RolloutRow_RolloutFragment on Rollout {
    id
    name
    state
    stateSince
    stateReason
    strategy
    onFailure
    artifact {
      digest
      name
      version
    }
    counts {
      total
      done
      alreadyInstalled
      failed
      applying
      deferred
      unreachable
      incapable
      withdrawn
    }
    waves {
      index
      name
      state
    }
    waitingFor {
      gate
      have
      need
      budget
      approval
      since
      until
      unblocks
    }
    createdAt
    createdBy
    createdByUser {
      id
      name
      email
    }
    startedAt
    endedAt
  }
`);

/** A rollout as lists and heads show it. */
export type RolloutFacts = ResultOf<typeof RolloutRow_RolloutFragment>;

/** What a rollout, a wave or a device waits for. */
export type Waiting = NonNullable<RolloutFacts['waitingFor']>;
