/** A relay as the way to its devices: its own state, how the path through it is and since when, and the link behind it. */
import Link from 'next/link';
import { formatValue } from '../../charts/format-value.ts';
import type { PathHealth } from '../../gql/graphql.ts';
import { displayStateOf } from '../../live/display-state.ts';
import { Age } from '../../ui/age.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { stateWord } from '../../ui/states.ts';
import { TopologyCard } from './topology-card.tsx';
import type { RelayFacts } from './use-topology.ts';

interface RelayCardProps {
  relay: RelayFacts;
  hrefOf: (id: string) => string;
  moreHref: string;
}

/** The card of a topology with the relay as its title. */
export function RelayCard({ relay: { relay, devices }, hrefOf, moreHref }: RelayCardProps) {
  const { device, health, healthSince, rttMs, lossPct, awayCount } = relay;
  const state = displayStateOf(device);
  const link = [
    rttMs === null ? null : formatValue(rttMs, 'ms'),
    lossPct === null || lossPct === 0 ? null : `${formatValue(lossPct, '%')} loss`,
    awayCount === 0 ? null : `${awayCount.toLocaleString('en')} away`,
  ].filter((part) => part !== null);
  return (
    <TopologyCard
      title={
        <Link href={hrefOf(device.id)} className="flex items-center gap-1.5 hover:underline">
          <StateGlyph state={state} />
          {device.name}
          <span className="sr-only">, relay, {stateWord[state]}</span>
        </Link>
      }
      status={
        <>
          <PathBadge health={health} />
          <span className="text-xs text-muted">
            {health === 'UP' ? '' : <Age at={healthSince} prefix="since" />} {link.join(' · ')}
          </span>
        </>
      }
      group={devices}
      hrefOf={hrefOf}
      moreHref={moreHref}
    />
  );
}

/** Severity is the shape of the bar and the word; the hue only repeats it. */
function PathBadge({ health }: { health: PathHealth }) {
  return <span className={`rounded-sm bg-hover px-1.5 text-xs ${bars[health]}`}>{words[health]}</span>;
}

const words: Readonly<Record<PathHealth, string>> = { UP: 'path up', DEGRADED: 'path degraded', DOWN: 'path down' };

const bars: Readonly<Record<PathHealth, string>> = {
  UP: 'border-l-[3px] border-dotted border-live',
  DEGRADED: 'border-l-[3px] border-double border-replaying',
  DOWN: 'border-l-[3px] border-solid border-quarantined',
};
