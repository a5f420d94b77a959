'use client';
/**
 * One batch, kept current: read again soon after one of its commands changed, and while it is not over every few
 * seconds, since an approval and a device without a command are told by nothing else.
 */
import { useEffect, useEffectEvent, useRef } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';

const Batch_BatchQuery = graphql(`
  query Batch_BatchQuery($id: ID!) {
    batch(id: $id) {
      id
      state
      reason
      plannedBy
      plannedByUser {
        id
        name
        email
      }
      plannedAt
      startedBy
      startedByUser {
        id
        name
        email
      }
      approvedBy
      approvedByUser {
        id
        name
        email
      }
      startedAt
      endedAt
      endReason
      expiresAt
      progress {
        state
        count
      }
      plan {
        id
        action
        payload
        devices
        actLater
        relaysCutOff
        needsApproval
        why {
          detail
        }
        byState {
          state
          count
        }
        domains {
          domainId
          count
          domain {
            id
            name
          }
        }
      }
      targets(first: 50, state: REFUSED) {
        edges {
          node {
            deviceId
            code
            message
            device {
              id
              name
            }
          }
        }
      }
    }
  }
`);

const SETTLE_MS = 700;
const LOOK_AGAIN_MS = 4000;

/** The batch as it was last read, and whom to tell that one of its commands changed. */
export function useBatch(batchId: string) {
  const { data, error, retry } = useLiveQuery(Batch_BatchQuery, { id: batchId });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onChange = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      retry();
    }, SETTLE_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const batch = data?.batch;
  const isOver = batch?.state === 'FINISHED' || batch?.state === 'STOPPED';
  const look = useEffectEvent(() => {
    if (document.visibilityState === 'visible') retry();
  });
  useEffect(() => {
    if (isOver) return undefined;
    const looking = setInterval(() => look(), LOOK_AGAIN_MS);
    return () => clearInterval(looking);
  }, [isOver]);
  return { batch, error, retry, onChange };
}

/** The facts of one batch. */
export type BatchFacts = NonNullable<ReturnType<typeof useBatch>['batch']>;
