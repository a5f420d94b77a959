'use client';
/**
 * What the device consists of and runs, by its own signed word, and whether each byte can be traced to somebody who
 * vouches for it. Before it has said so, there is what its updates tell.
 */
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeviceSoftwareTable, DeviceSoftwareTable_SoftwareFragment } from '../artifacts/device-software-table.tsx';
import { AttestationPanel } from './attestation-panel.tsx';
import { HardwarePanel } from './hardware-panel.tsx';
import { InstalledSoftwarePanel } from './installed-software-panel.tsx';
import { SupplyChain_ProjectionFragment } from './supply-chain-fragment.ts';
import { SupplyChainVerdictPanel } from './supply-chain-verdict-panel.tsx';

const SupplyChainTab_DeviceQuery = graphql(`
  query SupplyChainTab_DeviceQuery($id: ID!) {
    device(id: $id) {
      id
      name
      software {
        ...DeviceSoftwareTable_SoftwareFragment
      }
      supplyChain {
        ...SupplyChain_ProjectionFragment
      }
    }
  }
`);

/** The panels of a device that has told, or what is known of one that has not. */
export function SupplyChainTab({ deviceId }: { deviceId: string }) {
  const { data, error, retry } = useLiveQuery(SupplyChainTab_DeviceQuery, { id: deviceId });
  const device = data?.device;
  if (!device) {
    if (error) return <Failed what="The supply chain" height={480} {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height={480} label="Loading the supply chain" />;
  }
  const chain = device.supplyChain && getFragmentData(SupplyChain_ProjectionFragment, device.supplyChain);
  const updates = getFragmentData(DeviceSoftwareTable_SoftwareFragment, device.software);
  return (
    <div className="flex flex-col gap-3">
      {chain ? (
        <>
          <SupplyChainVerdictPanel {...{ device, chain }} onChanged={retry} />
          <InstalledSoftwarePanel software={chain.software} attestation={chain.attestation} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <AttestationPanel attestation={chain.attestation} />
            <HardwarePanel hardware={chain.hardware} firmware={chain.firmware} />
          </div>
        </>
      ) : (
        <Panel title="Verdict">
          <Empty title="It has not said yet what it consists of">
            Its agent measures itself and what it runs, and signs it with the key of the device. Until then there is
            only what its updates tell.
          </Empty>
        </Panel>
      )}
      <Panel title="What its updates brought" flush>
        {updates.length === 0 ? (
          <p className="p-3 text-muted">No rollout has brought it anything yet.</p>
        ) : (
          <DeviceSoftwareTable label="Software by its updates" rows={updates} isOfOneDevice />
        )}
      </Panel>
    </div>
  );
}
