/** A spectrum in one line of a table. The words are in its title and, for screen readers, in its label. */
import { displayStates, stateColor, stateWord } from '../../ui/states.ts';
import { type Counts, totalOfCounts } from './spectrum-facts.ts';

/** Ten pixels high, as wide as its cell. */
export function DomainBar({ counts }: { counts: Counts }) {
  const shown = displayStates.filter((state) => (counts[state] ?? 0) > 0);
  const words = shown.map((state) => `${stateWord[state]} ${counts[state] ?? 0}`).join(', ');
  return (
    <span
      role="img"
      aria-label={totalOfCounts(counts) === 0 ? 'No devices' : words}
      title={words}
      className="flex h-2.5 min-w-40 gap-px overflow-hidden rounded-[2px] bg-hover"
    >
      {shown.map((state) => (
        <span
          key={state}
          className={`min-w-0.5 ${state === 'QUARANTINED' ? 'hatch' : ''}`}
          style={{ flexGrow: counts[state] ?? 0, flexBasis: 0, backgroundColor: stateColor(state) }}
        />
      ))}
    </span>
  );
}
