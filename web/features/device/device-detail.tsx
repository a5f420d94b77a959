'use client';
/**
 * The page of one device: its head, what stands above all else while it lasts, and its tabs. The head and the state follow the device live, each heartbeat
 * included; which tab is open stands in the URL.
 */
import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import type { DeviceDetail_ChangesSubscriptionSubscription } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery, useReread } from '../../live/use-live-query.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import './device.css';
import { CommandsTab } from '../commands/commands-tab.tsx';
import { DeviceHeader } from './device-header.tsx';
import { InventoryTab } from './inventory-tab.tsx';
import { MetricsTab } from './metrics-tab.tsx';
import { StandingNotices } from './standing-notices.tsx';
import { StateTab } from './state-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';

const DeviceDetail_DeviceQuery = graphql(`
  query DeviceDetail_DeviceQuery($id: ID!) {
    device(id: $id) {
      id
      name
      stateSince
      phase
      trust
      ...DeviceHeader_DeviceFragment
      ...StandingNotices_DeviceFragment
      ...StateTab_DeviceFragment
    }
  }
`);

const DeviceDetail_ChangesSubscription = graphql(`
  subscription DeviceDetail_ChangesSubscription($ids: [ID!]) {
    deviceChanged(ids: $ids) {
      seq
      device {
        id
        name
        stateSince
        phase
        trust
        ...DeviceHeader_DeviceFragment
        ...StandingNotices_DeviceFragment
        ...StateTab_DeviceFragment
      }
    }
  }
`);

type ChangedDevice = DeviceDetail_ChangesSubscriptionSubscription['deviceChanged']['device'];

const TABS = [
  'state',
  'metrics',
  'timeline',
  'supply-chain',
  'updates',
  'replay',
  'quarantine',
  'inventory',
  'commands',
] as const;

const ReplayTab = dynamic(() => import('./replay-tab.tsx').then((module) => module.ReplayTab), {
  loading: () => <Skeleton height={480} label="Loading the replay" />,
});
const SupplyChainTab = dynamic(() => import('./supply-chain-tab.tsx').then((module) => module.SupplyChainTab), {
  loading: () => <Skeleton height={480} label="Loading the supply chain" />,
});
const UpdatesTab = dynamic(() => import('./updates-tab.tsx').then((module) => module.UpdatesTab), {
  loading: () => <Skeleton height={480} label="Loading the updates" />,
});
const QuarantineTab = dynamic(() => import('./quarantine-tab.tsx').then((module) => module.QuarantineTab), {
  loading: () => <Skeleton height={400} label="Loading the quarantine" />,
});

interface DeviceDetailProps {
  deviceId: string;
}

/** Head and tabs, or why there is nothing to show. */
export function DeviceDetail({ deviceId }: DeviceDetailProps) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('state'));
  const { data, error, retry } = useLiveQuery(DeviceDetail_DeviceQuery, { id: deviceId });
  const changed = useChangedDevice(deviceId);
  const device = changed ?? data?.device;
  if (device === undefined) {
    if (error !== undefined) return <Failed what="The device" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="80vh" label="Loading the device" />;
  }
  if (device === null) {
    return (
      <Empty title="There is no such device">
        <p className="mb-2">It was never enrolled here, or it belongs to another tenant.</p>
        <ButtonLink href="/devices">All devices</ButtonLink>
      </Empty>
    );
  }
  // The log grows with each change of state, and with nothing else: a heartbeat is no entry.
  const revision = `${device.stateSince} ${device.trust} ${device.phase}`;
  return (
    <div className="flex flex-col gap-3">
      <DeviceHeader device={device} />
      <StandingNotices device={device} />
      <Tabs
        label="About this device"
        value={tab}
        onChange={(value) => void setTab(TABS.find((known) => known === value) ?? null)}
        tabs={[
          { value: 'state', label: 'State', content: <StateTab device={device} /> },
          { value: 'metrics', label: 'Metrics', content: <MetricsTab deviceId={deviceId} /> },
          { value: 'timeline', label: 'Timeline', content: <TimelineTab deviceId={deviceId} revision={revision} /> },
          { value: 'supply-chain', label: 'Supply chain', content: <SupplyChainTab deviceId={deviceId} /> },
          { value: 'updates', label: 'Updates', content: <UpdatesTab deviceId={deviceId} /> },
          { value: 'replay', label: 'Replay', content: <ReplayTab deviceId={deviceId} /> },
          { value: 'quarantine', label: 'Quarantine', content: <QuarantineTab deviceId={deviceId} /> },
          { value: 'inventory', label: 'Inventory', content: <InventoryTab deviceId={deviceId} /> },
          { value: 'commands', label: 'Commands', content: <CommandsTab device={device} /> },
        ]}
      />
    </div>
  );
}

/** The device as the newest message of the feed says it is; a new query result does not wait for it. */
function useChangedDevice(deviceId: string) {
  const [changed, setChanged] = useState<ChangedDevice | null>(null);
  useLiveFeed(
    DeviceDetail_ChangesSubscription,
    { ids: [deviceId] },
    {
      seqOf: ({ deviceChanged }) => deviceChanged.seq,
      onMessage: ({ deviceChanged }) => setChanged(deviceChanged.device),
    },
  );
  // A query that was read again after the message is newer than it.
  useReread(() => setChanged(null));
  return changed?.id === deviceId ? changed : null;
}
