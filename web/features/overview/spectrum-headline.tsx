/** The two numbers above the bar: how many devices, and how many of them do what they were designed to do. */
import { displayStates, isByDesign, stateWord } from '../../ui/states.ts';
import { byDesignShare, type Counts, percentText, totalOfCounts } from './spectrum-facts.ts';

const designed = displayStates.filter(isByDesign).map((state) => stateWord[state].toLowerCase());

/** Being away on purpose counts as healthy; that is the point of the number, so it says so. */
export function SpectrumHeadline({ counts }: { counts: Counts }) {
  const total = totalOfCounts(counts);
  return (
    <dl className="mb-3 flex h-12 flex-wrap items-end gap-x-8 overflow-hidden">
      <div className="flex items-baseline gap-2">
        <dd className="figures text-xl font-medium">{total.toLocaleString('en')}</dd>
        <dt className="text-muted">{total === 1 ? 'device' : 'devices'}</dt>
      </div>
      <div className="flex items-baseline gap-2" title={`By design: ${designed.join(', ')}`}>
        <dd className="figures text-base font-medium">{percentText(byDesignShare(counts))}</dd>
        <dt className="text-muted">healthy by design</dt>
      </div>
    </dl>
  );
}
