'use client';
/** Says something to a rollout. The API's refusal is the message a person reads. */
import { useCallback } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import type { RolloutAction } from './rollout-actions.ts';

const RolloutCommand_Start = graphql(`
  mutation RolloutCommand_StartMutation($id: ID!) {
    startRollout(id: $id) {
      id
      state
    }
  }
`);

const RolloutCommand_Approve = graphql(`
  mutation RolloutCommand_ApproveMutation($input: RolloutWaveWordInput!) {
    approveWave(input: $input) {
      id
      state
    }
  }
`);

const RolloutCommand_Promote = graphql(`
  mutation RolloutCommand_PromoteMutation($input: PromoteWaveInput!) {
    promoteWave(input: $input) {
      id
      state
    }
  }
`);

const RolloutCommand_Pause = graphql(`
  mutation RolloutCommand_PauseMutation($input: RolloutReasonInput!) {
    pauseRollout(input: $input) {
      id
      state
    }
  }
`);

const RolloutCommand_Resume = graphql(`
  mutation RolloutCommand_ResumeMutation($id: ID!) {
    resumeRollout(id: $id) {
      id
      state
    }
  }
`);

const RolloutCommand_Retry = graphql(`
  mutation RolloutCommand_RetryMutation($id: ID!) {
    retryFailedDevices(id: $id) {
      id
      state
    }
  }
`);

const RolloutCommand_RollBack = graphql(`
  mutation RolloutCommand_RollBackMutation($input: RolloutReasonInput!) {
    rollBackRollout(input: $input) {
      id
      state
    }
  }
`);

const RolloutCommand_Abort = graphql(`
  mutation RolloutCommand_AbortMutation($input: RolloutReasonInput!) {
    abortRollout(input: $input) {
      id
      state
    }
  }
`);

/** What is said. `wave` and `reason` count where the action has them. */
export interface RolloutOrder {
  action: RolloutAction;
  rolloutId: string;
  wave?: number;
  reason?: string;
}

/** Runs an order; rejects with the refusal's message. */
export function useRolloutCommand(): (order: RolloutOrder) => Promise<void> {
  const client = useClient();
  return useCallback(
    async ({ action, rolloutId, wave = 0, reason = '' }: RolloutOrder) => {
      const run = async <Data, Variables extends AnyVariables>(
        document: TypedDocumentNode<Data, Variables>,
        variables: Variables,
      ) => {
        const { error } = await client.mutation(document, variables).toPromise();
        if (error !== undefined) throw new Error(describeFailure(error).message);
      };
      const input = { rolloutId, reason };
      if (action === 'start') await run(RolloutCommand_Start, { id: rolloutId });
      else if (action === 'resume') await run(RolloutCommand_Resume, { id: rolloutId });
      else if (action === 'retry') await run(RolloutCommand_Retry, { id: rolloutId });
      else if (action === 'approve') await run(RolloutCommand_Approve, { input: { rolloutId, wave } });
      else if (action === 'promote') await run(RolloutCommand_Promote, { input: { ...input, wave } });
      else if (action === 'pause') await run(RolloutCommand_Pause, { input });
      else if (action === 'rollBack') await run(RolloutCommand_RollBack, { input });
      else await run(RolloutCommand_Abort, { input });
    },
    [client],
  );
}
