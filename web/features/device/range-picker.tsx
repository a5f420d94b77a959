'use client';
/**
 * Chooses the time window of the page: presets, half a window back or forth, live or standing still, and pause. The
 * window stands in the URL; pausing does not, because it is about the reader and not about the data.
 */
import { describeRange, formatTimeRange, parseTimeRange, RANGE_PRESETS } from '../../charts/time-range.ts';
import type { TimeRangeControl } from '../../live/use-time-range.ts';
import { LiveToggle } from '../../ui/live-toggle.tsx';

interface RangePickerProps {
  control: TimeRangeControl;
  isPaused?: boolean;
  /** Absent where nothing on the page runs. */
  onPause?: () => void;
}

/** A row of small controls above the charts. */
export function RangePicker({ control, isPaused, onPause }: RangePickerProps) {
  const { range, setRange, shift, toggleLive } = control;
  const text = formatTimeRange(range);
  const presets = RANGE_PRESETS.map(({ text: preset }) => canonical(preset));
  const choose = (chosen: string) => {
    const next = parseTimeRange(chosen);
    if (next !== null) setRange(next);
  };
  return (
    <div className="range-picker" role="group" aria-label="Time window">
      <button type="button" className="range-button" aria-label="Earlier ( [ )" onClick={() => shift(-1)}>
        ‹
      </button>
      <select
        className="range-select"
        aria-label="Time window ( t )"
        id="range-select"
        value={text}
        onChange={({ target }) => choose(target.value)}
      >
        {[...presets, ...(presets.includes(text) ? [] : [text])].map((each) => (
          <option key={each} value={each}>
            {describe(each)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="range-button"
        aria-label="Later ( ] )"
        disabled={range.kind === 'live'}
        title={range.kind === 'live' ? 'The window already reaches the present' : undefined}
        onClick={() => shift(1)}
      >
        ›
      </button>
      <LiveToggle isLive={range.kind === 'live'} onToggle={toggleLive} />
      {range.kind === 'live' && onPause ? (
        <button type="button" className="range-button" aria-pressed={isPaused} onClick={onPause}>
          {isPaused ? 'Resume' : 'Pause'} <kbd>space</kbd>
        </button>
      ) : null}
    </div>
  );
}

function canonical(text: string): string {
  const range = parseTimeRange(text);
  return range === null ? text : formatTimeRange(range);
}

function describe(text: string): string {
  const range = parseTimeRange(text);
  return range === null ? text : describeRange(range);
}
