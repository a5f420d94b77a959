/**
 * All devices as one bar, a segment per state: how much of the fleet is where in the spectrum. Each segment and each
 * line of the legend leads to exactly the devices it counts.
 */
import Link from 'next/link';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { type DisplayState, displayStates, stateColor, stateMeaning, stateTint, stateWord } from '../../ui/states.ts';
import { type Counts, totalOfCounts } from './spectrum-facts.ts';

interface SpectrumBarProps {
  counts: Counts;
  /** Where a state leads to; absent: nothing can be pressed. */
  hrefOf?: (state: DisplayState) => string;
}

/** The bar and its legend. */
export function SpectrumBar({ counts, hrefOf }: SpectrumBarProps) {
  const total = totalOfCounts(counts);
  const shown = displayStates.filter((state) => (counts[state] ?? 0) > 0);
  return (
    <div>
      <div aria-hidden="true" className="flex h-11 gap-px overflow-hidden rounded-sm bg-hover">
        {shown.map((state) => (
          <Segment key={state} state={state} count={counts[state] ?? 0} href={hrefOf?.(state)} />
        ))}
      </div>
      <ul className="mt-2 grid grid-cols-2 gap-x-4 sm:grid-cols-4" aria-label="Devices by state">
        {displayStates.map((state) => (
          <LegendLine key={state} {...{ state, total }} count={counts[state] ?? 0} href={hrefOf?.(state)} />
        ))}
      </ul>
    </div>
  );
}

interface PartProps {
  state: DisplayState;
  count: number;
  total: number;
  href: string | undefined;
}

function Segment({ state, count, href }: Omit<PartProps, 'total'>) {
  const content = (
    <>
      <span
        className={`block h-3 ${state === 'QUARANTINED' ? 'hatch' : ''}`}
        style={{ backgroundColor: stateColor(state) }}
      />
      <span className="flex h-8 items-center gap-1.5 overflow-hidden px-2 text-xs whitespace-nowrap">
        {/* Where there is no room for the word, the legend below has it. */}
        <span className="hidden items-center gap-1.5 @min-[104px]:flex">
          <StateGlyph state={state} />
          {stateWord[state]}
        </span>
      </span>
    </>
  );
  const props = {
    className: '@container block min-w-1.5 text-ink transition-[flex-grow] duration-100',
    style: { flexGrow: count, flexBasis: 0, background: stateTint(state) },
    title: `${stateWord[state]} ${count.toLocaleString('en')}: ${stateMeaning[state]}`,
  };
  // The legend has the same links with their names; these are only for the pointer.
  return href === undefined ? (
    <span {...props}>{content}</span>
  ) : (
    <Link href={href} tabIndex={-1} {...props}>
      {content}
    </Link>
  );
}

function LegendLine({ state, count, total, href }: PartProps) {
  const content = (
    <>
      <StateGlyph state={state} />
      <span className={`whitespace-nowrap ${count === 0 ? 'text-muted' : ''}`}>{stateWord[state]}</span>
      <span className="figures ml-auto">{count.toLocaleString('en')}</span>
      <span className="figures w-[5ch] text-right text-muted max-sm:hidden">
        {total === 0 ? '' : `${((100 * count) / total).toFixed(count === 0 || count === total ? 0 : 1)}%`}
      </span>
    </>
  );
  const className = 'flex h-7 items-center gap-2 rounded-sm px-1.5 text-xs';
  return (
    <li title={stateMeaning[state]}>
      {href === undefined ? (
        <span className={className}>{content}</span>
      ) : (
        <Link href={href} className={`${className} hover:bg-hover`}>
          {content}
        </Link>
      )}
    </li>
  );
}
