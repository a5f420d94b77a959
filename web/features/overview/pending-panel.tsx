'use client';
/** Devices that claimed and wait for a person. They appear by themselves. */
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useScopedHref } from '../../live/scope.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const PENDING = 'trust:PENDING';
const SHOWN_MAX = 4;

const PendingPanel_DevicesQuery = graphql(`
  query PendingPanel_DevicesQuery($q: String!) {
    devices(first: 4, q: $q, sort: "-enrolledAt") {
      totalCount
      edges {
        node {
          id
          name
          enrolledAt
          domain {
            id
            slug
          }
        }
      }
    }
  }
`);

const PendingPanel_ChangesSubscription = graphql(`
  subscription PendingPanel_ChangesSubscription($q: String!) {
    deviceChanged(q: $q) {
      seq
    }
  }
`);

/** What needs a decision on the way in. */
export function PendingPanel({ scope }: { scope: string | null }) {
  const href = useScopedHref();
  const q = scope === null ? PENDING : `${PENDING} domain:${scope}`;
  const { data, error, retry } = useLiveQuery(PendingPanel_DevicesQuery, { q });
  useLiveFeed(
    PendingPanel_ChangesSubscription,
    { q },
    { onMessage: retry, seqOf: (message) => message.deviceChanged.seq },
  );
  const devices = data?.devices.edges.map(({ node }) => node) ?? [];
  const total = data?.devices.totalCount ?? devices.length;
  return (
    <Panel title={data && total > 0 ? `Waiting for approval: ${total}` : 'Waiting for approval'}>
      <div className="flex min-h-43 flex-col">
        {data ? (
          total === 0 ? (
            <p className="text-muted">Nobody waits. A device that claims with an enrollment token appears here.</p>
          ) : (
            <ul>
              {devices.map((device) => (
                <li key={device.id} className="flex h-8 items-center gap-3 text-xs">
                  <Link href={href(`/devices/${device.id}`)} className="min-w-0 truncate text-sm hover:underline">
                    {device.name}
                  </Link>
                  <span className="min-w-0 truncate text-muted">{device.domain.slug}</span>
                  <span className="ml-auto text-muted">
                    <Age at={device.enrolledAt} prefix="" />
                  </span>
                </li>
              ))}
            </ul>
          )
        ) : error ? (
          <Failed what="Pending devices" height={120} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={120} label="Loading pending devices" />
        )}
        <div className="mt-auto flex flex-wrap gap-2 pt-3">
          {total > 0 && (
            <ButtonLink href={href(`/devices?q=${encodeURIComponent(PENDING)}`)}>
              {total > SHOWN_MAX ? `Review all ${total}` : 'Review'}
            </ButtonLink>
          )}
          <ButtonLink href={href('/enroll')}>Enroll a device</ButtonLink>
        </div>
      </div>
    </Panel>
  );
}
