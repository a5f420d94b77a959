'use client';
/** Rollouts by artifact, for the first page: how far each is, and what holds it up. Live; its height never changes. */
import Link from 'next/link';
import { describeFailure } from '../../live/describe-failure.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BucketBar } from './bucket-bar.tsx';
import { byArtifact } from './by-artifact.ts';
import { RolloutBadge } from './rollout-badge.tsx';
import type { RolloutFacts } from './rollout-fragment.ts';
import { isTurned, progressText, waveText } from './rollout-words.ts';
import { useRollouts } from './use-rollouts.ts';
import { WaitingLine } from './waiting-words.tsx';

const READ = 50;
const SHOWN_MAX = 3;

/** What goes on, else what was last. */
export function RolloutsPanel() {
  const { rollouts, error, retry } = useRollouts({ states: [], first: READ });
  const listed = rollouts && byArtifact(rollouts);
  const more = (listed?.length ?? 0) - SHOWN_MAX;
  return (
    <Panel
      title="Rollouts by artifact"
      flush
      aside={
        <Link href="/rollouts" className="hover:underline">
          {more > 0 ? `${more} more` : 'All rollouts'}
        </Link>
      }
    >
      <div className="h-57 overflow-hidden">
        {listed === undefined ? (
          error ? (
            <Failed what="The rollouts" height={220} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={228} label="Loading the rollouts" />
          )
        ) : listed.length === 0 ? (
          <p className="p-3 text-muted">
            No rollout was started yet. A rollout brings an artifact to devices, wave by wave.
          </p>
        ) : (
          <ul>
            {listed.slice(0, SHOWN_MAX).map((rollout) => (
              <RolloutLine key={rollout.id} rollout={rollout} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function RolloutLine({ rollout }: { rollout: RolloutFacts }) {
  const { id, name, state, artifact, counts, waves, waitingFor, stateReason } = rollout;
  return (
    <li className="border-b border-line last:border-0">
      <Link
        href={`/rollouts/${id}`}
        title={name}
        className="flex h-19 flex-col justify-center gap-1 px-3 hover:bg-hover"
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate">
            {artifact.name} <span className="figures">{artifact.version}</span>
          </span>
          <RolloutBadge state={state} />
        </span>
        <span className="flex items-center gap-2 text-xs">
          <span className="whitespace-nowrap text-muted">
            wave <span className="figures text-ink">{waveText(waves)}</span>
          </span>
          <BucketBar counts={counts} isBack={isTurned(state)} isThin />
          <span className="figures whitespace-nowrap">{progressText(counts, isTurned(state))}</span>
        </span>
        <span className="flex min-w-0 text-xs">
          <WaitingLine waiting={waitingFor} otherwise={stateReason ?? 'Waits for nothing'} />
        </span>
      </Link>
    </li>
  );
}
