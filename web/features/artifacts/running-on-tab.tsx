'use client';
/** The devices that run an artifact now, as far as their updates tell. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeviceSoftwareTable, DeviceSoftwareTable_SoftwareFragment } from './device-software-table.tsx';
import { type PageSource, usePages } from './use-pages.ts';

const RunningOnTab_ArtifactQuery = graphql(`
  query RunningOnTab_ArtifactQuery($id: ID!, $after: String) {
    artifact(id: $id) {
      id
      runningOn(first: 50, after: $after) {
        edges {
          node {
            ...DeviceSoftwareTable_SoftwareFragment
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

type Data = ResultOf<typeof RunningOnTab_ArtifactQuery>;
type Node = NonNullable<Data['artifact']>['runningOn']['edges'][number]['node'];

const source: PageSource<Data, { id: string }, Node> = {
  query: RunningOnTab_ArtifactQuery,
  connectionOf: ({ artifact }) => artifact?.runningOn,
};

/** A table with more on demand. */
export function RunningOnTab({ artifactId }: { artifactId: string }) {
  const { nodes, hasMore, error, isReading, retry, readMore } = usePages(source, { id: artifactId });
  const rows = nodes?.map((node) => getFragmentData(DeviceSoftwareTable_SoftwareFragment, node));
  const failure = error && <Failed what="The devices" height={240} {...describeFailure(error)} onRetry={retry} />;
  return (
    <Panel title="Where it runs" flush aside={<Button onClick={retry}>Read again</Button>}>
      {rows === undefined ? (
        (failure ?? <Skeleton height={240} label="Loading the devices" />)
      ) : rows.length === 0 ? (
        <Empty title="No device runs it">
          Devices are counted once they said that an update to it succeeded, and until they run something else.
        </Empty>
      ) : (
        <>
          <DeviceSoftwareTable label="Devices that run it" rows={rows} />
          {failure}
          {hasMore && (
            <div className="p-2">
              <Button onClick={readMore} isBusy={isReading}>
                {isReading ? 'Loading…' : 'Load more devices'}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
