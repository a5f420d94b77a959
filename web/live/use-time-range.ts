'use client';
/** The time window of the page: it stands in the URL as `t`, so that a link shows it, and Back undoes a change. */
import { parseAsString, useQueryState } from 'nuqs';
import { formatTimeRange, frozen, parseTimeRange, shiftRange, thawed, type TimeRange } from '../charts/time-range.ts';

const FALLBACK: TimeRange = { kind: 'live', lengthS: 3600 };

/** What a page can do with its window. */
export type TimeRangeControl = {
  range: TimeRange;
  /** Whether it is the one the page shows when the URL does not say. */
  isUsual: boolean;
  setRange: (range: TimeRange) => void;
  /** Half a window into the past or the future, up to the present. */
  shift: (direction: -1 | 1) => void;
  /** Between following the clock and standing still. */
  toggleLive: () => void;
  reset: () => void;
};

/** The window, `usual` where the URL says none or one that cannot be read. */
export function useTimeRange(usual: string): TimeRangeControl {
  const [text, setText] = useQueryState('t', parseAsString.withDefault(usual).withOptions({ history: 'push' }));
  const usualRange = parseTimeRange(usual) ?? FALLBACK;
  const range = parseTimeRange(text) ?? usualRange;
  const usualText = formatTimeRange(usualRange);
  const setRange = (next: TimeRange) => {
    const nextText = formatTimeRange(next);
    void setText(nextText === usualText ? null : nextText);
  };
  const nowS = () => Date.now() / 1000;
  return {
    range,
    isUsual: formatTimeRange(range) === usualText,
    setRange,
    shift: (direction) => {
      const next = shiftRange(range, direction, nowS());
      // Later than the present there is nothing, and a step of the history that changes nothing would be in the way.
      if (formatTimeRange(next) !== formatTimeRange(range)) setRange(next);
    },
    toggleLive: () => setRange(range.kind === 'live' ? frozen(range, nowS()) : thawed(range)),
    reset: () => void setText(null),
  };
}
