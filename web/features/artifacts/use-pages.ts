'use client';
/** Reads a list page by page: the first stays true by itself, later ones are read on demand and put behind it. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { useLiveQuery } from '../../live/use-live-query.ts';

interface Connection<Node> {
  edges: readonly { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Which list, and how it is found in an answer. */
export interface PageSource<Data, Variables, Node> {
  query: TypedDocumentNode<Data, Variables & { after?: string | null }>;
  connectionOf: (data: Data) => Connection<Node> | undefined;
}

interface Later<Node> {
  key: string;
  nodes: readonly Node[];
  endCursor: string | null;
  hasMore: boolean;
}

/** What was read so far; null before the first page. Another list, or another first page, lets go of the later ones. */
export function usePages<Data, Variables extends object, Node>(
  source: PageSource<Data, Variables, Node>,
  variables: Variables,
  options: { pause?: boolean } = {},
) {
  const client = useClient();
  const { data, error, retry } = useLiveQuery(source.query, { ...variables, after: null }, options);
  const [known, setKnown] = useState<Later<Node> | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [laterError, setLaterError] = useState<CombinedError>();
  const first = data && source.connectionOf(data);
  const key = `${JSON.stringify(variables)} ${first?.pageInfo.endCursor ?? ''}`;
  const later = known?.key === key ? known : null;
  const endCursor = later?.endCursor ?? first?.pageInfo.endCursor ?? null;

  const readMore = async () => {
    setIsReading(true);
    const answer = await client.query(source.query, { ...variables, after: endCursor }).toPromise();
    setIsReading(false);
    const page = answer.data && source.connectionOf(answer.data);
    setLaterError(page === undefined ? answer.error : undefined);
    if (page === undefined) return;
    const nodes = [...(later?.nodes ?? []), ...page.edges.map(({ node }) => node)];
    setKnown({ key, nodes, endCursor: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage });
  };
  return {
    nodes: first === undefined ? null : [...first.edges.map(({ node }) => node), ...(later?.nodes ?? [])],
    hasMore: later?.hasMore ?? first?.pageInfo.hasNextPage ?? false,
    error: error ?? laterError,
    isReading,
    retry,
    readMore: () => void readMore(),
  };
}
