'use client';
/**
 * What the device is made of, and which of its collectors work. A missing collector is a fact with a reason: its
 * measurements are absent, not zero.
 */
import { formatValue } from '../../charts/format-value.ts';
import { graphql } from '../../gql/gql.ts';
import { Empty } from '../../ui/empty.tsx';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Age } from '../../ui/age.tsx';
import { CollectorList } from './collector-list.tsx';
import { FactList } from './fact-list.tsx';

const InventoryTab_DeviceQuery = graphql(`
  query InventoryTab_DeviceQuery($id: ID!) {
    device(id: $id) {
      id
      inventory {
        cpu
        cpuCores
        ramBytes
        storageBytes
        gpus
        os
        kernel
        hostname
        reportedAt
        collectors {
          name
          state
          reason
        }
      }
    }
  }
`);

interface InventoryTabProps {
  deviceId: string;
}

/** Hardware, system and collectors, as of the last report. */
export function InventoryTab({ deviceId }: InventoryTabProps) {
  const { data, error, fetching, retry } = useLiveQuery(InventoryTab_DeviceQuery, { id: deviceId });
  if (fetching && !data) return <Skeleton height={320} />;
  if (error !== undefined && !data) return <Failed what="The inventory" {...describeFailure(error)} onRetry={retry} />;
  const inventory = data?.device?.inventory;
  if (inventory === null || inventory === undefined) {
    return <Empty title="No inventory yet">The agent reports it shortly after it was approved.</Empty>;
  }
  const { cpu, cpuCores, ramBytes, storageBytes, gpus, os, kernel, hostname, reportedAt, collectors } = inventory;
  const facts = [
    { term: 'Host name', value: hostname },
    { term: 'System', value: os },
    { term: 'Kernel', value: kernel },
    { term: 'CPU', value: cpu ? `${cpu}${cpuCores ? `, ${cpuCores} cores` : ''}` : null },
    { term: 'Memory', value: typeof ramBytes === 'number' ? formatValue(ramBytes, 'bytes') : null },
    { term: 'Storage', value: typeof storageBytes === 'number' ? formatValue(storageBytes, 'bytes') : null },
    { term: 'GPUs', value: gpus.length > 0 ? gpus.join(', ') : null, absence: 'none found' },
    { term: 'Reported', value: <Age at={reportedAt} prefix="" /> },
  ];
  return (
    <div className="device-panels">
      <Panel title="Hardware and system">
        <FactList facts={facts} />
      </Panel>
      <Panel title="Collectors">
        <CollectorList collectors={collectors} />
      </Panel>
    </div>
  );
}
