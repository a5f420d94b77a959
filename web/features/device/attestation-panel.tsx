/** What the agent measured of itself, signed by the key of the device, beside what it should have measured. */
import { Age } from '../../ui/age.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FactList } from './fact-list.tsx';
import { InstantText } from './instant-text.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';
import { VerdictBadge } from './verdict-badge.tsx';

/** Program and configuration, each with what is expected of it. */
export function AttestationPanel({ attestation }: Pick<SupplyChainFacts, 'attestation'>) {
  const { verdict, verifiedAt, measuredAt, sequence, agentVersion, certificateFingerprint } = attestation;
  const { binarySha256, expectedSha256, runtimeSha256, configSha256, expectedConfigSha256 } = attestation;
  return (
    <Panel title="Attestation of its agent" aside={<Age at={verifiedAt} prefix="checked" />}>
      <FactList
        facts={[
          { term: 'Verdict', value: <VerdictBadge verdict={verdict} /> },
          { term: 'Version', value: <code className="figures">{agentVersion}</code> },
          { term: 'Program', value: <Measured is={binarySha256} expected={expectedSha256} /> },
          { term: 'Configuration', value: <Measured is={configSha256} expected={expectedConfigSha256} /> },
          {
            term: 'Runtime',
            value: runtimeSha256 && <code className="figures break-all">{runtimeSha256}</code>,
            absence: 'not measured',
          },
          { term: 'Measured', value: <InstantText at={measuredAt} /> },
          { term: 'Number', value: <span className="figures">{sequence.toLocaleString('en')}</span> },
          { term: 'Signed by', value: <code className="figures break-all">{certificateFingerprint}</code> },
        ]}
      />
    </Panel>
  );
}

function Measured({ is, expected }: { is: string; expected: string | null }) {
  const words =
    expected === null
      ? 'Nobody said what it should be.'
      : expected === is
        ? 'That is what it should be.'
        : 'Expected is another:';
  return (
    <>
      <code className="figures break-all">{is}</code>
      <div className="text-xs text-muted">
        {words} {expected !== null && expected !== is && <code className="figures break-all">{expected}</code>}
      </div>
    </>
  );
}
