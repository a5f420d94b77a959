'use client';
/** How many devices the selection takes now, as the server counts them: the number that decides a blast radius. */
import { useDeferredValue } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type PlanDraft, readPlan } from './plan-draft.ts';

const MatchedCount_SimulationQuery = graphql(`
  query MatchedCount_SimulationQuery($input: RolloutPlanInput!) {
    simulateRollout(input: $input) {
      matched
      waves {
        index
        unreachable
        alreadyInstalled
      }
    }
  }
`);

/** The number, and who of them is away or has it already. */
export function MatchedCount({ draft }: { draft: PlanDraft }) {
  // Waves do not change whom it is for, and a slip in one must not hide the number.
  const { artifact, executorName, selection } = useDeferredValue(draft);
  const read = readPlan({
    ...draft,
    artifact,
    executorName: executorName || 'any',
    selection,
    name: 'count',
    waves: [],
  });
  return (
    <Panel title="For how many">
      <div className="min-h-20">
        {read.kind === 'slip' ? (
          <p className="text-muted">{artifact === null ? 'Choose an artifact first.' : read.slip.message}</p>
        ) : (
          <Count input={read.input} />
        )}
      </div>
    </Panel>
  );
}

function Count({ input }: { input: Extract<ReturnType<typeof readPlan>, { kind: 'plan' }>['input'] }) {
  const { data, error } = useLiveQuery(MatchedCount_SimulationQuery, { input });
  if (data === undefined) {
    if (error === undefined) return <Skeleton height={80} label="Counting the devices" />;
    return (
      <p role="alert" className="border-l-2 border-quarantined pl-2">
        {describeFailure(error).message}
      </p>
    );
  }
  const { matched, waves } = data.simulateRollout;
  const sum = (key: 'unreachable' | 'alreadyInstalled') => waves.reduce((total, wave) => total + wave[key], 0);
  return (
    <>
      <p aria-live="polite">
        <span className="figures text-xl">{matched.toLocaleString('en')}</span>{' '}
        <span className="text-muted">{matched === 1 ? 'device' : 'devices'}</span>
      </p>
      <p className="text-xs text-muted">
        {sum('unreachable')} of them away now: taken when they return. {sum('alreadyInstalled')} run it already.
      </p>
    </>
  );
}
