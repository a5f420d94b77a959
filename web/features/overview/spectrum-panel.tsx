'use client';
/**
 * The connectivity spectrum of the scope: two numbers, the bar, the ribbon, and how old the knowledge is. The slider
 * below the ribbon shows numbers and bar as of a moment of the past, from the log.
 */
import { useMemo } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref, useScope } from '../../live/scope.ts';
import { useMoment } from '../../live/use-moment.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { DisplayState } from '../../ui/states.ts';
import { momentText } from './moment-slider.tsx';
import { RibbonPanel } from './ribbon-panel.tsx';
import { SpectrumAge } from './spectrum-age.tsx';
import { SpectrumBar } from './spectrum-bar.tsx';
import { countsOf, filterOfState } from './spectrum-facts.ts';
import { SpectrumHeadline } from './spectrum-headline.tsx';
import { useOverviewWindow } from './use-overview-window.ts';
import { usePastSpectrum } from './use-past-spectrum.ts';
import { useSpectrum } from './use-spectrum.ts';

interface SpectrumPanelProps {
  domainId: string | null;
  isOff: boolean;
}

/** Live: the counts follow the feed, unless a moment of the past is chosen. */
export function SpectrumPanel({ domainId, isOff }: SpectrumPanelProps) {
  const scope = useScope();
  const { window } = useOverviewWindow();
  const { moment, setMoment } = useMoment(window);
  const present = useSpectrum(domainId, isOff);
  const past = usePastSpectrum(domainId, moment);
  const { spectrum } = present;
  const now = useMemo(
    () => (spectrum ? { counts: countsOf(spectrum.buckets), asOf: spectrum.asOf } : undefined),
    [spectrum],
  );
  const { error, retry } = moment === null ? present : past;
  const counts = moment === null ? now?.counts : past.counts;
  const hrefOf = (state: DisplayState) => scopedHref(scope, `/devices?q=${encodeURIComponent(filterOfState(state))}`);
  const age = now && <SpectrumAge asOf={now.asOf} />;
  return (
    <Panel
      title="Connectivity"
      aside={moment === null ? age : <PastMoment moment={moment} onLeave={() => setMoment(null)} />}
    >
      <div className="h-58 sm:h-43">
        {counts ? (
          <>
            <SpectrumHeadline counts={counts} />
            {/* The list of devices is of the present, so the past leads nowhere. */}
            <SpectrumBar counts={counts} {...(moment === null && { hrefOf })} />
          </>
        ) : error ? (
          <Failed what="The spectrum" height={172} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height="100%" label="Loading the spectrum" />
        )}
      </div>
      <div className="mt-3 border-t border-line pt-2">
        <RibbonPanel {...{ domainId, isOff, now, moment, setMoment }} />
      </div>
    </Panel>
  );
}

function PastMoment({ moment, onLeave }: { moment: number; onLeave: () => void }) {
  return (
    <>
      <span className="text-ink">
        as of <span className="figures">{momentText(moment)}</span>
      </span>
      <Button onClick={onLeave}>Back to now</Button>
    </>
  );
}
