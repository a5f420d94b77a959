/** A signal of a domain among others: without its last hour, which nobody sees in a table. */
import { graphql } from '../../gql/gql.ts';

/** Value, state and explanation. */
export const DomainSignal_Fragment = graphql(`
  fragment DomainSignal_HealthSignalFragment on HealthSignal {
    name
    title
    value
    unit
    state
    explanation
  }
`);
