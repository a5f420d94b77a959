'use client';
/** The peek of the list as a panel: its title is the device's name as soon as that is known. */
import { useQuery } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { useScopedHref } from '../../live/scope.ts';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { DevicePeek } from './device-peek.tsx';

const DevicePeekPanel_NameQuery = graphql(`
  query DevicePeekPanel_NameQuery($id: ID!) {
    device(id: $id) {
      id
      name
    }
  }
`);

interface DevicePeekPanelProps {
  deviceId: string;
  onClose: () => void;
}

/** A panel on the right, a sheet where there is no room beside the list. */
export function DevicePeekPanel({ deviceId, onClose }: DevicePeekPanelProps) {
  const href = useScopedHref();
  const [{ data }] = useQuery({ query: DevicePeekPanel_NameQuery, variables: { id: deviceId } });
  return (
    <PeekPanel
      title={data?.device?.name ?? 'Device'}
      subtitle={<code className="figures">{deviceId}</code>}
      fullPageHref={href(`/devices/${deviceId}`)}
      onClose={onClose}
    >
      <DevicePeek deviceId={deviceId} />
    </PeekPanel>
  );
}
