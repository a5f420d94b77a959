'use client';
/**
 * A subscription that follows the feed: closed while the feed is paused or the tab asleep, opened again afterwards.
 * Messages go to a callback and not into React state, since some of them come many times a second.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from 'urql';
import { feed } from './feed.ts';
import { followSubscription } from './follow-subscription.ts';

interface LiveFeedOptions<Data> {
  onMessage: (data: Data) => void;
  /** The server's number of the message: one that is skipped makes everything visible read itself again. */
  seqOf?: (data: Data) => number;
  onError?: (error: CombinedError) => void;
  isOff?: boolean;
}

/** Listens for as long as the component lives. A refused subscription is tried again after a while. */
export function useLiveFeed<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: LiveFeedOptions<Data>,
): void {
  const client = useClient();
  const isRunning = useSyncExternalStore(feed.subscribe, feed.isRunning, () => false);
  const tell = useEffectEvent((data: Data) => options.onMessage(data));
  const complain = useEffectEvent((error: CombinedError) => options.onError?.(error));
  const numberOf = useEffectEvent((data: Data) => options.seqOf?.(data));
  const key = JSON.stringify(variables);
  const isOpen = isRunning && options.isOff !== true;
  useEffect(() => {
    if (!isOpen) return undefined;
    return followSubscription(client, {
      document,
      // Compared and carried by value, since callers make their variables anew at every render.
      variables: JSON.parse(key) as Variables,
      onMessage: (data) => tell(data),
      onError: (error) => complain(error),
      seqOf: (data) => numberOf(data),
    });
  }, [client, document, key, isOpen]);
}
