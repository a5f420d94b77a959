'use client';
/** The devices of a simulated wave in the order of their turns, and those that would never get one, with the reason. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { instantText } from '../rollouts/instant-words.ts';

const WaveTurns_WaveFragment = graphql(`
  fragment WaveTurns_WaveFragment on SimulatedWave {
    index
    turns {
      startsAt
      endsAt
      device {
        id
        name
      }
    }
    stuck {
      reason
      device {
        id
        name
      }
    }
  }
`);

const SHOWN = 200;

interface WaveTurnsProps {
  wave: FragmentType<typeof WaveTurns_WaveFragment>;
  head: ReactNode;
}

/** Stuck devices stand open, the order is folded away. */
export function WaveTurns({ wave, head }: WaveTurnsProps) {
  const { index, turns, stuck } = getFragmentData(WaveTurns_WaveFragment, wave);
  return (
    <section aria-label={`Simulated wave ${index + 1}`} className="border-b border-line px-3 py-2 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3">{head}</div>
      {stuck.length > 0 && (
        <div className="mt-2 border-l-2 border-replaying pl-2">
          <p className="text-xs font-medium">Would never get a turn</p>
          <ul className="text-xs">
            {stuck.map(({ device, reason }) => (
              <li key={device.id}>
                <DeviceLink {...device} /> <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {turns.length > 0 && (
        <details className="mt-1 text-xs">
          <summary className="w-fit rounded text-muted hover:text-ink">
            Order of {turns.length === SHOWN ? `the first ${SHOWN}` : turns.length}
          </summary>
          <ol className="mt-1 list-decimal pl-8">
            {turns.map(({ device, startsAt, endsAt }) => (
              <li key={device.id}>
                <DeviceLink {...device} />{' '}
                <span className="figures text-muted">
                  {instantText(startsAt)} – {instantText(endsAt)}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function DeviceLink({ id, name }: { id: string; name: string }) {
  return (
    <Link href={`/devices/${id}`} className="text-accent hover:underline">
      {name}
    </Link>
  );
}
