'use client';
/** One signal on a line, or stacked where there is no room: state, value against its thresholds, last hour, explanation. */
import { useSyncExternalStore } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Age } from '../../ui/age.tsx';
import { subscribeToTicks } from '../../ui/ticker.ts';
import { HealthBadge } from './health-badge.tsx';
import type { SignalFacts } from './signal-fragment.ts';
import { healthWords, minutesOf, valueText } from './signal-words.ts';

const MINUTE_MS = 60_000;

/** A list item. */
export function SignalItem({ signal }: { signal: SignalFacts }) {
  const { title, value, unit, threshold, badThreshold, state, since, explanation, trend } = signal;
  const minute = useSyncExternalStore(subscribeToTicks, currentMinute, () => 0);
  const minutes = minutesOf(trend, minute * MINUTE_MS);
  return (
    <li className="grid min-h-15 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-0 lg:grid-cols-[200px_112px_210px_180px_minmax(0,1fr)]">
      <span className="flex flex-col">
        <span className="font-medium">{title}</span>
        <span className="text-xs text-muted">
          {since === null ? '' : healthWords[state].toLowerCase()} {since !== null && <Age at={since} prefix="since" />}
        </span>
      </span>
      <span>
        <HealthBadge state={state} />
      </span>
      <span>
        <span className="figures text-base">{valueText(value, unit)}</span>
        <span className="block text-xs text-muted">
          warns at {valueText(threshold, '')}, bad at {valueText(badThreshold, '')}
        </span>
      </span>
      <span className="text-muted">
        <Sparkline points={minutes} widthMax={180} label={trendLabel(signal, minutes)} />
      </span>
      <span className="col-span-2 text-xs text-muted lg:col-span-1">{explanation}</span>
    </li>
  );
}

function trendLabel({ title, unit, value }: SignalFacts, minutes: readonly (number | null)[]): string {
  const known = minutes.filter((each) => each !== null);
  if (known.length === 0) return `${title}: nothing was measured in the last hour`;
  const range = `${valueText(Math.min(...known), unit)} to ${valueText(Math.max(...known), unit)}`;
  return `${title} over the last hour: ${range}, now ${valueText(value, unit)}`;
}

function currentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS);
}
