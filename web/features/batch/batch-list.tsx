'use client';
/** Actions on many devices that were started, newest first. */
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { BatchBadge } from './batch-badge.tsx';
import { actionWords } from './batch-words.ts';

const BatchList_BatchesQuery = graphql(`
  query BatchList_BatchesQuery {
    batches(first: 50) {
      edges {
        node {
          id
          state
          reason
          plannedAt
          startedAt
          endedAt
          plan {
            id
            action
            devices
          }
          progress {
            state
            count
          }
        }
      }
    }
  }
`);

/** The newest fifty. */
export function BatchList() {
  const { data, error, retry } = useLiveQuery(BatchList_BatchesQuery, {});
  const batches = data?.batches.edges.map(({ node }) => node);
  return (
    <>
      <PageTitle title="Batches">
        <Button onClick={retry}>Read again</Button>
      </PageTitle>
      <Panel title="Actions on many devices" flush>
        {batches === undefined ? (
          error ? (
            <Failed what="The batches" height={240} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={240} label="Loading the batches" />
          )
        ) : batches.length === 0 ? (
          <Empty title="No batch was started yet">
            Select devices in the list with x, press the full stop, and choose what to do with them.
          </Empty>
        ) : (
          <Table label="Batches, newest first">
            <thead>
              <tr>
                <HeadCell>Action</HeadCell>
                <HeadCell>State</HeadCell>
                <HeadCell align="right">Devices</HeadCell>
                <HeadCell align="right">Done</HeadCell>
                <HeadCell>Reason</HeadCell>
                <HeadCell align="right">Started</HeadCell>
              </tr>
            </thead>
            <tbody>
              {batches.map(({ id, state, plan, progress, reason, startedAt }) => (
                <Row key={id}>
                  <Cell>
                    <Link href={`/batches/${id}`} className="text-accent hover:underline">
                      {actionWords[plan.action].label}
                    </Link>
                  </Cell>
                  <Cell>
                    <BatchBadge state={state} />
                  </Cell>
                  <Cell align="right" figures>
                    {plan.devices.toLocaleString('en')}
                  </Cell>
                  <Cell align="right" figures>
                    {doneOf(progress).toLocaleString('en')}
                  </Cell>
                  <Cell>
                    <span className="block max-w-96 truncate">{reason}</span>
                  </Cell>
                  <Cell align="right">
                    <Age at={startedAt} prefix="" />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </>
  );
}

function doneOf(progress: readonly { state: string; count: number }[]): number {
  return progress
    .filter(({ state }) => state === 'APPLIED' || state === 'DONE')
    .reduce((sum, { count }) => sum + count, 0);
}
