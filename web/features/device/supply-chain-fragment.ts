/** What a device consists of and runs, by its own signed word, and what is thought of it. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Everything the tab shows of a device that has said so. */
export const SupplyChain_ProjectionFragment = graphql(`
  fragment SupplyChain_ProjectionFragment on SupplyChainProjection {
    verdict
    reportedAt
    judgedAt
    reasons {
      code
      isViolation
      subject
      detail
    }
    hardware {
      serial
      manufacturer
      model
      parts {
        kind
        name
        vendor
        serial
      }
    }
    firmware {
      name
      vendor
      version
    }
    software {
      name
      version
      digest
      source
      trace
      hasProvenance
      hasSbom
      artifact {
        id
        name
        version
        signers {
          keyId
          role
          key {
            keyId
            name
          }
        }
      }
    }
    attestation {
      verifiedAt
      measuredAt
      sequence
      agentVersion
      binarySha256
      expectedSha256
      runtimeSha256
      configSha256
      expectedConfigSha256
      certificateFingerprint
      verdict
    }
  }
`);

/** The facts of one device. */
export type SupplyChainFacts = ResultOf<typeof SupplyChain_ProjectionFragment>;
