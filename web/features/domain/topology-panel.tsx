'use client';
/** How the devices of a domain are reached: a card for each relay with its path, and one for those that call straight. */
import Link from 'next/link';
import { useCallback } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref } from '../../live/scope.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RelayCard } from './relay-card.tsx';
import { TopologyCard } from './topology-card.tsx';
import { useTopology } from './use-topology.ts';

/** Relays that are not well first, then by name as the API lists them, then the straight way. */
export function TopologyPanel({ domain }: { domain: { id: string; slug: string } }) {
  const { id, slug } = domain;
  const { topology, error, retry } = useTopology(id);
  const hrefOf = useCallback((deviceId: string) => scopedHref(slug, `/devices/${deviceId}`), [slug]);
  return (
    <Panel
      title="Topology"
      aside={
        <Link href={scopedHref(slug, '/devices')} className="text-accent hover:underline">
          All devices
        </Link>
      }
    >
      <div className="flex min-h-43 flex-col gap-2">
        {topology ? (
          <>
            {topology.relays
              .toSorted((a, b) => worstFirst.indexOf(a.relay.health) - worstFirst.indexOf(b.relay.health))
              .map((each) => (
                <RelayCard
                  key={each.relay.id}
                  relay={each}
                  hrefOf={hrefOf}
                  moreHref={scopedHref(slug, `/devices?q=${encodeURIComponent(`relay:${each.relay.id}`)}`)}
                />
              ))}
            {(topology.direct.total > 0 || topology.relays.length === 0) && (
              <TopologyCard
                title="Directly connected"
                group={topology.direct}
                hrefOf={hrefOf}
                moreHref={scopedHref(slug, '/devices')}
              />
            )}
          </>
        ) : error ? (
          <Failed what="The topology" height={172} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={172} label="Loading the topology" />
        )}
      </div>
    </Panel>
  );
}

const worstFirst = ['DOWN', 'DEGRADED', 'UP'];
