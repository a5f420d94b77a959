'use client';
/** How long something is still good for, ticking by the second. */
import { useSyncExternalStore } from 'react';
import { subscribeToTicks } from '../../ui/ticker.ts';

/** Whole seconds until then; 0 when it is over. */
export function useRemaining(until: string | null): number {
  return useSyncExternalStore(
    subscribeToTicks,
    () => (until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000))),
    () => 0,
  );
}
