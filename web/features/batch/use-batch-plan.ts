'use client';
/** The dry run of an action: asked for when the dialog opens and again on demand. Nothing happens by it. */
import { useEffect, useEffectEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { BatchAction, BatchPlan_PlanMutationMutation } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import type { BatchTarget } from './batch-target.ts';

const BatchPlan_PlanMutation = graphql(`
  mutation BatchPlan_PlanMutation($input: PlanBatchInput!) {
    planBatch(input: $input) {
      id
      action
      expiresAt
      devices
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
      tenants
      relaysCutOff
      actLater
      needsApproval
      why {
        detail
      }
      confirm
      sample(first: 5) {
        edges {
          node {
            id
            name
          }
        }
      }
    }
  }
`);

/** What an action would do, as the server counted it. */
export type PlanFacts = BatchPlan_PlanMutationMutation['planBatch'];

/** An action on devices, complete. */
export interface BatchOrder {
  action: BatchAction;
  payload: Readonly<Record<string, unknown>> | null;
  target: BatchTarget;
}

/** The newest plan, why there is none, and how to count again. */
export function useBatchPlan({ action, payload, target }: BatchOrder) {
  const [, execute] = useMutation(BatchPlan_PlanMutation);
  const [plan, setPlan] = useState<PlanFacts | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const count = async () => {
    setPlan(null);
    setRefusal(undefined);
    const devices = 'q' in target ? { q: target.q } : { deviceIds: [...target.deviceIds] };
    const { data, error } = await execute({ input: { ...devices, action, payload } });
    if (error) setRefusal(describeFailure(error).message);
    else if (data) setPlan(data.planBatch);
  };
  const countFirst = useEffectEvent(() => void count());
  useEffect(() => {
    const soon = setTimeout(() => countFirst(), 0);
    return () => clearTimeout(soon);
  }, []);
  return { plan, refusal, countAgain: () => void count() };
}
