'use client';
/** Why something does not go on: the gate with its numbers, since when, until when, and what unblocks it. */
import { useRemaining } from '../batch/use-remaining.ts';
import { DurationSince } from '../devices/duration-since.tsx';
import { durationText } from '../../ui/age-text.ts';
import type { Waiting } from './rollout-fragment.ts';
import { waitingLead } from './rollout-words.ts';

interface WaitingWordsProps {
  waiting: Waiting | null;
  /** What stands where nothing is waited for. */
  otherwise?: string;
}

/** One line for a table; the whole of it on hover. */
export function WaitingLine({ waiting, otherwise = 'nothing' }: WaitingWordsProps) {
  if (waiting === null) return <span className="text-muted">{otherwise}</span>;
  const lead = waitingLead(waiting);
  return (
    <span className="truncate" title={`${lead}. ${waiting.unblocks}`}>
      {lead}
      <Countdown until={waiting.until} />
      <span className="text-muted"> · {waiting.unblocks}</span>
    </span>
  );
}

/** A sentence or two, where there is room. */
export function WaitingSentence({ waiting, otherwise = 'It waits for nothing.' }: WaitingWordsProps) {
  if (waiting === null) return <p className="text-muted">{otherwise}</p>;
  const { since, until, unblocks, approval } = waiting;
  return (
    <p>
      <span className="font-medium">{waitingLead(waiting)}</span>
      <Countdown until={until} />
      {since !== null && (
        <span className="text-muted">
          {' '}
          for <DurationSince at={since} />
        </span>
      )}
      . <span className="text-muted">What unblocks it:</span> {unblocks}
      {approval !== null && !unblocks.toLowerCase().includes(approval.toLowerCase()) && (
        <span className="text-muted"> Needs the role {approval.toLowerCase().replaceAll('_', ' ')}.</span>
      )}
    </p>
  );
}

/** How long it still takes if nothing else happens. */
function Countdown({ until }: { until: string | null }) {
  const remainingS = useRemaining(until);
  if (until === null) return null;
  return (
    <span className="whitespace-nowrap">
      {', '}
      <span className="figures" title={until}>
        {remainingS === 0 ? 'any moment' : `${durationText(remainingS * 1000)} left`}
      </span>
    </span>
  );
}
