'use client';
/**
 * Binds the measurements of a device to the life of a page: a new window is a new feed, time passes once per second
 * even when nothing arrives, and a paused feed stands still.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type TimeRange, formatTimeRange } from '../../charts/time-range.ts';
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

/** The feed of the window, what is known about its history, and how to read that again. */
export function useMetrics({ deviceId, range, isPaused }: UseMetricsOptions) {
  const client = useClient();
  const [status, setStatus] = useState<HistoryStatus>({ kind: 'loading' });
  const text = formatTimeRange(range);
  // The text stands for the range: a new object with the same meaning must not start a new feed.
  const feed = useMemo(() => new MetricsFeed(DEVICE_SERIES, range, () => Date.now() / 1000), [deviceId, text]);
  const current = useRef(feed);
  current.current = feed;

  const read = async () => {
    const found = await readHistory({ client, deviceId, range, feed });
    if (found !== null && current.current === feed) setStatus(found);
  };
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
    setStatus({ kind: 'loading' });
    void read();
  }, [client, feed]);
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(() => void read(), HISTORY_EVERY_MS);
    return () => clearInterval(timer);
  }, [client, feed, isMoving]);
  useEffect(() => {
    feed.setPaused(isPaused);
    return isMoving ? subscribeToTicks(() => feed.refresh()) : undefined;
  }, [feed, isPaused, isMoving]);

  return { feed, status, readAgain: () => void read() };
}
