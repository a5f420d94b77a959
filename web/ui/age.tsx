'use client';
/** The age of a piece of knowledge. Every value about a device carries one: how fresh the feed is says nothing of it. */
import { useSyncExternalStore } from 'react';
import { ageText } from './age-text.ts';
import { subscribeToTicks } from './ticker.ts';

interface AgeProps {
  /** When it was known; null when it never was. */
  at: string | number | Date | null;
  /** What stands before it, "as of" unless said otherwise; empty for nothing. */
  prefix?: string;
}

/** "as of 4m ago", ticking; the exact time on hover. */
export function Age({ at, prefix = 'as of' }: AgeProps) {
  const text = useSyncExternalStore(
    subscribeToTicks,
    () => (at === null ? 'never' : ageText(Date.now() - new Date(at).getTime())),
    // The server does not know when the page will be read.
    () => '',
  );
  if (at === null) return <span className="whitespace-nowrap">{text}</span>;
  const exact = new Date(at).toISOString();
  return (
    <time dateTime={exact} title={exact.replace('T', ' ').replace(/\.\d+Z/, ' UTC')} className="whitespace-nowrap">
      {prefix !== '' && `${prefix} `}
      <span className="figures">{text}</span>
    </time>
  );
}
