'use client';
/** What starting a rollout would touch, as the server counts it now. Changes nothing. */
import { graphql } from '../../gql/gql.ts';
import type { RolloutPlanInput } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { instantText } from './instant-words.ts';
import { devicesText } from './rollout-words.ts';

const DryRun_SimulationQuery = graphql(`
  query DryRun_SimulationQuery($input: RolloutPlanInput!) {
    simulateRollout(input: $input) {
      matched
      finishesAt
      waves {
        index
        name
        devices
        unreachable
        alreadyInstalled
        stuck {
          reason
        }
      }
    }
  }
`);

/** Devices per wave, and who would be left. */
export function DryRun({ plan }: { plan: RolloutPlanInput }) {
  const { data, error } = useLiveQuery(DryRun_SimulationQuery, { input: plan });
  if (data === undefined) {
    if (error === undefined) return <Skeleton height={92} label="Counting what it would touch" />;
    return (
      <p role="alert" className="border-l-2 border-quarantined pl-2">
        {describeFailure(error).message}
      </p>
    );
  }
  const { matched, finishesAt, waves } = data.simulateRollout;
  return (
    <div className="min-h-23">
      <p>
        {devicesText(matched)} in {waves.length} {waves.length === 1 ? 'wave' : 'waves'}, done by{' '}
        <span className="figures">{instantText(finishesAt)}</span> if everything succeeds.
      </p>
      <ul className="mt-1 text-xs text-muted">
        {waves.map(({ index, name, devices, unreachable, alreadyInstalled, stuck }) => (
          <li key={index}>
            Wave {index + 1}, {name}: {devicesText(devices)}
            {unreachable > 0 && `, ${unreachable} away now`}
            {alreadyInstalled > 0 && `, ${alreadyInstalled} have it already`}
            {stuck.length > 0 && `, ${stuck.length} would never get a turn`}
          </li>
        ))}
      </ul>
    </div>
  );
}
