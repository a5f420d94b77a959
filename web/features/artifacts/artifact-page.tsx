'use client';
/** The page of one artifact: whether it is believed and why, what it is made of, where it runs, and its other versions. */
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { ArtifactActions } from './artifact-actions.tsx';
import { ArtifactBadge } from './artifact-badge.tsx';
import { ArtifactFactsPanel } from './artifact-facts-panel.tsx';
import { type ArtifactFacts, ArtifactPage_ArtifactFragment } from './artifact-fragment.ts';
import { ComponentsTab } from './components-tab.tsx';
import { ProvenancePanel } from './provenance-panel.tsx';
import { RunningOnTab } from './running-on-tab.tsx';
import { SignaturesPanel } from './signatures-panel.tsx';
import { type Threshold, VerdictPanel } from './verdict-panel.tsx';
import { VersionsTab } from './versions-tab.tsx';

const ArtifactPage_ArtifactQuery = graphql(`
  query ArtifactPage_ArtifactQuery($id: ID!) {
    artifact(id: $id) {
      ...ArtifactPage_ArtifactFragment
    }
    signingThresholds {
      role
      threshold
    }
  }
`);

const TABS = ['trust', 'components', 'devices', 'versions'] as const;

/** Head and tabs, or why there is nothing to show. Esc leads to the list. */
export function ArtifactPage({ artifactId }: { artifactId: string }) {
  const { data, error, retry } = useLiveQuery(ArtifactPage_ArtifactQuery, { id: artifactId });
  const router = useRouter();
  useShortcuts({ Escape: () => router.push('/artifacts') });
  if (data === undefined) {
    if (error !== undefined) return <Failed what="The artifact" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="80vh" label="Loading the artifact" />;
  }
  if (data.artifact === null) {
    return (
      <>
        <PageTitle title="Artifact" />
        <Empty title="There is no such artifact">
          <p className="mb-2">It was never registered here, or it belongs to another tenant.</p>
          <ButtonLink href="/artifacts">All artifacts</ButtonLink>
        </Empty>
      </>
    );
  }
  const artifact = getFragmentData(ArtifactPage_ArtifactFragment, data.artifact);
  return <KnownArtifact {...{ artifact }} thresholds={data.signingThresholds} onChanged={retry} />;
}

interface KnownArtifactProps {
  artifact: ArtifactFacts;
  thresholds: readonly Threshold[];
  onChanged: () => void;
}

function KnownArtifact({ artifact, thresholds, onChanged }: KnownArtifactProps) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('trust'));
  const { id, name, version, state, registeredAt, deviceCount, sboms } = artifact;
  const componentCount = sboms.reduce((sum, { components }) => sum + components, 0);
  return (
    <>
      <PageTitle title={`${name} ${version}`}>
        <ArtifactBadge state={state} />
        <span>
          registered <Age at={registeredAt} prefix="" />
        </span>
        <ArtifactActions {...{ artifact, onChanged }} />
      </PageTitle>
      <Tabs
        label="About this artifact"
        value={tab}
        onChange={(value) => void setTab(TABS.find((known) => known === value) ?? null)}
        tabs={[
          { value: 'trust', label: 'Trust', content: <TrustTab {...{ artifact, thresholds, onChanged }} /> },
          {
            value: 'components',
            label: 'Components',
            count: componentCount,
            content: <ComponentsTab artifactId={id} total={componentCount} />,
          },
          { value: 'devices', label: 'Devices', count: deviceCount, content: <RunningOnTab artifactId={id} /> },
          { value: 'versions', label: 'Versions', content: <VersionsTab name={name} /> },
        ]}
      />
    </>
  );
}

function TrustTab({ artifact, thresholds, onChanged }: KnownArtifactProps) {
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-8">
        <VerdictPanel {...{ artifact, thresholds, onChanged }} />
        <SignaturesPanel artifact={artifact} />
        <ProvenancePanel provenance={artifact.provenance} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-4">
        <ArtifactFactsPanel artifact={artifact} />
      </div>
    </div>
  );
}
