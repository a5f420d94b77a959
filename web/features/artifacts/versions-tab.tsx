'use client';
/** Every version of one name, the newest first. */
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ArtifactRow_ArtifactFragment } from './artifact-row-fragment.ts';
import { ArtifactTable } from './artifact-table.tsx';

const VersionsTab_ArtifactsQuery = graphql(`
  query VersionsTab_ArtifactsQuery($name: String!) {
    artifacts(first: 100, name: $name) {
      edges {
        node {
          ...ArtifactRow_ArtifactFragment
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** The same table as the list, of one name. */
export function VersionsTab({ name }: { name: string }) {
  const { data, error, retry } = useLiveQuery(VersionsTab_ArtifactsQuery, { name });
  const versions = data?.artifacts.edges.map(({ node }) => getFragmentData(ArtifactRow_ArtifactFragment, node));
  const isCut = data?.artifacts.pageInfo.hasNextPage === true;
  return (
    <Panel title={`Versions of ${name}`} flush aside={isCut ? 'the newest 100' : 'newest first'}>
      {versions !== undefined ? (
        <ArtifactTable artifacts={versions} />
      ) : error ? (
        <Failed what="The versions" height={240} {...describeFailure(error)} onRetry={retry} />
      ) : (
        <Skeleton height={240} label="Loading the versions" />
      )}
    </Panel>
  );
}
