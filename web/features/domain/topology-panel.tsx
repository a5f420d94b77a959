'use client';
/** How the devices of a domain are connected: a card for each way to them, with its devices inside. */
import Link from 'next/link';
import { useCallback } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref } from '../../live/scope.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TopologyCard } from './topology-card.tsx';
import { useDots } from './use-dots.ts';

/** All of them reach the control plane directly. */
export function TopologyPanel({ domain }: { domain: { slug: string } }) {
  const { slug } = domain;
  const { dots, totalCount, error, retry } = useDots(`domain:${slug} -trust:PENDING,REVOKED`);
  const hrefOf = useCallback((id: string) => scopedHref(slug, `/devices/${id}`), [slug]);
  return (
    <Panel
      title="Topology"
      aside={
        <Link href={scopedHref(slug, '/devices')} className="text-accent hover:underline">
          All devices
        </Link>
      }
    >
      <div className="min-h-38">
        {dots ? (
          <TopologyCard
            title="Directly connected"
            {...{ dots, totalCount, hrefOf }}
            moreHref={scopedHref(slug, '/devices')}
          />
        ) : error ? (
          <Failed what="The topology" height={152} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={152} label="Loading the topology" />
        )}
      </div>
    </Panel>
  );
}
