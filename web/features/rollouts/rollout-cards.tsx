/** The list of rollouts on a phone: a card each, which leads to its page. */
import Link from 'next/link';
import { DurationSince } from '../devices/duration-since.tsx';
import { BucketBar } from './bucket-bar.tsx';
import { RolloutBadge } from './rollout-badge.tsx';
import type { RolloutFacts } from './rollout-fragment.ts';
import { isTurned, progressText, waveText } from './rollout-words.ts';
import { WaitingLine } from './waiting-words.tsx';

/** Newest first. */
export function RolloutCards({ rollouts }: { rollouts: readonly RolloutFacts[] }) {
  return (
    <ul aria-label="Rollouts, newest first" className="flex flex-col gap-2">
      {rollouts.map((rollout) => (
        <li key={rollout.id}>
          <RolloutCard rollout={rollout} />
        </li>
      ))}
    </ul>
  );
}

function RolloutCard({ rollout }: { rollout: RolloutFacts }) {
  const { id, name, state, stateSince, stateReason, artifact, counts, waves, waitingFor } = rollout;
  return (
    <Link
      href={`/rollouts/${id}`}
      className="flex flex-col gap-1.5 rounded border border-line bg-panel px-3 py-2.5 hover:bg-hover"
    >
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <RolloutBadge state={state} />
      </span>
      <span className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 flex-1 truncate">
          {artifact.name} <span className="figures">{artifact.version}</span>
        </span>
        <DurationSince at={stateSince} />
      </span>
      <BucketBar counts={counts} isBack={isTurned(state)} isThin />
      <span className="flex items-center gap-2 text-xs">
        <span className="figures">{state === 'DRAFT' ? 'not started' : progressText(counts, isTurned(state))}</span>
        <span className="text-muted">
          wave <span className="figures">{waveText(waves)}</span>
        </span>
      </span>
      <span className="flex min-w-0 text-xs">
        <WaitingLine waiting={waitingFor} otherwise={stateReason ?? 'Waits for nothing'} />
      </span>
    </Link>
  );
}
