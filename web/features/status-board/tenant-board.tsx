/** The counts of one tenant, with their age large: on a wall nobody looks twice to see whether a number is old. */
import { Age } from '../../ui/age.tsx';
import type { DisplayState } from '../../ui/states.ts';
import { SpectrumBar } from '../overview/spectrum-bar.tsx';
import { countsOf } from '../overview/spectrum-facts.ts';
import { SpectrumHeadline } from '../overview/spectrum-headline.tsx';

interface TenantBoardProps {
  tenantName: string;
  spectrum: { asOf: string; buckets: readonly { state: DisplayState; count: number }[] };
  isWall: boolean;
}

/** A board of one tenant. */
export function TenantBoard({ tenantName, spectrum, isWall }: TenantBoardProps) {
  const counts = countsOf(spectrum.buckets);
  return (
    <section
      aria-label={tenantName}
      className="rounded border border-line bg-panel p-4"
      style={isWall ? { zoom: 1.8 } : undefined}
    >
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="text-base font-semibold">{tenantName}</h2>
        <span className={isWall ? 'text-base' : 'text-xs text-muted'}>
          <Age at={spectrum.asOf} />
        </span>
      </div>
      <SpectrumHeadline counts={counts} />
      <SpectrumBar counts={counts} />
    </section>
  );
}
