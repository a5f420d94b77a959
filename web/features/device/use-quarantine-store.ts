'use client';
/**
 * What a device sent while it was quarantined: reports and journal records kept by the fleet, telemetry kept beside the
 * measurements. Both are read page by page, and decisions on either read them again.
 */
import { useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { feed } from '../../live/feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { toast } from '../../ui/toast.tsx';

const QuarantineTab_ItemsQuery = graphql(`
  query QuarantineTab_ItemsQuery($deviceId: ID!, $first: Int!) {
    quarantinedItems(deviceId: $deviceId, first: $first) {
      totalCount
      edges {
        node {
          id
          kind
          payload
          bytes
          divertedAt
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const QuarantineTab_TelemetryQuery = graphql(`
  query QuarantineTab_TelemetryQuery($deviceId: ID!, $first: Int!) {
    quarantinedTelemetry(deviceId: $deviceId, first: $first) {
      totalCount
      edges {
        node {
          id
          epoch
          fromSeq
          toSeq
          records
          series
          firstAt
          lastAt
          bytes
          divertedAt
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const QuarantineTab_ReleaseItems = graphql(`
  mutation QuarantineTab_ReleaseItemsMutation($ids: [ID!], $deviceId: ID) {
    releaseQuarantined(ids: $ids, deviceId: $deviceId) {
      items
    }
  }
`);

const QuarantineTab_DiscardItems = graphql(`
  mutation QuarantineTab_DiscardItemsMutation($ids: [ID!], $deviceId: ID) {
    discardQuarantined(ids: $ids, deviceId: $deviceId) {
      items
    }
  }
`);

const QuarantineTab_ReleaseTelemetry = graphql(`
  mutation QuarantineTab_ReleaseTelemetryMutation($ids: [ID!], $deviceId: ID) {
    releaseQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)
  }
`);

const QuarantineTab_DiscardTelemetry = graphql(`
  mutation QuarantineTab_DiscardTelemetryMutation($ids: [ID!], $deviceId: ID) {
    discardQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)
  }
`);

/** Which store, what to do, and with what: some things, or all of the device. */
export interface QuarantineOrder {
  store: 'items' | 'telemetry';
  verb: 'Release' | 'Discard';
  ids: readonly string[] | null;
}

const PAGE_SIZE = 50;
const PAGE_MAX = 200;

/** Both stores of a device, and how to decide on what is in them. */
export function useQuarantineStore(deviceId: string) {
  const client = useClient();
  const [itemsWanted, setItemsWanted] = useState(PAGE_SIZE);
  const [batchesWanted, setBatchesWanted] = useState(PAGE_SIZE);
  const items = useLiveQuery(QuarantineTab_ItemsQuery, { deviceId, first: itemsWanted });
  const telemetry = useLiveQuery(QuarantineTab_TelemetryQuery, { deviceId, first: batchesWanted });
  const decide = async ({ store, verb, ids }: QuarantineOrder) => {
    const variables = ids === null ? { deviceId } : { ids: [...ids] };
    const run = async <Data, Variables extends AnyVariables>(
      document: TypedDocumentNode<Data, Variables>,
      given: Variables,
    ): Promise<void> => {
      const { error } = await client.mutation(document, given).toPromise();
      if (error !== undefined) throw new Error(describeFailure(error).message);
    };
    if (store === 'items' && verb === 'Release') await run(QuarantineTab_ReleaseItems, variables);
    else if (store === 'items') await run(QuarantineTab_DiscardItems, variables);
    else if (verb === 'Release') await run(QuarantineTab_ReleaseTelemetry, variables);
    else await run(QuarantineTab_DiscardTelemetry, variables);
    toast({ title: verb === 'Release' ? 'Released: it counts as if it had come now' : 'Discarded' });
    feed.reread();
  };
  const grow = (wanted: number) => Math.min(PAGE_MAX, wanted + PAGE_SIZE);
  return {
    items,
    telemetry,
    decide,
    showMoreItems: itemsWanted < PAGE_MAX ? () => setItemsWanted(grow) : undefined,
    showMoreTelemetry: batchesWanted < PAGE_MAX ? () => setBatchesWanted(grow) : undefined,
  };
}
