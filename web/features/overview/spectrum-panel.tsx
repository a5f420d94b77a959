'use client';
/** The connectivity spectrum of the scope: two numbers, the bar, the ribbon, and how old the knowledge is. */
import { useMemo } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref, useScope } from '../../live/scope.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { DisplayState } from '../../ui/states.ts';
import { RibbonPanel } from './ribbon-panel.tsx';
import { SpectrumAge } from './spectrum-age.tsx';
import { SpectrumBar } from './spectrum-bar.tsx';
import { countsOf, filterOfState } from './spectrum-facts.ts';
import { SpectrumHeadline } from './spectrum-headline.tsx';
import { useSpectrum } from './use-spectrum.ts';

interface SpectrumPanelProps {
  domainId: string | null;
  isOff: boolean;
}

/** Live: the counts follow the feed. */
export function SpectrumPanel({ domainId, isOff }: SpectrumPanelProps) {
  const scope = useScope();
  const { spectrum, error, retry } = useSpectrum(domainId, isOff);
  const now = useMemo(
    () => (spectrum ? { counts: countsOf(spectrum.buckets), asOf: spectrum.asOf } : undefined),
    [spectrum],
  );
  const hrefOf = (state: DisplayState) => scopedHref(scope, `/devices?q=${encodeURIComponent(filterOfState(state))}`);
  return (
    <Panel title="Connectivity" aside={now && <SpectrumAge asOf={now.asOf} />}>
      <div className="h-58 sm:h-43">
        {now ? (
          <>
            <SpectrumHeadline counts={now.counts} />
            <SpectrumBar counts={now.counts} hrefOf={hrefOf} />
          </>
        ) : error ? (
          <Failed what="The spectrum" height={172} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height="100%" label="Loading the spectrum" />
        )}
      </div>
      <div className="mt-3 border-t border-line pt-2">
        <RibbonPanel {...{ domainId, isOff, now }} />
      </div>
    </Panel>
  );
}
