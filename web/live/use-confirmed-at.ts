'use client';
/**
 * When pushed knowledge was last known to be true. The server speaks only when something changed, so while the feed
 * stands, what it said last still holds, and is as old as the last sign of life.
 */
import { useSyncExternalStore } from 'react';
import { subscribeToTicks } from '../ui/ticker.ts';
import { feed } from './feed.ts';

/** The later of the moment the server named and the moment the feed last confirmed it, in whole seconds. */
export function useConfirmedAt(at: string): number {
  const stated = Date.parse(at);
  return useSyncExternalStore(
    subscribeToTicks,
    () => Math.floor(Math.max(stated, feed.confirmedAt() ?? 0) / 1000) * 1000,
    () => stated,
  );
}
