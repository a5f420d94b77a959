/** A public key whose signatures the tenant believes, or believed. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Everything that is known of a key. */
export const SigningKey_KeyFragment = graphql(`
  fragment SigningKey_KeyFragment on SigningKey {
    keyId
    name
    role
    algorithm
    publicKeyPem
    state
    validFrom
    validUntil
    addedAt
    addedBy
    addedByUser {
      id
      name
      email
    }
    successorId
    revokedAt
    revokeReason
    artifactCount
    deviceCount
  }
`);

/** The facts of one key. */
export type SigningKeyFacts = ResultOf<typeof SigningKey_KeyFragment>;
