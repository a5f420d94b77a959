'use client';
/** Artifacts as rows on a desk and as cards on a phone: the same facts in the same order. */
import Link from 'next/link';
import { formatValue } from '../../charts/format-value.ts';
import { Age } from '../../ui/age.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { useIsNarrow } from '../devices/use-is-narrow.ts';
import { ArtifactBadge } from './artifact-badge.tsx';
import { type ArtifactRowFacts, releaseKeyNames } from './artifact-row-fragment.ts';
import { ChannelSteps } from './channel-steps.tsx';
import { useRowLinks } from './use-row-links.ts';

/** One version per row. */
export function ArtifactTable({ artifacts }: { artifacts: readonly ArtifactRowFacts[] }) {
  const isNarrow = useIsNarrow();
  const place = useRowLinks<HTMLDivElement>();
  return (
    <div ref={place}>{isNarrow ? <ArtifactCards artifacts={artifacts} /> : <ArtifactRows artifacts={artifacts} />}</div>
  );
}

function ArtifactRows({ artifacts }: { artifacts: readonly ArtifactRowFacts[] }) {
  return (
    <Table label="Artifacts, newest first">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Channels</HeadCell>
          <HeadCell align="right">Size</HeadCell>
          <HeadCell>Signed by</HeadCell>
          <HeadCell align="right">Devices</HeadCell>
          <HeadCell align="right">Registered</HeadCell>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact) => (
          <Row key={artifact.id}>
            <Cell>
              <ArtifactLink artifact={artifact} />
            </Cell>
            <Cell figures>{artifact.version}</Cell>
            <Cell>
              <StateWords artifact={artifact} />
            </Cell>
            <Cell>
              <ChannelSteps channel={artifact.channel} />
            </Cell>
            <Cell align="right" figures>
              {formatValue(artifact.size, 'bytes')}
            </Cell>
            <Cell>
              <span className="block max-w-56 truncate">
                <SignerWords artifact={artifact} />
              </span>
            </Cell>
            <Cell align="right" figures>
              {artifact.deviceCount.toLocaleString('en')}
            </Cell>
            <Cell align="right">
              <Age at={artifact.registeredAt} prefix="" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function ArtifactCards({ artifacts }: { artifacts: readonly ArtifactRowFacts[] }) {
  return (
    <ul aria-label="Artifacts, newest first">
      {artifacts.map((artifact) => (
        <li key={artifact.id} className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
          <span className="flex items-center justify-between gap-3">
            <span className="flex min-w-0 items-center gap-2">
              <ArtifactLink artifact={artifact} />
              <span className="figures flex-none max-w-32 truncate">{artifact.version}</span>
            </span>
            <ArtifactBadge state={artifact.state} />
          </span>
          <span className="flex items-center justify-between gap-3 text-xs text-muted">
            <ChannelSteps channel={artifact.channel} />
            <span className="figures">{formatValue(artifact.size, 'bytes')}</span>
          </span>
          <span className="flex items-center justify-between gap-3 text-xs text-muted">
            <span className="min-w-0 truncate">
              <SignerWords artifact={artifact} /> · {devicesWords(artifact.deviceCount)}
            </span>
            <Age at={artifact.registeredAt} prefix="" />
          </span>
        </li>
      ))}
    </ul>
  );
}

function ArtifactLink({ artifact: { id, name, version } }: { artifact: ArtifactRowFacts }) {
  return (
    <Link
      data-row-link
      href={`/artifacts/${id}`}
      className="relative min-w-0 truncate py-1 font-medium text-accent hover:underline"
    >
      {name}
      <span className="sr-only"> {version}</span>
    </Link>
  );
}

function StateWords({ artifact: { state, reason } }: { artifact: ArtifactRowFacts }) {
  return (
    <span className="inline-flex items-center gap-2">
      <ArtifactBadge state={state} />
      {reason !== null && <code className="figures text-muted">{reason}</code>}
    </span>
  );
}

function SignerWords({ artifact }: { artifact: ArtifactRowFacts }) {
  const names = releaseKeyNames(artifact);
  return names.length === 0 ? <span className="text-muted">nobody who counts</span> : names.join(', ');
}

function devicesWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'device' : 'devices'}`;
}
