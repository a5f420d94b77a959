/**
 * Everything that is known of the state of a device, as panels: the three machines, connectivity, authority,
 * certificate, desired and reported.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { AuthorityPanel } from './authority-panel.tsx';
import { CertificatePanel } from './certificate-panel.tsx';
import { ConnectivityPanel } from './connectivity-panel.tsx';
import { DesiredReportedPanel } from './desired-reported-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { MachinesPanel } from './machines-panel.tsx';

const StateTab_DeviceFragment = graphql(`
  fragment StateTab_DeviceFragment on Device {
    ...InstancesPanel_DeviceFragment
    ...MachinesPanel_DeviceFragment
    ...ConnectivityPanel_DeviceFragment
    ...DesiredReportedPanel_DeviceFragment
    ...AuthorityPanel_DeviceFragment
    ...CertificatePanel_DeviceFragment
  }
`);

interface StateTabProps {
  device: FragmentType<typeof StateTab_DeviceFragment>;
}

/** The panels on a grid. */
export function StateTab({ device }: StateTabProps) {
  const facts = getFragmentData(StateTab_DeviceFragment, device);
  return (
    <div className="device-panels">
      <InstancesPanel device={facts} />
      <MachinesPanel device={facts} />
      <ConnectivityPanel device={facts} />
      <DesiredReportedPanel device={facts} />
      <AuthorityPanel device={facts} />
      <CertificatePanel device={facts} />
    </div>
  );
}
