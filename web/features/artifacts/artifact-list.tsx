'use client';
/** Every artifact of the tenant, the newest first: what it is, whether it is believed, and where it runs. */
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ArtifactFilterBar } from './artifact-filter-bar.tsx';
import { ArtifactRow_ArtifactFragment } from './artifact-row-fragment.ts';
import { ArtifactTable } from './artifact-table.tsx';
import { ArtifactsHead } from './artifacts-head.tsx';
import { PushHelpButton } from './push-help.tsx';
import { useArtifactFilter } from './use-artifact-filter.ts';

const ArtifactList_ArtifactsQuery = graphql(`
  query ArtifactList_ArtifactsQuery(
    $first: Int!
    $after: String
    $containing: String
    $state: ArtifactState
    $channel: ArtifactChannel
    $signedBy: ID
  ) {
    artifacts(
      first: $first
      after: $after
      containing: $containing
      state: $state
      channel: $channel
      signedBy: $signedBy
    ) {
      edges {
        node {
          ...ArtifactRow_ArtifactFragment
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const PAGE_SIZE = 50;

/** The page's content. */
export function ArtifactList() {
  const { filter, isFiltered, change, clear, showAfter } = useArtifactFilter();
  const { q, state, channel, key, after } = filter;
  const variables = { first: PAGE_SIZE, after, containing: q || null, state, channel, signedBy: key };
  const { data, error, retry } = useLiveQuery(ArtifactList_ArtifactsQuery, variables);
  const artifacts = data?.artifacts.edges.map(({ node }) => getFragmentData(ArtifactRow_ArtifactFragment, node));
  const { hasNextPage = false, endCursor = null } = data?.artifacts.pageInfo ?? {};
  return (
    <>
      <ArtifactsHead title="Artifacts">
        <Button onClick={retry}>Read again</Button>
        <PushHelpButton />
      </ArtifactsHead>
      <ArtifactFilterBar {...{ filter, isFiltered }} onChange={change} onClear={clear} />
      <Panel title="Versions" flush aside={after === null ? 'newest first' : 'older ones'}>
        {artifacts === undefined ? (
          error ? (
            <Failed what="The artifacts" height={320} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={320} label="Loading the artifacts" />
          )
        ) : artifacts.length === 0 ? (
          <NoArtifacts isFiltered={isFiltered} isLater={after !== null} onClear={clear} />
        ) : (
          <ArtifactTable artifacts={artifacts} />
        )}
      </Panel>
      {(after !== null || hasNextPage) && (
        <nav aria-label="Pages of artifacts" className="mt-2 flex gap-2">
          {after !== null && <Button onClick={() => showAfter(null)}>Newest</Button>}
          {hasNextPage && <Button onClick={() => showAfter(endCursor)}>Older</Button>}
        </nav>
      )}
    </>
  );
}

function NoArtifacts(props: { isFiltered: boolean; isLater: boolean; onClear: () => void }) {
  const { isFiltered, isLater, onClear } = props;
  if (isFiltered || isLater) {
    return (
      <Empty title="No artifact matches" onClear={onClear} clearLabel={isFiltered ? 'Clear filter' : 'Show the newest'}>
        {isFiltered ? 'The filter leaves nothing.' : 'There is nothing older.'}
      </Empty>
    );
  }
  return (
    <Empty title="No artifact was registered yet">
      <p className="mb-2">
        An artifact is bytes that are to run on devices, with signatures that say so. A pipeline pushes it here.
      </p>
    </Empty>
  );
}
