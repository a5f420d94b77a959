'use client';
/**
 * The newest commands of a device or a batch: one page read, more on demand, and every change of one patched in. A
 * command nobody has listed yet comes in at the top, as the list is by age.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useReread } from '../../live/use-live-query.ts';
import { type CommandFacts, CommandRow_CommandFragment } from './command-fragment.ts';

const Commands_CommandsQuery = graphql(`
  query Commands_CommandsQuery($q: String!, $first: Int!, $after: String) {
    commands(q: $q, first: $first, after: $after) {
      edges {
        node {
          ...CommandRow_CommandFragment
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const Commands_ChangedSubscription = graphql(`
  subscription Commands_ChangedSubscription($deviceId: ID, $batchId: ID) {
    commandChanged(deviceId: $deviceId, batchId: $batchId) {
      seq
      command {
        ...CommandRow_CommandFragment
      }
    }
  }
`);

const PAGE_SIZE = 50;

/** Whose commands: of one device or of one batch. */
export type CommandOwner = { readonly deviceId: string } | { readonly batchId: string };

/** The pages that were read. */
interface Listed {
  commands: readonly CommandFacts[];
  endCursor: string | null;
  hasMore: boolean;
}

/** The commands read so far, newest first; null until the first page is there. `onChange` hears of every change. */
export function useCommands(owner: CommandOwner, onChange?: () => void) {
  const client = useClient();
  const [listed, setListed] = useState<Listed | null>(null);
  const [error, setError] = useState<CombinedError>();
  const [isReading, setIsReading] = useState(false);
  const deviceId = 'deviceId' in owner ? owner.deviceId : null;
  const batchId = 'batchId' in owner ? owner.batchId : null;
  const q = deviceId === null ? `batch:${batchId}` : `device:${deviceId}`;

  const read = async (after: string | null) => {
    setIsReading(true);
    const variables = { q, first: PAGE_SIZE, after };
    const result = await client
      .query(Commands_CommandsQuery, variables, {
        requestPolicy: 'network-only',
      })
      .toPromise();
    setIsReading(false);
    setError(result.error);
    if (!result.data) return;
    const { edges, pageInfo } = result.data.commands;
    const commands = edges.map(({ node }) => getFragmentData(CommandRow_CommandFragment, node));
    setListed((before) => ({
      commands: after === null || before === null ? commands : [...before.commands, ...commands],
      endCursor: pageInfo.endCursor,
      hasMore: pageInfo.hasNextPage,
    }));
  };
  const readFirst = useEffectEvent(() => void read(null));
  useEffect(() => {
    const soon = setTimeout(() => readFirst(), 0);
    return () => clearTimeout(soon);
  }, [q]);
  useReread(() => void read(null));
  useLiveFeed(
    Commands_ChangedSubscription,
    { deviceId, batchId },
    {
      seqOf: (message) => message.commandChanged.seq,
      onMessage: (message) => {
        const command = getFragmentData(CommandRow_CommandFragment, message.commandChanged.command);
        setListed(
          (before) =>
            before && {
              ...before,
              commands: patched(before.commands, command),
            },
        );
        onChange?.();
      },
    },
  );
  return {
    listed,
    error,
    isReading,
    readAgain: () => void read(null),
    readOlder: () => void read(listed?.endCursor ?? null),
  };
}

/** The list with a newer state of one of its commands, or with one more on top. */
export function patched(commands: readonly CommandFacts[], command: CommandFacts): readonly CommandFacts[] {
  if (commands.some(({ id }) => id === command.id)) {
    return commands.map((each) => (each.id === command.id ? command : each));
  }
  return [command, ...commands].toSorted((a, b) => (a.queuedAt < b.queuedAt ? 1 : -1));
}
