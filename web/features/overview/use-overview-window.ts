'use client';
/** The time window of the overview: from the URL, moving by the minute while it follows the clock. */
import { useMemo, useSyncExternalStore } from 'react';
import { spanOf } from '../../charts/time-range.ts';
import { OVERVIEW_RANGE } from '../../live/default-range.ts';
import { useTimeRange } from '../../live/use-time-range.ts';
import { subscribeToTicks } from '../../ui/ticker.ts';
import { type RibbonWindow, stepOf } from './ribbon-layout.ts';

const MINUTE_S = 60;

/** The window in milliseconds, whether it follows the clock, and how to look at another stretch. */
export function useOverviewWindow() {
  const { range, isUsual, setRange, toggleLive, reset } = useTimeRange(OVERVIEW_RANGE);
  const minute = useSyncExternalStore(subscribeToTicks, currentMinute, () => 0);
  const { from, to } = spanOf(range, (minute + 1) * MINUTE_S);
  const window = useMemo<RibbonWindow>(() => {
    const span = { from: from * 1000, to: to * 1000 };
    return { ...span, stepMs: stepOf(span) };
  }, [from, to]);
  return {
    window,
    isLive: range.kind === 'live',
    isUsual,
    show: (stretch: { from: number; to: number }) =>
      setRange({ kind: 'fixed', from: minuteOf(stretch.from), to: minuteOf(stretch.to) + MINUTE_S }),
    toggleLive,
    reset,
  };
}

function currentMinute(): number {
  return Math.floor(Date.now() / 1000 / MINUTE_S);
}

function minuteOf(ms: number): number {
  return Math.floor(ms / 1000 / MINUTE_S) * MINUTE_S;
}
