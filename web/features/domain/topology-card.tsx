/** One way to some devices: what it is, how it is, and the devices behind it as dots with their counts. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { displayStates } from '../../ui/states.ts';
import { type Dot, DotMatrix } from './dot-matrix.tsx';

interface TopologyCardProps {
  title: ReactNode;
  /** How the way itself is, in words. */
  status?: ReactNode;
  dots: readonly Dot[];
  /** Devices behind it in all, shown or not. */
  totalCount: number;
  hrefOf: (id: string) => string;
  moreHref: string;
}

/** A bordered card; it grows with its devices. */
export function TopologyCard({ title, status, dots, totalCount, hrefOf, moreHref }: TopologyCardProps) {
  const hidden = totalCount - dots.length;
  return (
    <section className="min-w-0 rounded border border-line bg-bg p-2">
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{title}</h3>
        <span className="text-xs text-muted">
          <span className="figures">{totalCount.toLocaleString('en')}</span> {totalCount === 1 ? 'device' : 'devices'}
        </span>
        {status}
        <span className="ml-auto flex flex-wrap gap-1">
          {displayStates
            .map((state) => ({ state, count: dots.filter((dot) => dot.state === state).length }))
            .filter(({ count }) => count > 0)
            .map(({ state, count }) => (
              <StateBadge key={state} state={state} count={count} />
            ))}
        </span>
      </header>
      {dots.length === 0 ? (
        <p className="text-xs text-muted">Nobody is connected this way.</p>
      ) : (
        <DotMatrix label="Devices" dots={dots} hrefOf={hrefOf} />
      )}
      {hidden > 0 && (
        <Link href={moreHref} className="mt-2 inline-block text-xs text-accent hover:underline">
          and {hidden.toLocaleString('en')} more
        </Link>
      )}
    </section>
  );
}
