'use client';
/** The ribbon with its data: the recorded history, closed by the counts of this moment. */
import { useMemo } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { LiveToggle } from '../../ui/live-toggle.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MomentSlider } from './moment-slider.tsx';
import { Ribbon } from './ribbon.tsx';
import type { RibbonPoint } from './ribbon-layout.ts';
import { type Counts, countsOf } from './spectrum-facts.ts';
import { useOverviewWindow } from './use-overview-window.ts';

const HEIGHT = 156;

const RibbonPanel_HistoryQuery = graphql(`
  query RibbonPanel_HistoryQuery($from: DateTime!, $to: DateTime!, $domainId: ID) {
    spectrumHistory(from: $from, to: $to, domainId: $domainId) {
      at
      buckets {
        state
        count
      }
    }
  }
`);

interface RibbonPanelProps {
  domainId: string | null;
  isOff: boolean;
  /** The counts of this moment, if they are known. */
  now: { counts: Counts; asOf: string } | undefined;
  /** The moment of the past that is shown beside it; null for the present. */
  moment: number | null;
  setMoment: (moment: number | null) => void;
}

/** A fixed height in every state, so that nothing below it moves. */
export function RibbonPanel({ domainId, isOff, now, moment, setMoment }: RibbonPanelProps) {
  const { window, isLive, isUsual, show, toggleLive, reset } = useOverviewWindow();
  const variables = { from: iso(window.from), to: iso(window.to), domainId };
  const { data, error, stale, retry } = useLiveQuery(RibbonPanel_HistoryQuery, variables, { pause: isOff });
  const history = data?.spectrumHistory;
  const points = useMemo<RibbonPoint[] | undefined>(() => {
    const past = history?.map(({ at, buckets }) => ({ at: Date.parse(at), counts: countsOf(buckets) }));
    const last = past?.at(-1)?.at ?? 0;
    const present =
      isLive && now && Date.parse(now.asOf) > last ? [{ at: Date.parse(now.asOf), counts: now.counts }] : [];
    return past && [...past, ...present];
  }, [history, now, isLive]);

  if (error && !points) {
    const { message, requestId } = describeFailure(error);
    return <Failed what="The history" height={HEIGHT} onRetry={retry} {...{ message, requestId }} />;
  }
  if (!points) return <Skeleton height={HEIGHT} label="Loading the history" />;
  return (
    <div className="relative" style={{ minHeight: HEIGHT }} aria-busy={stale}>
      <Ribbon points={points} window={window} moment={moment} onBrush={show} />
      <MomentSlider {...{ window, isLive, moment }} onChange={setMoment} />
      {!isUsual && (
        <span className="absolute right-2 bottom-13 flex gap-1">
          {/* Where the top bar has room, the switch is there. */}
          <span className="sm:hidden">
            <LiveToggle isLive={isLive} onToggle={toggleLive} />
          </span>
          <Button onClick={reset}>Last 6 hours</Button>
        </span>
      )}
    </div>
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
