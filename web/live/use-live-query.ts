'use client';
/**
 * A query that stays true: read from the cache at once, from the API always, and again after messages were missed. A
 * reading that fails takes nothing away: what was known before is still known, and its age says how old it is.
 */
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
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
  const data = useLastKnown(result, JSON.stringify(variables));
  return { ...result, ...(data !== undefined && { data }), retry };
}

/** The newest data there ever was for these variables: the client lets go of it when a later reading fails. */
function useLastKnown<Data, Variables extends AnyVariables>(
  { data, operation }: UseQueryResponse<Data, Variables>[0],
  key: string,
): Data | undefined {
  const [known, setKnown] = useState<{ key: string; data: Data }>();
  const isOfNow = operation !== undefined && JSON.stringify(operation.variables) === key;
  if (isOfNow && data && known?.data !== data) setKnown({ key, data });
  return data ?? (known?.key === key ? known.data : undefined);
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
