'use client';
/**
 * The devices that claimed a token and wait for a person. They appear by themselves; whoever stands at the device sees
 * on this page that it arrived.
 */
import { useRef } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PendingDevice } from './pending-device.tsx';

const PendingDevices_DevicesQuery = graphql(`
  query PendingDevices_DevicesQuery($q: String!) {
    devices(first: 50, q: $q, sort: "-enrolledAt") {
      totalCount
      edges {
        node {
          id
          ...PendingDevice_DeviceFragment
        }
      }
    }
  }
`);

const PendingDevices_ChangesSubscription = graphql(`
  subscription PendingDevices_ChangesSubscription($q: String!) {
    deviceChanged(q: $q) {
      seq
      matches
      device {
        id
        ...PendingDevice_DeviceFragment
      }
    }
  }
`);

/** A claim is several events at once; one reading answers them all. */
const SETTLE_MS = 300;
const WAITING = { q: 'trust:PENDING' };

interface PendingDevicesProps {
  /** A device came or went: tokens may have changed as well. */
  onChange: () => void;
}

/** The waiting devices, newest first, each with its verdict buttons. */
export function PendingDevices({ onChange }: PendingDevicesProps) {
  const { data, error, fetching, retry } = useLiveQuery(PendingDevices_DevicesQuery, WAITING);
  const devices = data?.devices.edges.map(({ node }) => node) ?? [];
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveFeed(PendingDevices_ChangesSubscription, WAITING, {
    seqOf: ({ deviceChanged }) => deviceChanged.seq,
    onMessage: ({ deviceChanged: { matches, device } }) => {
      // Every change in the fleet is told; only those that come to this list or leave it matter here.
      if (!matches && !devices.some(({ id }) => id === device.id)) return;
      clearTimeout(settling.current);
      settling.current = setTimeout(() => {
        retry();
        onChange();
      }, SETTLE_MS);
    },
  });
  return (
    <Panel title="Waiting for approval" aside={!data ? null : `${data.devices.totalCount ?? devices.length}`}>
      {/* Focusable, since a keyboard must be able to scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div aria-live="polite" className="enroll-waiting" tabIndex={0} role="region" aria-label="Waiting devices">
        {!data && error !== undefined ? (
          <Failed what="The waiting devices" {...describeFailure(error)} onRetry={retry} />
        ) : null}
        {!data && fetching ? <Skeleton height={280} /> : null}
        {data && devices.length === 0 ? (
          <Empty title="No device waits">A device appears here the moment it claims a token.</Empty>
        ) : null}
        <ul className="divide-y divide-line">
          {devices.map((device) => (
            <PendingDevice key={device.id} device={device} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}
