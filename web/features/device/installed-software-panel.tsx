/** What a device runs by its own word, and how far the bytes of each can be traced: signature, provenance, bill. */
import Link from 'next/link';
import { Panel } from '../../ui/panel.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { TraceBadge } from '../artifacts/device-software-table.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';
import { VerdictBadge } from './verdict-badge.tsx';

/** One row per thing it runs. */
export function InstalledSoftwarePanel({ software, attestation }: Pick<SupplyChainFacts, 'software' | 'attestation'>) {
  return (
    <Panel title="What it runs" flush aside="by its own signed word">
      {software.length === 0 ? (
        <p className="p-3 text-muted">It named nothing.</p>
      ) : (
        <Table label="Software of the device">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Version</HeadCell>
              <HeadCell>Traced</HeadCell>
              <HeadCell>Signed by</HeadCell>
              <HeadCell>Provenance</HeadCell>
              <HeadCell>Made of</HeadCell>
              <HeadCell>Told by</HeadCell>
              <HeadCell>Digest</HeadCell>
            </tr>
          </thead>
          <tbody>
            {software.map((each) => (
              <Row key={`${each.name} ${each.source} ${each.digest ?? ''}`}>
                <Cell>
                  {each.artifact === null ? (
                    each.name
                  ) : (
                    <Link
                      href={`/artifacts/${each.artifact.id}`}
                      className="py-1 font-medium text-accent hover:underline"
                    >
                      {each.name}
                    </Link>
                  )}
                </Cell>
                <Cell figures>{each.version}</Cell>
                <Cell>
                  <Traced software={each} attestation={attestation} />
                </Cell>
                <Cell>
                  <Signers software={each} />
                </Cell>
                <Cell>{each.hasProvenance ? 'stated' : <span className="text-muted">nobody says</span>}</Cell>
                <Cell>
                  {each.hasSbom && each.artifact !== null ? (
                    <Link
                      href={`/artifacts/${each.artifact.id}?tab=components`}
                      className="py-1 text-accent hover:underline"
                    >
                      its bill
                    </Link>
                  ) : (
                    <span className="text-muted">nobody says</span>
                  )}
                </Cell>
                <Cell>{sourceWords[each.source] ?? each.source}</Cell>
                <Cell figures>
                  {each.digest === null ? (
                    <span className="text-muted">not measured</span>
                  ) : (
                    <span title={each.digest}>{each.digest.replace(/^sha256:/, '').slice(0, 12)}</span>
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

/** The agent is traced by what it measured of itself; of what has no digest nothing but the name is known. */
function Traced(props: { software: SupplyChainFacts['software'][number] } & Pick<SupplyChainFacts, 'attestation'>) {
  const { source, trace, digest } = props.software;
  if (source === 'agent' && trace === 'UNKNOWN') return <VerdictBadge verdict={props.attestation.verdict} />;
  if (digest === null) return <span className="text-muted">only its name is known</span>;
  return <TraceBadge trace={trace} />;
}

function Signers({ software: { artifact } }: { software: SupplyChainFacts['software'][number] }) {
  const keys = new Map(
    (artifact?.signers ?? [])
      .filter(({ role }) => role === 'RELEASE')
      .map(({ keyId, key }) => [keyId, key?.name ?? keyId.slice(0, 12)]),
  );
  if (keys.size === 0) return <span className="text-muted">nobody</span>;
  return [...keys].map(([keyId, name], index) => (
    <span key={keyId}>
      {index > 0 && ', '}
      <Link href={`/artifacts/keys?key=${keyId}`} className="py-1 text-accent hover:underline">
        {name}
      </Link>
    </span>
  ));
}

const sourceWords: Readonly<Record<string, string>> = {
  updater: 'its updater',
  agent: 'its agent',
  'os-release': 'its system',
  kernel: 'its kernel',
};
