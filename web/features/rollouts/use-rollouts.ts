'use client';
/**
 * The rollouts of the tenant, newest first and live: what the feed says of a listed one shows at once, a new one is read
 * when nobody is pointing at the list, so that nothing moves under a hand.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import type { RolloutState } from '../../gql/graphql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { type RolloutFacts, RolloutRow_RolloutFragment } from './rollout-fragment.ts';

const Rollouts_RolloutsQuery = graphql(`
  query Rollouts_RolloutsQuery($states: [RolloutState!], $first: Int!) {
    rollouts(states: $states, first: $first) {
      edges {
        node {
          ...RolloutRow_RolloutFragment
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const Rollouts_ChangesSubscription = graphql(`
  subscription Rollouts_ChangesSubscription {
    rolloutChanged {
      seq
      rollout {
        ...RolloutRow_RolloutFragment
      }
    }
  }
`);

const SETTLE_MS = 600;

interface RolloutsRequest {
  states: readonly RolloutState[];
  first: number;
  /** Somebody points at the list: what would move its rows waits. */
  isRead?: boolean;
}

/** The rows, and how many changes wait for the list to be left alone. */
export function useRollouts({ states, first, isRead = false }: RolloutsRequest) {
  const variables = { states: states.length === 0 ? null : [...states], first };
  const { data, error, retry } = useLiveQuery(Rollouts_RolloutsQuery, variables);
  const [told, setTold] = useState<{ of: unknown; rows: ReadonlyMap<string, RolloutFacts> }>();
  const [news, setNews] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = data?.rollouts.edges.map(({ node }) => getFragmentData(RolloutRow_RolloutFragment, node));
  const overlay = told?.of === data ? told?.rows : undefined;
  const readAgain = () => {
    setNews(0);
    retry();
  };
  const settle = useEffectEvent(() => {
    timer.current = undefined;
    if (isRead) setNews((count) => count + 1);
    else readAgain();
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveFeed(
    Rollouts_ChangesSubscription,
    {},
    {
      seqOf: ({ rolloutChanged }) => rolloutChanged.seq,
      onMessage: ({ rolloutChanged }) => {
        const row = getFragmentData(RolloutRow_RolloutFragment, rolloutChanged.rollout);
        setTold({ of: data, rows: new Map(overlay).set(row.id, row) });
        const before = overlay?.get(row.id) ?? read?.find(({ id }) => id === row.id);
        // Another state can mean another place in the list, or none; everything else only changes the row.
        if (before?.state !== row.state) timer.current ??= setTimeout(() => settle(), SETTLE_MS);
      },
    },
  );
  return {
    rollouts: read?.map((row) => overlay?.get(row.id) ?? row),
    hasMore: data?.rollouts.pageInfo.hasNextPage ?? false,
    news,
    error,
    retry: readAgain,
  };
}
