'use client';
/**
 * Chooses the time window of the page: presets, half a window back or forth, and pause. The window stands in the URL;
 * pausing does not, because it is about the reader and not about the data.
 */
import { RANGE_PRESETS, type TimeRange, formatTimeRange, shiftRange } from '../../charts/time-range.ts';

interface RangePickerProps {
  range: TimeRange;
  isPaused: boolean;
  onRange: (text: string) => void;
  onPause: () => void;
}

/** A row of small controls above the charts. */
export function RangePicker({ range, isPaused, onRange, onPause }: RangePickerProps) {
  const text = formatTimeRange(range);
  const presets = RANGE_PRESETS.map((preset) => ({ ...preset, text: canonical(preset.text) }));
  const isPreset = presets.some((preset) => preset.text === text);
  const shift = (direction: -1 | 1) => onRange(formatTimeRange(shiftRange(range, direction, Date.now() / 1000)));
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
        onChange={({ target }) => onRange(target.value)}
      >
        {presets.map((preset) => (
          <option key={preset.text} value={preset.text}>
            Last {preset.label}
          </option>
        ))}
        {isPreset ? null : <option value={text}>{describe(range)}</option>}
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
      {range.kind === 'live' ? (
        <button type="button" className="range-button" aria-pressed={isPaused} onClick={onPause}>
          {isPaused ? 'Resume' : 'Pause'} <kbd>space</kbd>
        </button>
      ) : (
        <button type="button" className="range-button" onClick={() => onRange(presets[1]?.text ?? '')}>
          Back to live
        </button>
      )}
    </div>
  );
}

function canonical(text: string): string {
  return text === 'now-24h..now' ? 'now-1d..now' : text;
}

function describe(range: TimeRange): string {
  if (range.kind === 'live') return formatTimeRange(range);
  const [from, to] = [range.from, range.to].map((time) =>
    new Date(time * 1000).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' }),
  );
  return `${from} – ${to}`;
}
