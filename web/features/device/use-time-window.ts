'use client';
/**
 * The time window of the page with its keys: `t` focuses the chooser, `[` and `]` shift it. Whether it stands still is
 * the feed's matter: pausing pauses everything live on the page.
 */
import { parseAsString, useQueryState } from 'nuqs';
import { useSyncExternalStore } from 'react';
import { RANGE_DEFAULT, formatTimeRange, parseTimeRange, shiftRange } from '../../charts/time-range.ts';
import { feed } from '../../live/feed.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';

const FALLBACK = { kind: 'live', lengthS: 900 } as const;

/** The window, whether it stands still, and how to change both. Text that cannot be read shows the default. */
export function useTimeWindow() {
  const [text, setText] = useQueryState('t', parseAsString.withDefault(RANGE_DEFAULT).withOptions({ history: 'push' }));
  const isPaused = useSyncExternalStore(feed.subscribe, isFeedPaused, () => false);
  const range = parseTimeRange(text) ?? FALLBACK;
  const setRange = (next: string) => void setText(next === RANGE_DEFAULT ? null : next);
  const shift = (direction: -1 | 1) => setRange(formatTimeRange(shiftRange(range, direction, Date.now() / 1000)));
  useShortcuts({
    t: () => document.getElementById('range-select')?.focus(),
    '[': () => shift(-1),
    ']': () => shift(1),
  });
  return { range, isPaused, setRange, togglePause: () => feed.togglePause() };
}

function isFeedPaused(): boolean {
  return feed.status().kind === 'PAUSED';
}
