'use client';
/** Which rollouts are listed, by their state. Several can be chosen; none means all. */
import type { RolloutState } from '../../gql/graphql.ts';
import { RolloutGlyph } from './rollout-badge.tsx';
import { rolloutStates, stateWords } from './rollout-words.ts';

interface RolloutFilterProps {
  chosen: readonly RolloutState[];
  onChange: (states: readonly RolloutState[]) => void;
}

/** One toggle per state. */
export function RolloutFilter({ chosen, onChange }: RolloutFilterProps) {
  const toggle = (state: RolloutState) =>
    onChange(rolloutStates.filter((each) => chosen.includes(each) !== (each === state)));
  return (
    <div role="group" aria-label="Only these states" className="flex flex-wrap gap-1">
      {rolloutStates.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={chosen.includes(state)}
          title={stateWords[state].meaning}
          onClick={() => toggle(state)}
          className="inline-flex h-7 items-center gap-1.5 rounded border border-line px-2 text-xs text-muted hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:bg-hover aria-pressed:text-ink max-lg:min-h-8"
        >
          <RolloutGlyph state={state} />
          {stateWords[state].word}
        </button>
      ))}
    </div>
  );
}
