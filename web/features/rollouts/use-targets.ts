'use client';
/** A page of the devices of a rollout, of one wave or bucket if wanted; read again a moment after something happened. */
import { useEffect, useEffectEvent, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import type { RolloutBucket, Targets_RolloutQueryQuery } from '../../gql/graphql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';

const Targets_RolloutQuery = graphql(`
  query Targets_RolloutQuery($id: ID!, $first: Int!, $after: String, $wave: Int, $bucket: RolloutBucket) {
    rollout(id: $id) {
      id
      targets(first: $first, after: $after, wave: $wave, bucket: $bucket) {
        edges {
          node {
            deviceId
            wave
            direction
            bucket
            since
            attempts
            code
            detail
            device {
              id
              name
            }
            lease {
              id
              state
              fence
              suspicion
              overrideRequestedBy
              overrideReason
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
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const PAGE = 25;

/** Which devices are wanted. */
export interface TargetsRequest {
  rolloutId: string;
  wave: number | null;
  bucket: RolloutBucket | null;
  /** Rises when something happened to the rollout. */
  revision: number;
}

/** The rows of the page one is on, and the way to the others. Another filter begins at its first page. */
export function useTargets({ rolloutId, wave, bucket, revision }: TargetsRequest) {
  const filter = `${wave} ${bucket}`;
  const [place, setPlace] = useState<{ filter: string; cursors: readonly string[] }>({ filter, cursors: [] });
  const cursors = place.filter === filter ? place.cursors : [];
  const variables = { id: rolloutId, first: PAGE, after: cursors.at(-1) ?? null, wave, bucket };
  const { data, error, retry } = useLiveQuery(Targets_RolloutQuery, variables);
  const readAgain = useEffectEvent(() => retry());
  useEffect(() => {
    if (revision > 0) readAgain();
  }, [revision]);
  const targets = data?.rollout?.targets;
  const next = targets?.pageInfo.hasNextPage ? targets.pageInfo.endCursor : null;
  return {
    rows: targets?.edges.map(({ node }) => node),
    error,
    retry,
    page: cursors.length + 1,
    onNext: next === null || next === undefined ? null : () => setPlace({ filter, cursors: [...cursors, next] }),
    onBack: cursors.length === 0 ? null : () => setPlace({ filter, cursors: cursors.slice(0, -1) }),
  };
}

/** One device of a rollout. */
export type TargetFacts = NonNullable<Targets_RolloutQueryQuery['rollout']>['targets']['edges'][number]['node'];
