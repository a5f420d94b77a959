'use client';
/**
 * What is not well in a domain, as counts that lead to the devices behind them. A zero stays: that nothing is wrong is
 * worth knowing, and nothing moves when it stops being zero.
 */
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref } from '../../live/scope.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useRereadAfterChange } from '../overview/use-reread-after-change.ts';

const NotWellPanel_CountsQuery = graphql(`
  query NotWellPanel_CountsQuery(
    $disconnected: String!
    $delayed: String!
    $degraded: String!
    $quarantined: String!
    $returning: String!
    $pending: String!
  ) {
    disconnected: devices(first: 1, q: $disconnected) {
      totalCount
    }
    delayed: devices(first: 1, q: $delayed) {
      totalCount
    }
    degraded: devices(first: 1, q: $degraded) {
      totalCount
    }
    quarantined: devices(first: 1, q: $quarantined) {
      totalCount
    }
    returning: devices(first: 1, q: $returning) {
      totalCount
    }
    pending: devices(first: 1, q: $pending) {
      totalCount
    }
  }
`);

const kinds = [
  { name: 'disconnected', words: 'Disconnected', q: 'conn:DISCONNECTED trust:TRUSTED' },
  { name: 'delayed', words: 'Delayed', q: 'conn:DELAYED trust:TRUSTED' },
  { name: 'degraded', words: 'Degraded', q: 'phase:DEGRADED trust:TRUSTED' },
  { name: 'quarantined', words: 'Quarantined', q: 'trust:QUARANTINED' },
  { name: 'returning', words: 'Returning or replaying', q: 'conn:RETURNING,REPLAYING trust:TRUSTED' },
  { name: 'pending', words: 'Waiting for approval', q: 'trust:PENDING' },
] as const;

/** Six counts; read again some seconds after devices changed. */
export function NotWellPanel({ slug }: { slug: string }) {
  const variables = Object.fromEntries(kinds.map(({ name, q }) => [name, `domain:${slug} ${q}`])) as Record<
    (typeof kinds)[number]['name'],
    string
  >;
  const { data, error, retry } = useLiveQuery(NotWellPanel_CountsQuery, variables);
  useRereadAfterChange(retry);
  return (
    <Panel
      title="Health"
      aside={
        <Link href={scopedHref(slug, '/health')} className="text-accent hover:underline">
          All signals
        </Link>
      }
    >
      <div className="min-h-43">
        {data ? (
          <ul>
            {kinds.map(({ name, words, q }) => (
              <li key={name} className="flex h-7 items-center justify-between gap-3">
                <Link href={scopedHref(slug, `/devices?q=${encodeURIComponent(q)}`)} className="hover:underline">
                  {words}
                </Link>
                <span className={`figures ${(data[name].totalCount ?? 0) > 0 ? '' : 'text-muted'}`}>
                  {(data[name].totalCount ?? 0).toLocaleString('en')}
                </span>
              </li>
            ))}
          </ul>
        ) : error ? (
          <Failed what="The counts" height={172} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={172} label="Loading the counts" />
        )}
      </div>
    </Panel>
  );
}
