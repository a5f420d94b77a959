/**
 * Who may write what this device should be. The epoch fences: whatever carries a lower one is refused by the log and
 * by the device.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Panel } from '../../ui/panel.tsx';
import { Age } from '../../ui/age.tsx';
import { FactList } from './fact-list.tsx';

const AuthorityPanel_DeviceFragment = graphql(`
  fragment AuthorityPanel_DeviceFragment on Device {
    authority {
      masterOfRecord
      controllerIds
      epoch
      lastAuthoritativeUpdateAt
    }
  }
`);

interface AuthorityPanelProps {
  device: FragmentType<typeof AuthorityPanel_DeviceFragment>;
}

/** Master of record, its controllers and the epoch. */
export function AuthorityPanel({ device }: AuthorityPanelProps) {
  const { authority } = getFragmentData(AuthorityPanel_DeviceFragment, device);
  const { masterOfRecord, controllerIds, epoch, lastAuthoritativeUpdateAt } = authority;
  const facts = [
    { term: 'Master of record', value: masterOfRecord },
    { term: 'Epoch', value: <code>{epoch}</code> },
    {
      term: 'Controllers',
      value: controllerIds.length > 0 ? controllerIds.join(', ') : null,
      absence: 'this control plane',
    },
    {
      term: 'Last update',
      value: lastAuthoritativeUpdateAt ? <Age at={lastAuthoritativeUpdateAt} prefix="" /> : null,
      absence: 'none yet',
    },
  ];
  return (
    <Panel title="Authority">
      <FactList facts={facts} />
    </Panel>
  );
}
