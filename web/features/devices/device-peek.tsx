'use client';
/**
 * A device at a glance, beside the list: key facts, the last fifteen minutes as sparklines, and the actions. The full
 * page is one key away; the list stays where it is.
 */
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useScopedHref } from '../../live/scope.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { messagesText } from '../device/connectivity-panel.tsx';
import { DeviceActions } from '../device/device-actions.tsx';
import { FactList } from '../device/fact-list.tsx';
import { Age } from '../../ui/age.tsx';
import { DurationSince } from './duration-since.tsx';
import { displayStateOf } from '../../live/display-state.ts';
import { LabelList } from './label-list.tsx';
import { linkText } from './link-text.ts';
import { PEEK_SERIES, PeekSparklines } from './peek-sparklines.tsx';

const DevicePeek_DeviceQuery = graphql(`
  query DevicePeek_DeviceQuery($id: ID!, $range: TimeRangeInput!, $series: [String!]) {
    device(id: $id) {
      id
      name
      kind
      trust
      phase
      stateReason
      channel
      enrolledAt
      labels {
        key
        value
      }
      domain {
        id
        name
        path
      }
      location {
        id
        name
      }
      connectivity {
        mode
        since
        lastSeenAt
        linkQuality {
          rttMs
          lossPct
          bandwidthKbps
        }
        syncDebt {
          backlogMessages
        }
      }
      reported {
        agentVersion
        health
      }
      metrics(range: $range, step: 15, series: $series) {
        ...PeekSparklines_MetricsFragment
      }
      ...DeviceActions_DeviceFragment
    }
  }
`);

const REFRESH_MS = 15_000;
const RANGE_MS = 900_000;

interface DevicePeekProps {
  deviceId: string;
}

/** The content of the peek panel. */
export function DevicePeek({ deviceId }: DevicePeekProps) {
  const href = useScopedHref();
  const range = useRecentRange();
  const variables = { id: deviceId, range, series: [...PEEK_SERIES] };
  const { data, error, retry } = useLiveQuery(DevicePeek_DeviceQuery, variables);
  const device = data?.device;
  // The answer for the device before it is no answer for this one.
  if (device === undefined || (device !== null && device.id !== deviceId)) {
    if (error !== undefined) return <Failed what="The device" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height={420} />;
  }
  if (device === null)
    return <p className="text-muted">This device does not exist, or it belongs to another tenant.</p>;
  const { connectivity, reported } = device;
  const facts = [
    { term: 'Last heartbeat', value: <Age at={connectivity.lastSeenAt} prefix="" /> },
    { term: 'Kind', value: device.kind },
    { term: 'Trust', value: device.trust },
    { term: 'Phase', value: device.phase },
    { term: 'Domain', value: device.domain.path },
    { term: 'Location', value: device.location?.name ?? null, absence: 'none' },
    { term: 'Labels', value: <LabelList labels={device.labels} max={6} wraps /> },
    { term: 'Channel', value: device.channel },
    { term: 'Agent', value: reported?.agentVersion ?? null, absence: 'not reported yet' },
    { term: 'Health', value: reported?.health ?? null, absence: 'not reported yet' },
    { term: 'Link', value: linkText(connectivity.linkQuality) },
    { term: 'Backlog', value: messagesText(connectivity.syncDebt.backlogMessages) },
    { term: 'Enrolled', value: <Age at={device.enrolledAt} prefix="" /> },
  ];
  return (
    <div className="flex flex-col gap-4">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <StateBadge state={displayStateOf(device)} />
        <span className="text-muted">
          for <DurationSince at={connectivity.since} />
          {device.stateReason ? `, ${device.stateReason}` : ''}
        </span>
        <span className="flex-1" />
        <DeviceActions device={device} />
      </div>
      <PeekSparklines metrics={device.metrics} />
      <FactList facts={facts} />
      <Link href={href(`/devices/${deviceId}`)} className="text-accent">
        Open the full page <kbd className="font-mono text-muted">o</kbd>
      </Link>
    </div>
  );
}

/** The last fifteen minutes, moved on from time to time. */
function useRecentRange(): { from: string; to: string } {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return { from: new Date(now - RANGE_MS).toISOString(), to: new Date(now).toISOString() };
}
