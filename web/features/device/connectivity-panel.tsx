/**
 * Can we talk to it? The measured answer: mode and since when, the quality of the link, and what the device still owes
 * us.
 */
import { formatDuration, formatValue } from '../../charts/format-value.ts';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Panel } from '../../ui/panel.tsx';
import { Age } from '../../ui/age.tsx';
import { FactList } from './fact-list.tsx';

const ConnectivityPanel_DeviceFragment = graphql(`
  fragment ConnectivityPanel_DeviceFragment on Device {
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
        secondsBehind
        backlogMessages
        replayRequired
      }
    }
  }
`);

interface ConnectivityPanelProps {
  device: FragmentType<typeof ConnectivityPanel_DeviceFragment>;
}

/** Link quality and sync debt as the last heartbeat reported them. */
export function ConnectivityPanel({ device }: ConnectivityPanelProps) {
  const { mode, since, lastSeenAt, linkQuality, syncDebt } = getFragmentData(
    ConnectivityPanel_DeviceFragment,
    device,
  ).connectivity;
  const unmeasured = 'not measured yet';
  const rtt = linkQuality?.rttMs;
  const loss = linkQuality?.lossPct;
  const bandwidth = linkQuality?.bandwidthKbps;
  const facts = [
    { term: 'Mode', value: mode },
    { term: 'Since', value: <Age at={since} prefix="" /> },
    { term: 'Last heartbeat', value: <Age at={lastSeenAt} prefix="" /> },
    { term: 'Round trip', value: isNumber(rtt) ? formatValue(rtt, 'ms') : null, absence: unmeasured },
    { term: 'Loss', value: isNumber(loss) ? formatValue(loss, '%') : null, absence: unmeasured },
    {
      term: 'Bandwidth',
      value: isNumber(bandwidth) ? `${Number((bandwidth / 1000).toPrecision(3))} Mbit/s` : null,
      absence: unmeasured,
    },
    { term: 'Behind', value: isNumber(syncDebt?.secondsBehind) ? formatDuration(syncDebt.secondsBehind) : null },
    { term: 'Backlog', value: isNumber(syncDebt?.backlogMessages) ? messagesText(syncDebt.backlogMessages) : null },
    { term: 'Replay', value: syncDebt?.replayRequired === true ? 'required when it returns' : 'not required' },
  ];
  return (
    <Panel title="Connectivity">
      <FactList facts={facts} />
    </Panel>
  );
}

/** A count of undelivered records. */
export function messagesText(count: number): string {
  return count === 1 ? '1 message' : `${count.toLocaleString('en')} messages`;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}
