'use client';
/** What happened to a rollout, newest first: what people and gates said, and what came of it. */
import { useEffect, useEffectEvent, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PersonWords } from '../commands/person-words.tsx';

const RolloutTimeline_RolloutQuery = graphql(`
  query RolloutTimeline_RolloutQuery($id: ID!, $first: Int!) {
    rollout(id: $id) {
      id
      timeline(first: $first) {
        edges {
          node {
            id
            summary
            at
            actor
            actorUser {
              id
              name
              email
            }
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

const [FEW, MANY] = [20, 200];

/** Straight from the log; the whole of it on demand. `revision` rises when something happened. */
export function TimelinePanel({ rolloutId, revision }: { rolloutId: string; revision: number }) {
  const [first, setFirst] = useState(FEW);
  const { data, error, retry } = useLiveQuery(RolloutTimeline_RolloutQuery, { id: rolloutId, first });
  const readAgain = useEffectEvent(() => retry());
  useEffect(() => {
    if (revision > 0) readAgain();
  }, [revision]);
  const timeline = data?.rollout?.timeline;
  return (
    <Panel title="What happened">
      {/* A height of its own, so that nothing below moves while it grows; a keyboard must be able to scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-label="What happened, newest first" tabIndex={0} className="h-60 overflow-y-auto">
        {timeline === undefined ? (
          error ? (
            <Failed what="The timeline" height={160} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={160} label="Loading the timeline" />
          )
        ) : (
          <ol className="rollout-timeline">
            {timeline.edges.map(({ node: { id, summary, at, actor, actorUser } }) => (
              <li key={id}>
                <span className="w-full">{summary}</span>
                <span className="text-xs text-muted">
                  <Age at={at} prefix="" />
                  {!actor.startsWith('system') && (
                    <>
                      {' by '}
                      <PersonWords actor={actor} person={actorUser} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ol>
        )}
        {timeline?.pageInfo.hasNextPage && first < MANY && (
          <Button onClick={() => setFirst(MANY)}>Show what was before</Button>
        )}
      </div>
    </Panel>
  );
}
