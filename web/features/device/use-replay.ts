'use client';
/** The returns of a device: the newest one as it moves on, and those before it. */
import { useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery, useReread } from '../../live/use-live-query.ts';
import { type ReplayFacts, ReplaySession_SessionFragment } from './replay-session-fragment.ts';

const ReplayTab_DeviceQuery = graphql(`
  query ReplayTab_DeviceQuery($id: ID!) {
    device(id: $id) {
      id
      replay {
        ...ReplaySession_SessionFragment
      }
      replays(first: 20) {
        edges {
          node {
            ...ReplaySession_SessionFragment
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

const ReplayTab_ProgressSubscription = graphql(`
  subscription ReplayTab_ProgressSubscription($deviceId: ID!) {
    replayProgress(deviceId: $deviceId) {
      seq
      deviceId
      replay {
        ...ReplaySession_SessionFragment
      }
    }
  }
`);

/** The newest session (null: it never returned), all of them, and when the newest was heard of. */
export function useReplay(deviceId: string) {
  const { data, error, retry } = useLiveQuery(ReplayTab_DeviceQuery, { id: deviceId });
  const [pushed, setPushed] = useState<{ replay: ReplayFacts | null; at: number } | null>(null);
  const device = data?.device;
  const known = device?.replay ? getFragmentData(ReplaySession_SessionFragment, device.replay) : null;
  const current = pushed?.replay ?? known;
  useLiveFeed(
    ReplayTab_ProgressSubscription,
    { deviceId },
    {
      seqOf: ({ replayProgress }) => replayProgress.seq,
      onMessage: ({ replayProgress: { replay } }) => {
        const next = replay ? getFragmentData(ReplaySession_SessionFragment, replay) : null;
        // Another session, or another state of this one, changes the list below as well.
        if (next?.id !== current?.id || next?.state !== current?.state) retry();
        setPushed({ replay: next, at: Date.now() });
      },
    },
  );
  useReread(() => setPushed(null));
  const listed = device?.replays.edges.map(({ node }) => getFragmentData(ReplaySession_SessionFragment, node)) ?? [];
  const sessions = listed.map((session) => (session.id === current?.id ? current : session));
  return {
    isKnown: device !== undefined && device !== null,
    current,
    sessions,
    hasMore: device?.replays.pageInfo.hasNextPage ?? false,
    heardAt: pushed?.at ?? null,
    error,
    retry,
  };
}
