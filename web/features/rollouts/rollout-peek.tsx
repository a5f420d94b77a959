'use client';
/** A rollout beside the list: how far it is, what it waits for, and its waves. */
import { PersonWords } from '../commands/person-words.tsx';
import { FactList } from '../device/fact-list.tsx';
import { DurationSince } from '../devices/duration-since.tsx';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { BucketBar, BucketLegend } from './bucket-bar.tsx';
import { RolloutBadge, WaveBadge } from './rollout-badge.tsx';
import type { RolloutFacts } from './rollout-fragment.ts';
import { failureWords, strategyWords, waveLookOf } from './rollout-words.ts';
import { WaitingSentence } from './waiting-words.tsx';

/** Open while it is rendered. */
export function RolloutPeek({ rollout, onClose }: { rollout: RolloutFacts; onClose: () => void }) {
  const { id, name, state, stateSince, stateReason, artifact, counts, waves, waitingFor } = rollout;
  return (
    <PeekPanel
      title={name}
      fullPageHref={`/rollouts/${id}`}
      onClose={onClose}
      subtitle={
        <span className="flex flex-wrap items-center gap-2">
          <RolloutBadge state={state} />
          <span>
            for <DurationSince at={stateSince} />
          </span>
        </span>
      }
    >
      <div className="flex flex-col gap-4">
        {stateReason !== null && <p>{stateReason}</p>}
        <WaitingSentence waiting={waitingFor} />
        <div className="flex flex-col gap-2">
          <BucketBar counts={counts} />
          <BucketLegend counts={counts} />
        </div>
        <ol aria-label="Waves" className="flex flex-col gap-1">
          {waves.map((wave) => (
            <li key={wave.index} className="flex items-center gap-3">
              <span className="figures w-6 text-muted">{wave.index + 1}</span>
              <span className="min-w-0 flex-1 truncate">{wave.name}</span>
              <WaveBadge look={waveLookOf(wave, rollout)} />
            </li>
          ))}
        </ol>
        <FactList
          facts={[
            { term: 'Artifact', value: `${artifact.name} ${artifact.version}` },
            { term: 'Strategy', value: strategyWords[rollout.strategy].word },
            { term: 'On failure', value: failureWords[rollout.onFailure].word },
            { term: 'Planned by', value: <PersonWords actor={rollout.createdBy} person={rollout.createdByUser} /> },
          ]}
        />
      </div>
    </PeekPanel>
  );
}
