'use client';
/** The time window of the overview: from the URL, moving by the minute while it follows the clock. */
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useSyncExternalStore } from 'react';
import { formatTimeRange, parseTimeRange, spanOf } from '../../charts/time-range.ts';
import { OVERVIEW_RANGE } from '../../live/default-range.ts';
import { subscribeToTicks } from '../../ui/ticker.ts';
import { type RibbonWindow, stepOf } from './ribbon-layout.ts';

const MINUTE_S = 60;
const SIX_HOURS = { kind: 'live', lengthS: 6 * 3600 } as const;

/** The window in milliseconds, whether it follows the clock, and how to look at another stretch. */
export function useOverviewWindow() {
  const [text, setText] = useQueryState(
    't',
    parseAsString.withDefault(OVERVIEW_RANGE).withOptions({ history: 'push' }),
  );
  const minute = useSyncExternalStore(subscribeToTicks, currentMinute, () => 0);
  const window = useMemo<RibbonWindow>(() => {
    const { from, to } = spanOf(parseTimeRange(text) ?? SIX_HOURS, (minute + 1) * MINUTE_S);
    const span = { from: from * 1000, to: to * 1000 };
    return { ...span, stepMs: stepOf(span) };
  }, [text, minute]);
  return {
    window,
    isLive: (parseTimeRange(text) ?? SIX_HOURS).kind === 'live',
    isDefault: text === OVERVIEW_RANGE,
    show: ({ from, to }: { from: number; to: number }) =>
      void setText(formatTimeRange({ kind: 'fixed', from: minuteOf(from), to: minuteOf(to) + MINUTE_S })),
    reset: () => void setText(null),
  };
}

function currentMinute(): number {
  return Math.floor(Date.now() / 1000 / MINUTE_S);
}

function minuteOf(ms: number): number {
  return Math.floor(ms / 1000 / MINUTE_S) * MINUTE_S;
}
