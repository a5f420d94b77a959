/** One way to some devices: what it is, how it is, and the devices behind it as dots with their counts. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { DotMatrix } from './dot-matrix.tsx';
import type { GroupFacts } from './use-topology.ts';

interface TopologyCardProps {
  title: ReactNode;
  /** How the way itself is, in words. */
  status?: ReactNode;
  group: GroupFacts;
  hrefOf: (id: string) => string;
  moreHref: string;
}

/** A bordered card; it grows with its devices. */
export function TopologyCard({ title, status, group, hrefOf, moreHref }: TopologyCardProps) {
  const { total, counts, dots, remainder } = group;
  return (
    <section className="min-w-0 rounded border border-line bg-bg p-2">
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{title}</h3>
        {status}
        <span className="text-xs text-muted">
          <span className="figures">{total.toLocaleString('en')}</span> {total === 1 ? 'device' : 'devices'}
        </span>
        <span className="ml-auto flex flex-wrap gap-1">
          {counts.map(({ state, count }) => (
            <StateBadge key={state} state={state} count={count} />
          ))}
        </span>
      </header>
      {total === 0 ? (
        <p className="text-xs text-muted">Nobody is reached this way.</p>
      ) : (
        <DotMatrix
          label="Devices"
          dots={dots.map(({ deviceId, name, state }) => ({ id: deviceId, name, state }))}
          hrefOf={hrefOf}
        />
      )}
      {remainder > 0 && (
        <Link href={moreHref} className="mt-2 inline-block text-xs text-accent hover:underline">
          and {remainder.toLocaleString('en')} more
        </Link>
      )}
    </section>
  );
}
