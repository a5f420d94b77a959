'use client';
/** Rollouts as a grid that keeps its focus and names its active row, as the device list does. */
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { DurationSince } from '../devices/duration-since.tsx';
import { PersonWords } from '../commands/person-words.tsx';
import { usePress } from '../devices/use-press.ts';
import { BucketBar } from './bucket-bar.tsx';
import { RolloutBadge } from './rollout-badge.tsx';
import type { RolloutFacts } from './rollout-fragment.ts';
import { isTurned, progressText, waveText } from './rollout-words.ts';
import { WaitingLine } from './waiting-words.tsx';

interface RolloutTableProps {
  rollouts: readonly RolloutFacts[];
  /** The row under the cursor. */
  at: string | null;
  onPeek: (id: string) => void;
  /** Somebody reads the table (pointer or focus is inside), or nobody does any more. */
  onReader: (isReading: boolean) => void;
}

const heads = ['Rollout', 'State', 'Artifact', 'Progress', 'Wave', 'Why waiting', 'By', 'Since'];

/** The grid with its head. */
export function RolloutTable({ rollouts, at, onPeek, onReader }: RolloutTableProps) {
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at !== null) document.getElementById(rowId(at))?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const isWithin = (state: ':hover' | ':focus-within') => grid.current?.matches(state) ?? false;
  const isListed = rollouts.some(({ id }) => id === at);
  return (
    <div className="rollout-scroller">
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Rollouts, newest first"
        aria-rowcount={rollouts.length + 1}
        aria-activedescendant={at !== null && isListed ? rowId(at) : undefined}
        className="rollout-grid"
        onPointerEnter={() => onReader(true)}
        onPointerLeave={() => onReader(isWithin(':focus-within'))}
        onFocus={() => onReader(true)}
        onBlur={() => onReader(isWithin(':hover'))}
      >
        <div role="row" className="rollout-row rollout-head">
          {heads.map((head) => (
            <div key={head} role="columnheader" className="rollout-cell">
              {head}
            </div>
          ))}
        </div>
        {rollouts.map((rollout) => (
          <RolloutRow key={rollout.id} rollout={rollout} isCursor={rollout.id === at} onPeek={onPeek} />
        ))}
      </div>
    </div>
  );
}

interface RolloutRowProps {
  rollout: RolloutFacts;
  isCursor: boolean;
  onPeek: (id: string) => void;
}

function RolloutRow({ rollout, isCursor, onPeek }: RolloutRowProps) {
  const { id, name, state, stateSince, artifact, counts, waves, waitingFor, createdBy, createdByUser } = rollout;
  const press = usePress(() => onPeek(id));
  const progress = progressText(counts, isTurned(state));
  return (
    <div role="row" id={rowId(id)} data-cursor={isCursor} className="rollout-row rollout-item" {...press}>
      <div role="gridcell" className="rollout-cell">
        <Link href={`/rollouts/${id}`} tabIndex={-1} className="truncate font-medium hover:underline" title={name}>
          {name}
        </Link>
      </div>
      <div role="gridcell" className="rollout-cell">
        <RolloutBadge state={state} />
      </div>
      <div role="gridcell" className="rollout-cell">
        <span className="truncate" title={`${artifact.name} ${artifact.version}`}>
          {artifact.name} <span className="figures">{artifact.version}</span>
        </span>
      </div>
      <div role="gridcell" className="rollout-cell gap-2">
        {state === 'DRAFT' ? (
          <span className="text-muted">not started</span>
        ) : (
          <>
            <BucketBar counts={counts} isBack={isTurned(state)} isThin />
            <span key={progress} className="figures flash w-24 flex-none text-right">
              {progress}
            </span>
          </>
        )}
      </div>
      <div role="gridcell" className="rollout-cell figures">
        {waveText(waves)}
      </div>
      <div role="gridcell" className="rollout-cell">
        <WaitingLine waiting={waitingFor} otherwise={rollout.stateReason ?? 'nothing'} />
      </div>
      <div role="gridcell" className="rollout-cell">
        <span className="truncate">
          <PersonWords actor={createdBy} person={createdByUser} />
        </span>
      </div>
      <div role="gridcell" className="rollout-cell">
        <DurationSince at={stateSince} />
      </div>
    </div>
  );
}

function rowId(id: string): string {
  return `rollout-row-${id}`;
}
