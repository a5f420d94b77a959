'use client';
/**
 * The time window of the page with its keys: `t` focuses the chooser, `[` and `]` shift it. Whether the page is paused
 * is the feed's matter: pausing pauses everything live on the page.
 */
import { useSyncExternalStore } from 'react';
import { RANGE_DEFAULT } from '../../charts/time-range.ts';
import { feed } from '../../live/feed.ts';
import { useTimeRange } from '../../live/use-time-range.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';

/** The window, whether the page is paused, and how to change both. */
export function useTimeWindow() {
  const control = useTimeRange(RANGE_DEFAULT);
  const isPaused = useSyncExternalStore(feed.subscribe, isFeedPaused, () => false);
  useShortcuts({
    t: () => document.getElementById('range-select')?.focus(),
    '[': () => control.shift(-1),
    ']': () => control.shift(1),
  });
  return { ...control, isPaused, togglePause: () => feed.togglePause() };
}

function isFeedPaused(): boolean {
  return feed.status().kind === 'PAUSED';
}
