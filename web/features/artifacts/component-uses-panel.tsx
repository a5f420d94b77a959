'use client';
/** The artifacts that have a component in a bill of materials, rejected and withdrawn ones too. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { ArtifactBadge } from './artifact-badge.tsx';
import { type PageSource, usePages } from './use-pages.ts';
import type { WantedComponent } from './wanted-component.ts';

const ComponentUsesPanel_UsesQuery = graphql(`
  query ComponentUsesPanel_UsesQuery($purl: String, $name: String, $versions: String, $after: String) {
    componentUses(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {
      edges {
        node {
          artifactId
          evidenceId
          name
          version
          purl
          artifact {
            id
            name
            version
            state
            deviceCount
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Data = ResultOf<typeof ComponentUsesPanel_UsesQuery>;
type UseFacts = Data['componentUses']['edges'][number]['node'];

const source: PageSource<Data, WantedComponent, UseFacts> = {
  query: ComponentUsesPanel_UsesQuery,
  connectionOf: ({ componentUses }) => componentUses,
};

/** A table with more on demand. */
export function ComponentUsesPanel({ wanted }: { wanted: WantedComponent }) {
  const { nodes, hasMore, error, isReading, retry, readMore } = usePages(source, wanted);
  const failure = error && <Failed what="The artifacts" height={240} {...describeFailure(error)} onRetry={retry} />;
  const count = nodes === null ? undefined : `${nodes.length}${hasMore ? ' or more' : ''}`;
  return (
    <Panel title="Artifacts it is in" flush aside={count}>
      {nodes === null ? (
        (failure ?? <Skeleton height={240} label="Loading the artifacts" />)
      ) : nodes.length === 0 ? (
        <Empty title="No artifact has it">No bill of materials of this tenant lists it in such a version.</Empty>
      ) : (
        <>
          <UseRows uses={nodes} />
          {failure}
          {hasMore && (
            <div className="p-2">
              <Button onClick={readMore} isBusy={isReading}>
                {isReading ? 'Loading…' : 'Load more artifacts'}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function UseRows({ uses }: { uses: readonly UseFacts[] }) {
  return (
    <Table label="Artifacts that have the component">
      <thead>
        <tr>
          <HeadCell>Artifact</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Component</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell align="right">Devices</HeadCell>
        </tr>
      </thead>
      <tbody>
        {uses.map(({ artifactId, evidenceId, name, version, purl, artifact }) => (
          <Row key={`${artifactId} ${evidenceId} ${purl ?? name} ${version ?? ''}`}>
            <Cell>
              <Link
                href={`/artifacts/${artifactId}?tab=components&component=${encodeURIComponent(name)}`}
                className="py-1 font-medium text-accent hover:underline"
              >
                {artifact === null ? artifactId.slice(0, 8) : `${artifact.name} ${artifact.version}`}
              </Link>
            </Cell>
            <Cell>{artifact && <ArtifactBadge state={artifact.state} />}</Cell>
            <Cell figures>
              <span title={purl ?? undefined}>{name}</span>
            </Cell>
            <Cell figures>{version ?? <span className="text-muted">not said</span>}</Cell>
            <Cell align="right" figures>
              {artifact?.deviceCount.toLocaleString('en')}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
