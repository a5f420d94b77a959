/** What an artifact is: its bytes, where they are, and who put them there. */
import { formatValue } from '../../charts/format-value.ts';
import { apiUrl } from '../../live/runtime-config.ts';
import { Age } from '../../ui/age.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PersonWords } from '../commands/person-words.tsx';
import { FactList } from '../device/fact-list.tsx';
import type { ArtifactFacts } from './artifact-fragment.ts';
import { ChannelSteps } from './channel-steps.tsx';

/** Facts that rarely change. */
export function ArtifactFactsPanel({ artifact }: { artifact: ArtifactFacts }) {
  const { channel, digest, mediaType, mirrors, retentionDays, registeredAt, registeredBy, registeredByUser } = artifact;
  const { name, version, sboms, promotedAt, uploadedAt, bytesRemovedAt, size } = artifact;
  const areBytesHere = uploadedAt !== null && bytesRemovedAt === null;
  return (
    <Panel title="Artifact">
      <FactList
        facts={[
          { term: 'Name', value: name },
          { term: 'Version', value: <code className="figures">{version}</code> },
          { term: 'Channels', value: <ChannelSteps channel={channel} /> },
          { term: 'Promoted', value: promotedAt && <Age at={promotedAt} prefix="" />, absence: 'not yet' },
          { term: 'Media type', value: <code className="figures break-all">{mediaType}</code> },
          { term: 'Size', value: `${formatValue(size, 'bytes')}, ${size.toLocaleString('en')} bytes` },
          { term: 'Digest', value: <code className="figures break-all select-all">{digest}</code> },
          {
            term: 'Bytes',
            value: areBytesHere ? (
              <a href={`${apiUrl()}/artifacts/${digest}`} download className="text-accent hover:underline">
                Download
              </a>
            ) : null,
            absence: bytesRemovedAt === null ? 'not here yet' : 'thrown away when their time was over',
          },
          {
            term: 'Made of',
            value: sboms.length > 0 ? sboms.map((bill) => <BillWords key={bill.evidenceId} bill={bill} />) : null,
            absence: 'nobody says: no bill of materials',
          },
          {
            term: 'Mirrors',
            value: mirrors.length > 0 ? mirrors.map((url) => <div key={url}>{url}</div>) : null,
            absence: 'none',
          },
          { term: 'Kept', value: retentionDays === null ? 'for ever' : `${retentionDays} days once withdrawn` },
          {
            term: 'Registered',
            value: (
              <>
                <Age at={registeredAt} prefix="" /> by <PersonWords actor={registeredBy} person={registeredByUser} />
              </>
            ),
          },
          { term: 'Uploaded', value: uploadedAt && <Age at={uploadedAt} prefix="" />, absence: 'not yet' },
        ]}
      />
    </Panel>
  );
}

function BillWords({ bill: { specVersion, components } }: { bill: ArtifactFacts['sboms'][number] }) {
  return (
    <div>
      {components.toLocaleString('en')} components, CycloneDX {specVersion}
    </div>
  );
}
