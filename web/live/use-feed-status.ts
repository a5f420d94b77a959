'use client';
/** The status of the feed for components: it ticks while shown, and re-renders only when its words change. */
import { useSyncExternalStore } from 'react';
import { subscribeToTicks } from '../ui/ticker.ts';
import { feed } from './feed.ts';
import { isOld, whyNoDestruction } from './feed-status.ts';
import { feedMeaning, feedText } from './feed-text.ts';

/** The badge's kind, words and meaning. */
export function useFeedBadge(): { kind: string; text: string; meaning: string } {
  // One string as the snapshot: objects made anew would never compare as equal.
  const snapshot = useSyncExternalStore(subscribe, readBadge, () => 'QUIET|NO FEED|');
  const [kind = 'QUIET', text = '', meaning = ''] = snapshot.split('|');
  return { kind, text, meaning };
}

/** Whether what is on the page is too old to be taken for the present. */
export function useIsFeedOld(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isOld(feed.status()),
    () => false,
  );
}

/** Why destructive actions are off now; undefined when they are not. */
export function useDestructionBlock(): string | undefined {
  return useSyncExternalStore(
    subscribe,
    () => whyNoDestruction(feed.status()),
    () => undefined,
  );
}

function readBadge(): string {
  const status = feed.status();
  return `${status.kind}|${feedText(status)}|${feedMeaning(status)}`;
}

function subscribe(listener: () => void): () => void {
  const stops = [subscribeToTicks(listener), feed.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}
