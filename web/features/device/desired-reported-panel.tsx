/**
 * What should be, beside what the device last said it is. Nothing is assigned before policies exist; then an empty
 * side says so instead of looking equal.
 */
import { formatDuration } from '../../charts/format-value.ts';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Panel } from '../../ui/panel.tsx';
import { Age } from '../../ui/age.tsx';

const DesiredReportedPanel_DeviceFragment = graphql(`
  fragment DesiredReportedPanel_DeviceFragment on Device {
    desired {
      policyBundleId
      targetVersion
    }
    reported {
      agentVersion
      health
      lastHeartbeatAt
      uptimeS
    }
  }
`);

interface DesiredReportedPanelProps {
  device: FragmentType<typeof DesiredReportedPanel_DeviceFragment>;
}

/** One row per field. */
export function DesiredReportedPanel({ device }: DesiredReportedPanelProps) {
  const { desired, reported } = getFragmentData(DesiredReportedPanel_DeviceFragment, device);
  const uptime = reported?.uptimeS;
  const rows = [
    { field: 'Policy bundle', desired: desired?.policyBundleId, reported: null },
    { field: 'Agent version', desired: desired?.targetVersion, reported: reported?.agentVersion },
    { field: 'Health', desired: null, reported: reported?.health },
    { field: 'Uptime', desired: null, reported: typeof uptime === 'number' ? formatDuration(uptime) : null },
  ];
  return (
    <Panel title="Desired and reported">
      <table className="w-full text-left">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 font-normal">
              Field
            </th>
            <th scope="col" className="py-1 font-normal">
              Desired
            </th>
            <th scope="col" className="py-1 font-normal">
              Reported
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.field} className="border-t border-line">
              <th scope="row" className="py-1 font-normal">
                {row.field}
              </th>
              <td className="py-1">{row.desired ?? <span className="text-muted">not assigned</span>}</td>
              <td className="py-1 font-mono">{row.reported ?? <span className="text-muted">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-muted">
        {reported?.lastHeartbeatAt ? (
          <>
            As of the heartbeat <Age at={reported.lastHeartbeatAt} prefix="" />
          </>
        ) : (
          'The device has not reported yet.'
        )}
      </p>
    </Panel>
  );
}
