/** One signal of the health of a scope. Page, rows of domains and live feed select the same. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Value, thresholds, state, the last hour, and what it is made from. */
export const HealthSignal_Fragment = graphql(`
  fragment HealthSignal_HealthSignalFragment on HealthSignal {
    name
    title
    value
    unit
    threshold
    badThreshold
    state
    since
    explanation
    trend {
      at
      value
    }
  }
`);

/** The facts of one signal. */
export type SignalFacts = ResultOf<typeof HealthSignal_Fragment>;
