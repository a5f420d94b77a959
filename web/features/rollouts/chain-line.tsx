/** The rollouts that bring a bundle together, one artifact each, in their order; this one among them. */
import Link from 'next/link';
import { RolloutGlyph } from './rollout-badge.tsx';
import { stateWords } from './rollout-words.ts';
import type { RolloutDetail } from './use-rollout.ts';

/** Nothing for a rollout that stands alone. */
export function ChainLine({ rollout }: { rollout: RolloutDetail }) {
  const { chain } = rollout;
  if (chain === null) return null;
  return (
    <nav aria-label={`Rollouts of the bundle ${chain.bundle}`} className="text-xs text-muted">
      <ol className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <li>
          {chain.position + 1} of {chain.rollouts.length} of the bundle <span className="text-ink">{chain.bundle}</span>
        </li>
        {chain.rollouts.map(({ id, name, state }) => (
          <li key={id} className="flex items-center gap-1.5">
            <RolloutGlyph state={state} />
            {id === rollout.id ? (
              <span aria-current="page" className="text-ink">
                {name}
              </span>
            ) : (
              <Link href={`/rollouts/${id}`} className="text-accent hover:underline">
                {name}
              </Link>
            )}
            <span>{stateWords[state].word.toLowerCase()}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
