'use client';
/**
 * What a person can say to items: seen, same as, no trouble, not now, mine, done. Nothing is assumed to have happened
 * before the API answers; what it refuses is told in its own words.
 */
import { useCallback, useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { toast } from '../../ui/toast.tsx';

const Inbox_Acknowledge = graphql(`
  mutation Inbox_AcknowledgeMutation($input: AttentionItemInput!) {
    acknowledgeAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

const Inbox_Merge = graphql(`
  mutation Inbox_MergeMutation($input: MergeAttentionInput!) {
    mergeAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

const Inbox_Dismiss = graphql(`
  mutation Inbox_DismissMutation($input: DismissAttentionInput!) {
    dismissAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

const Inbox_Snooze = graphql(`
  mutation Inbox_SnoozeMutation($input: SnoozeAttentionInput!) {
    snoozeAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

const Inbox_Assign = graphql(`
  mutation Inbox_AssignMutation($input: AssignAttentionInput!) {
    assignAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

const Inbox_Resolve = graphql(`
  mutation Inbox_ResolveMutation($input: AttentionItemInput!) {
    resolveAttention(input: $input) {
      ...AttentionRow_ItemFragment
    }
  }
`);

/** One verdict on some items. */
export type Verdict =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'merge'; readonly intoId: string }
  | { readonly kind: 'dismiss'; readonly reason: string }
  | { readonly kind: 'snooze'; readonly until: string }
  | { readonly kind: 'assign'; readonly ownerId: string | null }
  | { readonly kind: 'resolve' };

const done: Readonly<Record<Verdict['kind'], string>> = {
  acknowledge: 'acknowledged',
  merge: 'merged',
  dismiss: 'dismissed',
  snooze: 'snoozed',
  assign: 'assigned',
  resolve: 'resolved',
};

/** `give` sends a verdict on each item and answers how many were taken; `isBusy` while it is under way. */
export function useVerdicts() {
  const client = useClient();
  const [isBusy, setIsBusy] = useState(false);
  const give = useCallback(
    async (verdict: Verdict, itemIds: readonly string[]): Promise<number> => {
      setIsBusy(true);
      const run = async <Data, Variables extends AnyVariables>(
        document: TypedDocumentNode<Data, Variables>,
        variables: Variables,
      ) => (await client.mutation(document, variables).toPromise()).error;
      const send = (itemId: string) => {
        switch (verdict.kind) {
          case 'acknowledge':
            return run(Inbox_Acknowledge, { input: { itemId } });
          case 'merge':
            return run(Inbox_Merge, { input: { itemId, intoId: verdict.intoId } });
          case 'dismiss':
            return run(Inbox_Dismiss, { input: { itemId, reason: verdict.reason } });
          case 'snooze':
            return run(Inbox_Snooze, { input: { itemId, until: verdict.until } });
          case 'assign':
            return run(Inbox_Assign, { input: { itemId, ownerId: verdict.ownerId } });
          case 'resolve':
            return run(Inbox_Resolve, { input: { itemId } });
        }
      };
      const errors = await Promise.all(itemIds.map(send));
      setIsBusy(false);
      const refusals = errors.flatMap((error) => (error === undefined ? [] : [describeFailure(error).message]));
      const taken = itemIds.length - refusals.length;
      if (taken > 0) toast({ title: `${counted(taken)} ${done[verdict.kind]}` });
      const [first] = refusals;
      if (first !== undefined) toast({ title: `${counted(refusals.length)} not ${done[verdict.kind]}`, detail: first });
      return taken;
    },
    [client],
  );
  return { give, isBusy };
}

function counted(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
