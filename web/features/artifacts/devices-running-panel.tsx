'use client';
/** The devices that run a component, as far as their updates and the bills of materials tell. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { devicesText } from '../batch/batch-words.ts';
import { DeviceSoftwareTable, DeviceSoftwareTable_SoftwareFragment } from './device-software-table.tsx';
import { type PageSource, usePages } from './use-pages.ts';
import type { WantedComponent } from './wanted-component.ts';

const DevicesRunningPanel_DevicesQuery = graphql(`
  query DevicesRunningPanel_DevicesQuery($purl: String, $name: String, $versions: String, $after: String) {
    devicesRunning(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {
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
`);

type Data = ResultOf<typeof DevicesRunningPanel_DevicesQuery>;
type Node = Data['devicesRunning']['edges'][number]['node'];

const source: PageSource<Data, WantedComponent, Node> = {
  query: DevicesRunningPanel_DevicesQuery,
  connectionOf: ({ devicesRunning }) => devicesRunning,
};

/** A table with more on demand. */
export function DevicesRunningPanel({ wanted }: { wanted: WantedComponent }) {
  const { nodes, hasMore, error, isReading, retry, readMore } = usePages(source, wanted);
  const rows = nodes?.map((node) => getFragmentData(DeviceSoftwareTable_SoftwareFragment, node));
  const failure = error && <Failed what="The devices" height={160} {...describeFailure(error)} onRetry={retry} />;
  const devices = new Set(rows?.map((row) => row.device.id)).size;
  const count = rows === undefined ? undefined : `${devicesText(devices)}${hasMore ? ' or more' : ''}`;
  return (
    <Panel title="Devices that run it" flush aside={count}>
      {/* Below it on a phone stands the next panel: it must not move when this one is filled. */}
      <div className="max-lg:min-h-40">
        {rows === undefined ? (
          (failure ?? <Skeleton height={160} label="Loading the devices" />)
        ) : rows.length === 0 ? (
          <Empty title="No device runs it">
            As far as the bills of materials of what devices were updated to tell.
          </Empty>
        ) : (
          <>
            <DeviceSoftwareTable label="Devices that run the component" rows={rows} />
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
      </div>
    </Panel>
  );
}
