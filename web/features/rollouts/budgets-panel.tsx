'use client';
/** The budgets that hold over all rollouts, with what is used of them now. A full one is why devices wait. */
import { useEffect, useEffectEvent } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { scopeText } from './rollout-words.ts';

const BudgetsPanel_BudgetsQuery = graphql(`
  query BudgetsPanel_BudgetsQuery {
    budgets {
      scope
      parallelMax
      unavailableMax
      used
    }
  }
`);

interface BudgetsPanelProps {
  /** Devices of this rollout that are at work. */
  applying: number;
  /** What this rollout allows itself at once; null leaves it to budgets. */
  parallelMax: number | null;
  nameOf: (id: string) => string | undefined;
  /** Rises when something happened to the rollout. */
  revision: number;
}

/** What is limited or used, this rollout's own limit first. */
export function BudgetsPanel({ applying, parallelMax, nameOf, revision }: BudgetsPanelProps) {
  const { data, error, retry } = useLiveQuery(BudgetsPanel_BudgetsQuery, {});
  const readAgain = useEffectEvent(() => retry());
  useEffect(() => {
    if (revision > 0) readAgain();
  }, [revision]);
  const budgets = data?.budgets.filter(({ scope }) => !scope.startsWith('rollout:'));
  return (
    <Panel title="Budgets in use">
      <div className="min-h-16">
        {budgets === undefined ? (
          error ? (
            <Failed what="The budgets" height={64} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={64} label="Loading the budgets" />
          )
        ) : (
          <ul className="flex flex-col gap-1">
            <BudgetLine name="this rollout" used={applying} parallelMax={parallelMax} unavailableMax={null} />
            {budgets.map(({ scope, ...budget }) => (
              <BudgetLine key={scope} name={scopeText(scope, nameOf)} {...budget} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

interface BudgetLineProps {
  name: string;
  used: number;
  parallelMax: number | null;
  unavailableMax: number | null;
}

function BudgetLine({ name, used, parallelMax, unavailableMax }: BudgetLineProps) {
  const isFull = parallelMax !== null && used >= parallelMax;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span>
        <span className="figures">{used}</span>
        <span className="text-muted"> busy of </span>
        {parallelMax === null ? (
          <span className="text-muted">no limit</span>
        ) : (
          <span className="figures">{parallelMax}</span>
        )}
        {isFull && <span className="ml-2 rounded-sm border border-line px-1.5 text-xs">full</span>}
      </span>
      {unavailableMax !== null && (
        <span className="w-full text-xs text-muted">
          <span className="figures">{unavailableMax}</span> away at most
        </span>
      )}
    </li>
  );
}
