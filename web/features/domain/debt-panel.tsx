'use client';
/** What the devices of a domain still owe: the last hour stacked by domain, outages shaded, and when it would be gone. */
import { useMemo } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { durationText } from '../../ui/age-text.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Drain, drainOf, totalsOf } from './debt-stack.ts';
import { DebtTimeline } from './debt-timeline.tsx';
import { useDebt } from './use-debt.ts';

const HEIGHT = 176;
const MINUTE_MS = 60_000;

/** A fixed height in every state. */
export function DebtPanel({ domain }: { domain: { id: string } }) {
  const { debt, error, retry } = useDebt(domain.id);
  const totals = useMemo(() => totalsOf(debt?.bands ?? []), [debt]);
  const now = totals.findLast((total) => total !== null) ?? null;
  return (
    <Panel
      title="Sync debt"
      aside={
        debt && (
          <>
            <span>
              <span className="figures text-ink">{now === null ? '–' : now.toLocaleString('en')}</span>{' '}
              {now === 1 ? 'record' : 'records'} owed
            </span>
            <span>{drainText(drainOf(totals))}</span>
          </>
        )
      }
    >
      <div style={{ minHeight: HEIGHT }}>
        {debt ? (
          <DebtTimeline debt={debt} />
        ) : error ? (
          <Failed what="The sync debt" height={HEIGHT} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={HEIGHT} label="Loading the sync debt" />
        )}
      </div>
    </Panel>
  );
}

function drainText(drain: Drain): string {
  switch (drain.kind) {
    case 'none':
      return 'nothing to drain';
    case 'unknown':
      return 'too little is known for an estimate';
    case 'growing':
      return drain.perStep === 0 ? 'not draining' : `growing by ${rateText(drain.perStep)} a minute`;
    case 'draining':
      return `drained in about ${durationText(drain.steps * MINUTE_MS)}, at ${rateText(drain.perStep)} a minute`;
  }
}

function rateText(perStep: number): string {
  return Math.max(1, Math.round(perStep)).toLocaleString('en');
}
