'use client';
/** What a plan would do if it began now and every device succeeded: when, where, in which order, and who would be left. */
import Link from 'next/link';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { formatValue } from '../../charts/format-value.ts';
import { durationText } from '../../ui/age-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { instantText } from '../rollouts/instant-words.ts';
import { devicesText, scopeText } from '../rollouts/rollout-words.ts';
import { usePlaceNames } from '../rollouts/use-place-names.ts';
import { WaveTurns } from './wave-turns.tsx';

const Simulation_SimulationFragment = graphql(`
  fragment Simulation_SimulationFragment on RolloutSimulation {
    matched
    finishesAt
    updateS
    violations {
      code
      subject
      devices
      words
    }
    budgets {
      scope
      limit
      delayed
    }
    sites {
      locationId
      name
      devices
      bytes
      openings {
        opensAt
        closesAt
      }
    }
    waves {
      index
      name
      devices
      unreachable
      alreadyInstalled
      passesAt
      ...WaveTurns_WaveFragment
    }
  }
`);

/** Numbers first, then what is at risk, then the details. */
export function SimulationView({ simulation }: { simulation: FragmentType<typeof Simulation_SimulationFragment> }) {
  const { matched, finishesAt, updateS, budgets, sites, waves, violations } = getFragmentData(
    Simulation_SimulationFragment,
    simulation,
  );
  const bytes = sites.reduce((sum, site) => sum + site.bytes, 0);
  const isStuck = waves.some(({ passesAt }) => passesAt === null);
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 min-w-0">
        <Panel title="If it began now and everything succeeded">
          <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-4">
            <Figure term="Devices" value={matched.toLocaleString('en')} />
            <Figure term="Expected finish" value={isStuck ? 'not by itself' : instantText(finishesAt)} />
            <Figure term="Bytes to fetch" value={formatValue(bytes, 'bytes')} />
            <Figure term="Assumed per device" value={durationText(updateS * 1000)} />
          </dl>
        </Panel>
      </div>
      {violations.length > 0 && (
        <div className="col-span-12 min-w-0">
          <Violations violations={violations} />
        </div>
      )}
      {matched === 0 && (
        <div className="col-span-12">
          <Notice tone="warning" title="No device matches">
            It would wait for devices that join and match. Look at the selection again.
          </Notice>
        </div>
      )}
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-7">
        <Panel title="Waves and order" flush>
          {waves.map((wave) => (
            <WaveTurns key={wave.index} wave={wave} head={<WaveHead {...wave} />} />
          ))}
        </Panel>
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-5">
        <BudgetsAtRisk budgets={budgets} />
        <Sites sites={sites} />
      </div>
    </div>
  );
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="figures text-base">{value}</dd>
    </div>
  );
}

interface WaveHeadProps {
  index: number;
  name: string;
  devices: number;
  unreachable: number;
  alreadyInstalled: number;
  passesAt: string | null;
}

function WaveHead({ index, name, devices, unreachable, alreadyInstalled, passesAt }: WaveHeadProps) {
  return (
    <>
      <span className="font-medium">
        {index + 1} {name}
      </span>
      <span className="text-muted">
        {devicesText(devices)}
        {unreachable > 0 && `, ${unreachable} away now`}
        {alreadyInstalled > 0 && `, ${alreadyInstalled} have it`}
      </span>
      <span className="ml-auto">
        {passesAt === null ? (
          'would not pass by itself'
        ) : (
          <>
            passes <span className="figures">{instantText(passesAt)}</span>
          </>
        )}
      </span>
    </>
  );
}

type Violation = { code: string; subject: string; devices: number; words: string };

/** Rules that are against the plan, the gravest first. */
function Violations({ violations }: { violations: readonly Violation[] }) {
  return (
    <Panel title={`Against the rules: ${violations.length}`}>
      <ul className="flex flex-col gap-2">
        {violations.map(({ code, subject, devices, words }) => (
          <li key={`${code} ${subject}`} className="border-l-[3px] border-double border-replaying pl-2">
            <p>{words}</p>
            <p className="text-xs text-muted">
              <code className="figures">{code}</code> · {subject}
              {devices > 0 && ` · ${devicesText(devices)}`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type BudgetRisk = { scope: string; limit: number; delayed: number };

function BudgetsAtRisk({ budgets }: { budgets: readonly BudgetRisk[] }) {
  const { nameOf } = usePlaceNames();
  return (
    <Panel title="Budgets at risk">
      {budgets.length === 0 ? (
        <p className="text-muted">No budget would make a device wait.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {budgets.map(({ scope, limit, delayed }) => (
            <li key={scope} className="flex gap-3">
              <span className="min-w-0 flex-1 truncate">{scopeText(scope, nameOf)}</span>
              <span className="text-muted">
                <span className="figures text-ink">{devicesText(delayed)}</span> would wait, the limit is{' '}
                <span className="figures text-ink">{limit}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface Site {
  locationId: string | null;
  name: string | null;
  devices: number;
  bytes: number;
  openings: readonly { opensAt: string; closesAt: string }[];
}

const SITES_SHOWN = 50;

function Sites({ sites }: { sites: readonly Site[] }) {
  const hasWindow = sites.some(({ openings }) => openings.length > 0);
  return (
    <Panel title="Per site" flush>
      {sites.length === 0 ? (
        <p className="p-3 text-muted">Nothing would be fetched anywhere.</p>
      ) : (
        <Table label="What it means for each site, most bytes first">
          <thead>
            <tr>
              <HeadCell>Site</HeadCell>
              <HeadCell align="right">Devices</HeadCell>
              <HeadCell align="right">Bytes</HeadCell>
              {hasWindow && <HeadCell>Next openings</HeadCell>}
            </tr>
          </thead>
          <tbody>
            {sites.slice(0, SITES_SHOWN).map(({ locationId, name, devices, bytes, openings }) => (
              <Row key={locationId ?? 'nowhere'}>
                <Cell>{name ?? <span className="text-muted">without a location</span>}</Cell>
                <Cell align="right" figures>
                  {devices.toLocaleString('en')}
                </Cell>
                <Cell align="right" figures>
                  {formatValue(bytes, 'bytes')}
                </Cell>
                {hasWindow && (
                  <Cell>
                    {openings.map(({ opensAt, closesAt }) => (
                      <span key={opensAt} className="figures block first:pt-1 last:pb-1">
                        {instantText(opensAt)} – {instantText(closesAt).slice(-9)}
                      </span>
                    ))}
                  </Cell>
                )}
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {sites.length > SITES_SHOWN && (
        <p className="border-t border-line p-3 text-xs text-muted">
          The {SITES_SHOWN} with the most bytes, of {sites.length}. <Link href="/devices">Devices</Link> have them all.
        </p>
      )}
    </Panel>
  );
}
