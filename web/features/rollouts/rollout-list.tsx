'use client';
/** Every rollout of the tenant: how far, which wave, and why it does not go on. Filter and peek stand in the URL. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback, useState } from 'react';
import type { RolloutState } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIsNarrow } from '../devices/use-is-narrow.ts';
import { BucketKey } from './bucket-bar.tsx';
import './rollouts.css';
import { NewRolloutLink } from './new-rollout-link.tsx';
import { RolloutCards } from './rollout-cards.tsx';
import { RolloutFilter } from './rollout-filter.tsx';
import { RolloutPeek } from './rollout-peek.tsx';
import { RolloutTable } from './rollout-table.tsx';
import { rolloutStates, stateWords } from './rollout-words.ts';
import { useRolloutCursor } from './use-rollout-cursor.ts';
import { useRollouts } from './use-rollouts.ts';

const PAGE = 50;
const ROWS_MAX = 200;

const parsers = {
  state: parseAsArrayOf(parseAsStringLiteral(rolloutStates)).withDefault([]),
  peek: parseAsString,
};

/** The page's content. */
export function RolloutList() {
  const [{ state: states, peek }, setUrl] = useQueryStates(parsers, { history: 'push' });
  const [first, setFirst] = useState(PAGE);
  const [isRead, setIsRead] = useState(false);
  const isNarrow = useIsNarrow();
  const { rollouts, hasMore, news, error, retry } = useRollouts({ states, first, isRead });
  const setPeek = useCallback((id: string | null) => void setUrl({ peek: id }, { history: 'replace' }), [setUrl]);
  const { at, peekAt } = useRolloutCursor({ ids: rollouts?.map(({ id }) => id) ?? [], peek, setPeek });
  const choose = (chosen: readonly RolloutState[]) =>
    void setUrl({ state: chosen.length === 0 ? null : [...chosen], peek: null });
  const leaveOrEnter = (isReading: boolean) => {
    setIsRead(isReading);
    if (!isReading && news > 0) retry();
  };
  const peeked = rollouts?.find(({ id }) => id === peek);
  return (
    <>
      <PageTitle title="Rollouts">
        <NewRolloutLink />
      </PageTitle>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <RolloutFilter chosen={states} onChange={choose} />
        {news > 0 && (
          <Button tone="primary" onClick={retry}>
            {news} new
          </Button>
        )}
        <span className="ml-auto max-sm:hidden">
          <BucketKey />
        </span>
      </div>
      {rollouts === undefined ? (
        error ? (
          <Failed what="The rollouts" height={320} {...describeFailure(error)} onRetry={retry} />
        ) : (
          <Skeleton height={320} label="Loading the rollouts" />
        )
      ) : rollouts.length === 0 ? (
        <NoRollouts states={states} onClear={() => choose([])} />
      ) : isNarrow ? (
        <RolloutCards rollouts={rollouts} />
      ) : (
        <RolloutTable rollouts={rollouts} at={at} onPeek={peekAt} onReader={leaveOrEnter} />
      )}
      {hasMore && (
        <div className="pt-2">
          {first < ROWS_MAX ? (
            <Button onClick={() => setFirst(Math.min(ROWS_MAX, first + PAGE))}>Load more</Button>
          ) : (
            <p className="text-muted">The newest {ROWS_MAX} are listed. Choose a state to see older ones.</p>
          )}
        </div>
      )}
      {peeked && <RolloutPeek rollout={peeked} onClose={() => setPeek(null)} />}
    </>
  );
}

function NoRollouts({ states, onClear }: { states: readonly RolloutState[]; onClear: () => void }) {
  if (states.length === 0) {
    return (
      <Empty title="No rollout was planned yet">
        A rollout brings an artifact to devices, wave by wave. Plan one: nothing happens until it is started.
      </Empty>
    );
  }
  const words = states.map((state) => stateWords[state].word.toLowerCase()).join(' or ');
  return (
    <Empty title={`No rollout is ${words}`} onClear={onClear}>
      The filter on states leaves none of them.
    </Empty>
  );
}
