'use client';
/** A query that stays true: read from the cache at once, from the API always, and again after messages were missed. */
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import { type AnyVariables, type TypedDocumentNode, useQuery, type UseQueryResponse } from 'urql';
import { feed } from './feed.ts';

/** As urql's `useQuery`, with `retry` for the button of a failed panel. */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { pause?: boolean } = {},
): UseQueryResponse<Data, Variables>[0] & { retry: () => void } {
  const [result, execute] = useQuery<Data, Variables>({
    query,
    variables,
    pause: options.pause ?? false,
    requestPolicy: 'cache-and-network',
  });
  const retry = () => execute({ requestPolicy: 'network-only' });
  useReread(retry, options.pause ?? false);
  return { ...result, retry };
}

/** Calls back whenever messages may have been missed and what is shown must be read again. */
export function useReread(reread: () => void, isOff = false): void {
  const epoch = useSyncExternalStore(feed.subscribe, feed.epoch, () => 0);
  const seen = useRef(epoch);
  const act = useEffectEvent(() => {
    if (!isOff) reread();
  });
  useEffect(() => {
    if (seen.current === epoch) return;
    seen.current = epoch;
    act();
  }, [epoch]);
}
