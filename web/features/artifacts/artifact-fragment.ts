/** Everything the page of one artifact shows above its lists. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** One version, with all that is said about it. */
export const ArtifactPage_ArtifactFragment = graphql(`
  fragment ArtifactPage_ArtifactFragment on Artifact {
    id
    name
    version
    mediaType
    digest
    size
    mirrors
    retentionDays
    state
    channel
    reason
    deviceCount
    registeredAt
    registeredBy
    registeredByUser {
      id
      name
      email
    }
    uploadedAt
    judgedAt
    promotedAt
    withdrawnAt
    withdrawReason
    bytesRemovedAt
    faults {
      reason
      words
      evidenceId
    }
    signers {
      keyId
      role
      evidenceId
      key {
        keyId
        name
        state
      }
    }
    evidence {
      evidenceId
      kind
      mediaType
      digest
      size
      attachedAt
      attachedBy
    }
    sboms {
      evidenceId
      specVersion
      components
    }
    provenance {
      predicateType
      builder
      buildType
      invocation
      finishedAt
      materials {
        uri
        digest
      }
    }
  }
`);

/** The facts of one artifact. */
export type ArtifactFacts = ResultOf<typeof ArtifactPage_ArtifactFragment>;
