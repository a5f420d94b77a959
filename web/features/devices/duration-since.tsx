'use client';
/** How long something has lasted, counting on: the "3h 12m" of "autonomous for 3h 12m". */
import { useSyncExternalStore } from 'react';
import { durationText } from '../../ui/age-text.ts';
import { subscribeToTicks } from '../../ui/ticker.ts';

interface DurationSinceProps {
  /** When it began, as the API writes it. */
  at: string;
}

/** The duration in two units, ticking; the exact beginning on hover. */
export function DurationSince({ at }: DurationSinceProps) {
  const text = useSyncExternalStore(
    subscribeToTicks,
    () => durationText(Math.max(0, Date.now() - Date.parse(at))),
    () => '',
  );
  return (
    <time dateTime={at} title={at} className="figures whitespace-nowrap">
      {text}
    </time>
  );
}
