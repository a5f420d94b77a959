'use client';
/**
 * Binds the measurements of one window of a device to the life of a component: time passes once per second even when
 * nothing arrives, and a paused feed stands still. Another window is another component.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from 'urql';
import type { TimeRange } from '../../charts/time-range.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useReread } from '../../live/use-live-query.ts';
import { subscribeToTicks } from '../../ui/ticker.ts';
import { DEVICE_SERIES } from './chart-set.ts';
import { MetricsFeed } from './metrics-feed.ts';
import { type HistoryStatus, readHistory } from './metrics-reader.ts';

const DeviceMetrics_LiveSubscription = graphql(`
  subscription DeviceMetrics_LiveSubscription($deviceIds: [ID!]!, $series: [String!]) {
    deviceMetrics(deviceIds: $deviceIds, series: $series) {
      seq
      timesMs
      series
      values
    }
  }
`);

interface UseMetricsOptions {
  deviceId: string;
  range: TimeRange;
  isPaused: boolean;
}

/** Late samples and declared losses reach the store only; so a live window is read again at this pace. */
const HISTORY_EVERY_MS = 60_000;

/** The feed of the window, what is known about its history, and how to read that again. The range must not change. */
export function useMetrics({ deviceId, range, isPaused }: UseMetricsOptions) {
  const client = useClient();
  const [status, setStatus] = useState<HistoryStatus>({ kind: 'loading' });
  const [feed] = useState(() => new MetricsFeed(DEVICE_SERIES, range, nowS));
  const read = async () => {
    const found = await readHistory({ client, deviceId, range, feed });
    if (found !== null) setStatus(found);
  };
  const readNow = useEffectEvent(() => void read());
  const isMoving = range.kind === 'live' && !isPaused;

  useLiveFeed(
    DeviceMetrics_LiveSubscription,
    { deviceIds: [deviceId], series: [...DEVICE_SERIES] },
    {
      isOff: range.kind === 'fixed',
      seqOf: ({ deviceMetrics }) => deviceMetrics.seq,
      onMessage: ({ deviceMetrics }) => feed.addLive(deviceMetrics),
    },
  );
  useReread(() => void read());
  useEffect(() => {
    // After the subscription was opened, so that no sample falls between the two.
    const soon = setTimeout(() => readNow());
    return () => clearTimeout(soon);
  }, [client]);
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(() => readNow(), HISTORY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  useEffect(() => {
    feed.setPaused(isPaused);
    return isMoving ? subscribeToTicks(() => feed.refresh()) : undefined;
  }, [feed, isPaused, isMoving]);

  return { feed, status, readAgain: () => void read() };
}

function nowS(): number {
  return Date.now() / 1000;
}
