'use client';
/** One rollout, kept current by the feed: each message carries it whole. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { useEffect, useRef, useState } from 'react';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery, useReread } from '../../live/use-live-query.ts';
import { RolloutRow_RolloutFragment } from './rollout-fragment.ts';

const RolloutPage_RolloutFragment = graphql(`
  fragment RolloutPage_RolloutFragment on Rollout {
    id
    ...RolloutRow_RolloutFragment
    executor
    health
    mirrors
    parallelMax
    beginWithinS
    previous {
      digest
      name
      version
    }
    selection {
      ...Selection_SelectionFragment
    }
    window {
      days
      from
      to
    }
    chain {
      bundle
      position
      rollouts {
        id
        name
        state
      }
    }
    waves {
      ...RolloutWave_WaveFragment
    }
  }
`);

/** Which devices something is for. */
export const Selection_Fragment = graphql(`
  fragment Selection_SelectionFragment on RolloutSelection {
    labels {
      key
      value
    }
    domainIds
    locationIds
    channels
    deviceIds
  }
`);

/** A wave as the page of its rollout shows it. */
export const RolloutWave_WaveFragment = graphql(`
  fragment RolloutWave_WaveFragment on RolloutWave {
    index
    name
    state
    count
    percent
    selection {
      ...Selection_SelectionFragment
    }
    gates {
      successPercent
      failurePercent
      failureCount
      minExecuted
      lostMax
      soakS
      deadlineS
      needsApproval
      needsHealth
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
    openedAt
    endedAt
    approvedBy
    numbers {
      have
      need
      of
    }
    stopCause
    health {
      name
      unit
      before
      after
      control
      limit
      devices
      controlDevices
      verdict
      reason
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
`);

const Rollout_RolloutQuery = graphql(`
  query Rollout_RolloutQuery($id: ID!) {
    rollout(id: $id) {
      ...RolloutPage_RolloutFragment
    }
  }
`);

const Rollout_ChangesSubscription = graphql(`
  subscription Rollout_ChangesSubscription($id: ID!) {
    rolloutChanged(rolloutId: $id) {
      seq
      rollout {
        ...RolloutPage_RolloutFragment
      }
    }
  }
`);

const SETTLE_MS = 800;

type Page = FragmentType<typeof RolloutPage_RolloutFragment>;

/** The rollout as it was last told, and a number that rises a moment after something happened to it. */
export function useRollout(id: string) {
  const { data, error, retry } = useLiveQuery(Rollout_RolloutQuery, { id });
  const [told, setTold] = useState<{ of: unknown; rollout: Page } | null>(null);
  const [revision, setRevision] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useReread(() => setTold(null));
  useLiveFeed(
    Rollout_ChangesSubscription,
    { id },
    {
      seqOf: ({ rolloutChanged }) => rolloutChanged.seq,
      onMessage: ({ rolloutChanged }) => {
        setTold({ of: data, rollout: rolloutChanged.rollout });
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          setRevision((before) => before + 1);
        }, SETTLE_MS);
      },
    },
  );
  // What was read after the message is newer than it.
  const newest = told !== null && told.of === data ? told.rollout : data?.rollout;
  return { rollout: newest ? unmasked(newest) : newest, revision, error, retry };
}

function unmasked(page: Page) {
  const facts = getFragmentData(RolloutPage_RolloutFragment, page);
  return {
    ...facts,
    ...getFragmentData(RolloutRow_RolloutFragment, facts),
    selection: getFragmentData(Selection_Fragment, facts.selection),
    waves: facts.waves.map((masked) => {
      const wave = getFragmentData(RolloutWave_WaveFragment, masked);
      return { ...wave, selection: getFragmentData(Selection_Fragment, wave.selection) };
    }),
  };
}

/** The facts of one rollout. */
export type RolloutDetail = ReturnType<typeof unmasked>;

/** The facts of one wave. */
export type WaveDetail = RolloutDetail['waves'][number];

/** Which devices something is for. */
export type SelectionFacts = ResultOf<typeof Selection_Fragment>;
