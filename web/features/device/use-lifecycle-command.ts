'use client';
/** Sends an action on the life of a device. The API's refusal is the message a person reads. */
import { useCallback } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { RetentionClass } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { feed } from '../../live/feed.ts';
import { toast } from '../../ui/toast.tsx';
import type { LifecycleAction } from './lifecycle-words.ts';

const DeviceLife_Quarantine = graphql(`
  mutation DeviceLife_QuarantineMutation($input: QuarantineDeviceInput!) {
    quarantineDevice(input: $input) {
      id
      trust
      phase
    }
  }
`);

const DeviceLife_Release = graphql(`
  mutation DeviceLife_ReleaseMutation($input: ReleaseDeviceInput!) {
    releaseDevice(input: $input) {
      id
      trust
      phase
    }
  }
`);

const DeviceLife_Rotate = graphql(`
  mutation DeviceLife_RotateMutation($input: RotateCredentialsInput!) {
    rotateCredentials(input: $input) {
      id
      trust
    }
  }
`);

const DeviceLife_Decommission = graphql(`
  mutation DeviceLife_DecommissionMutation($input: StartDecommissionInput!) {
    startDecommission(input: $input) {
      id
      trust
      phase
    }
  }
`);

const DeviceLife_Retire = graphql(`
  mutation DeviceLife_RetireMutation($input: RetireDeviceInput!) {
    retireDevice(input: $input) {
      id
      phase
    }
  }
`);

const DeviceLife_Revoke = graphql(`
  mutation DeviceLife_RevokeMutation($input: RevokeDeviceInput!) {
    revokeDevice(input: $input) {
      id
      trust
      phase
    }
  }
`);

/** What an action is done with. */
export interface LifecycleOrder {
  action: LifecycleAction;
  deviceId: string;
  reason: string;
  /** Only for retiring. */
  retentionClass: RetentionClass;
  /** What is said when it is done. */
  done: string;
}

/** Runs an order; rejects with the refusal's message. What is on the page is read again afterwards. */
export function useLifecycleCommand(): (order: LifecycleOrder) => Promise<void> {
  const client = useClient();
  return useCallback(
    async ({ action, deviceId, reason, retentionClass, done }: LifecycleOrder) => {
      const run = async <Data, Variables extends AnyVariables>(
        document: TypedDocumentNode<Data, Variables>,
        variables: Variables,
      ) => {
        const { error } = await client.mutation(document, variables).toPromise();
        if (error !== undefined) throw new Error(describeFailure(error).message);
      };
      const input = { deviceId, reason };
      if (action === 'quarantine') await run(DeviceLife_Quarantine, { input });
      else if (action === 'release') await run(DeviceLife_Release, { input });
      else if (action === 'rotate') await run(DeviceLife_Rotate, { input });
      else if (action === 'decommission') await run(DeviceLife_Decommission, { input });
      else if (action === 'retire') await run(DeviceLife_Retire, { input: { ...input, retentionClass } });
      else await run(DeviceLife_Revoke, { input });
      toast({ title: done });
      feed.reread();
    },
    [client],
  );
}
