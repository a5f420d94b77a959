'use client';
/**
 * The three machines of the device as ribbons over time, in the colours and glyphs they have everywhere, with a slider
 * that says how the device was at any moment of them. Window and moment stand in the URL.
 */
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AsOfFacts } from './as-of-facts.tsx';
import { PastRibbon } from './past-ribbon.tsx';
import { RangePicker } from './range-picker.tsx';
import { usePast } from './use-past.ts';

/** Ribbons, slider, and the facts of the chosen moment. */
export function PastPanel({ deviceId }: { deviceId: string }) {
  const { control, window, ribbons, asOf, moment, setMoment } = usePast(deviceId);
  const device = ribbons.data?.device;
  return (
    <Panel title="How it was" aside={<RangePicker control={control} />}>
      <div className="min-h-52 sm:min-h-38">
        {device ? (
          <>
            <PastRibbon label="May it take part?" segments={device.ribbons.trust} {...{ window, moment }} />
            <PastRibbon label="Where in its life?" segments={device.ribbons.phase} {...{ window, moment }} />
            <PastRibbon label="Can we talk to it?" segments={device.ribbons.connectivity} {...{ window, moment }} />
          </>
        ) : ribbons.error ? (
          <Failed what="The ribbons" onRetry={ribbons.retry} {...describeFailure(ribbons.error)} />
        ) : (
          <Skeleton height="152px" label="Loading the ribbons" />
        )}
      </div>
      <div className="past-slider">
        <input
          type="range"
          aria-label="As of"
          aria-valuetext={moment === null ? 'now' : clockText(moment)}
          min={window.from}
          max={window.to}
          step={1000}
          value={moment ?? window.to}
          onChange={({ target }) => setMoment(Number(target.value))}
          className={`w-full ${moment === null ? 'accent-muted' : 'accent-accent'}`}
        />
        <div className="figures flex justify-between text-xs text-muted">
          <span>{clockText(window.from)}</span>
          <span>{clockText(window.to)}</span>
        </div>
      </div>
      <div className={`mt-2 ${moment === null ? 'min-h-8' : 'min-h-56'}`}>
        {moment === null ? (
          <p className="text-muted">Move the slider to see the device as it was at a moment of the past.</p>
        ) : (
          <>
            <div className="mb-2 flex flex-wrap items-center gap-3">
              <h3 className="font-medium">
                As of <span className="figures">{clockText(moment)}</span>
              </h3>
              <Button onClick={() => setMoment(null)}>Back to now</Button>
            </div>
            {asOf.data?.device ? (
              <AsOfFacts past={asOf.data.device.asOf ?? null} />
            ) : asOf.error ? (
              <Failed what="That moment" onRetry={asOf.retry} {...describeFailure(asOf.error)} />
            ) : (
              <Skeleton height={88} label="Loading that moment" />
            )}
          </>
        )}
      </div>
    </Panel>
  );
}

/** A moment in the reader's time zone, to the second. */
export function clockText(ms: number): string {
  return new Date(ms).toLocaleString('sv-SE');
}
