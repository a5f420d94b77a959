/**
 * The certificate the device proves itself with. It is short-lived and renewed by the agent; a person only needs to
 * see that it is, and until when.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Panel } from '../../ui/panel.tsx';
import { FactList } from './fact-list.tsx';
import { InstantText } from './instant-text.tsx';

const CertificatePanel_DeviceFragment = graphql(`
  fragment CertificatePanel_DeviceFragment on Device {
    trust
    certificate {
      serial
      fingerprint
      notBefore
      notAfter
    }
  }
`);

interface CertificatePanelProps {
  device: FragmentType<typeof CertificatePanel_DeviceFragment>;
}

/** Serial, fingerprint and validity; or why there is none. */
export function CertificatePanel({ device }: CertificatePanelProps) {
  const { certificate, trust } = getFragmentData(CertificatePanel_DeviceFragment, device);
  if (certificate === null || certificate === undefined) {
    const reason =
      trust === 'PENDING' ? 'None yet: it is issued when the device is approved.' : 'The device has no certificate.';
    return (
      <Panel title="Certificate">
        <p className="text-muted">{reason}</p>
      </Panel>
    );
  }
  const facts = [
    { term: 'Serial', value: <code className="break-all">{certificate.serial}</code> },
    { term: 'SHA-256', value: <code className="break-all">{certificate.fingerprint}</code> },
    { term: 'Valid from', value: <InstantText at={certificate.notBefore} /> },
    { term: 'Valid until', value: <InstantText at={certificate.notAfter} /> },
  ];
  return (
    <Panel title="Certificate">
      <FactList facts={facts} />
    </Panel>
  );
}
