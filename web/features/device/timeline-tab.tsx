'use client';
/**
 * What happened to the device, from the event log: every change of state is an entry, newest first. The log is the
 * audit trail, so each entry names its actor and its place.
 */
import { useEffect, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TimelineItem, type TimelineItemEntry } from './timeline-item.tsx';

const TimelineTab_DeviceQuery = graphql(`
  query TimelineTab_DeviceQuery($id: ID!, $first: Int!, $after: String) {
    device(id: $id) {
      id
      timeline(first: $first, after: $after) {
        edges {
          node {
            id
            type
            summary
            at
            actor
            position
            data
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

const ENTRIES_PER_PAGE = 50;

interface TimelineTabProps {
  deviceId: string;
  /** Changes when the device changed: the newest page is then read again. */
  revision: string;
}

/** Entries of the log with "load more". */
export function TimelineTab({ deviceId, revision }: TimelineTabProps) {
  const [after, setAfter] = useState<string | null>(null);
  const [older, setOlder] = useState<readonly TimelineItemEntry[]>([]);
  const variables = { id: deviceId, first: ENTRIES_PER_PAGE, after };
  const { data, error, fetching, retry } = useLiveQuery(TimelineTab_DeviceQuery, variables);
  useEffect(() => {
    setAfter(null);
    setOlder([]);
    retry();
  }, [deviceId, revision]);

  const timeline = data?.device?.timeline;
  const page = timeline?.edges.map(({ node }) => node) ?? [];
  const seen = new Set(older.map(({ id }) => id));
  const entries = [...older, ...page.filter(({ id }) => !seen.has(id))];
  if (entries.length === 0 && error !== undefined)
    return <Failed what="The timeline" {...describeFailure(error)} onRetry={retry} />;
  if (entries.length === 0 && fetching) return <Skeleton height={320} />;
  if (entries.length === 0) return <Empty title="Nothing in the log">The first entry is its enrollment.</Empty>;
  const { hasNextPage, endCursor } = timeline?.pageInfo ?? { hasNextPage: false, endCursor: null };
  const loadMore = () => {
    setOlder(entries);
    setAfter(endCursor ?? null);
  };
  return (
    <section aria-label="Timeline" className="max-w-[960px]">
      <ol className="timeline">
        {entries.map((entry) => (
          <TimelineItem key={entry.id} entry={entry} />
        ))}
      </ol>
      {error !== undefined ? <Failed what="The timeline" {...describeFailure(error)} onRetry={retry} /> : null}
      {hasNextPage ? (
        <Button onClick={loadMore} disabled={fetching}>
          {fetching ? 'Loading…' : 'Load older entries'}
        </Button>
      ) : (
        <p className="py-2 text-muted">That is everything: {entries.length} entries.</p>
      )}
    </section>
  );
}
