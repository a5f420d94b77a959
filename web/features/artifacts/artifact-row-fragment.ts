/** What a list shows of an artifact. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** One version of something. */
export const ArtifactRow_ArtifactFragment = graphql(`
  fragment ArtifactRow_ArtifactFragment on Artifact {
    id
    name
    version
    digest
    size
    state
    channel
    reason
    registeredAt
    deviceCount
    signers {
      keyId
      role
      key {
        keyId
        name
      }
    }
  }
`);

/** The facts of one row. */
export type ArtifactRowFacts = ResultOf<typeof ArtifactRow_ArtifactFragment>;

/** Who vouches for it as something to be used, each key once. */
export function releaseKeyNames({ signers }: Pick<ArtifactRowFacts, 'signers'>): string[] {
  const keys = signers.filter(({ role }) => role === 'RELEASE');
  return [...new Set(keys.map(({ key, keyId }) => key?.name ?? keyId.slice(0, 12)))];
}
