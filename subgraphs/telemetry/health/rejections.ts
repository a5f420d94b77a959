/** The signal that telemetry alone can tell: how much of what devices push is refused. Pure. */
import { healthStateOf, type HealthPoint, type HealthSignal } from '@flotilla/kernel/health-signal';
import type { IngestMinute } from './queries.ts';

const thresholds = { threshold: 1, badThreshold: 10 } as const;
const minuteMs = 60_000;
const windowMinutes = 5;
const trendMinutes = 60;

type Counts = Pick<IngestMinute, 'accepted' | 'limited' | 'refused' | 'diverted'>;

/** The signal of a scope from its minutes, oldest first: the share of the last five minutes. */
export function rejectionSignal(minutes: readonly IngestMinute[], nowMs: number): HealthSignal {
  const from = (back: number) => minutes.filter(({ at }) => at.getTime() > nowMs - back * minuteMs);
  const recent = sumOf(from(windowMinutes));
  const value = shareOf(recent);
  const state = healthStateOf(value, thresholds);
  const { accepted, limited, refused, diverted } = recent;
  return {
    name: 'ingest_rejections',
    title: 'Ingest rejections',
    value,
    unit: '%',
    ...thresholds,
    state,
    since: sinceOf(minutes, state),
    explanation:
      `In the last ${windowMinutes} minutes ${accepted} pushes were taken in, ${limited} told to come again later, ` +
      `${refused} refused, ${diverted} diverted from quarantined devices.`,
    trend: from(trendMinutes).map((minute): HealthPoint => ({ at: minute.at, value: shareOf(minute) })),
  };
}

/** Since the first of the newest minutes that stand alike; null when the newest stands otherwise. */
function sinceOf(minutes: readonly IngestMinute[], state: HealthSignal['state']): Date | null {
  const firstOther = minutes.findLastIndex((minute) => healthStateOf(shareOf(minute), thresholds) !== state);
  return minutes[firstOther + 1]?.at ?? null;
}

/** Quarantined devices are told nothing, and what they send is kept: that is no rejection. */
function shareOf({ accepted, limited, refused, diverted }: Counts): number | null {
  const all = accepted + limited + refused + diverted;
  return all === 0 ? null : Math.round(((limited + refused) / all) * 1_000) / 10;
}

function sumOf(minutes: readonly Counts[]): Counts {
  const add = (name: keyof Counts) => minutes.reduce((sum, minute) => sum + minute[name], 0);
  return { accepted: add('accepted'), limited: add('limited'), refused: add('refused'), diverted: add('diverted') };
}
