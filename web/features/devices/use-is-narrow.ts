'use client';
/** Whether the window is that of a phone, where a table cannot be read and a list takes its place. */
import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 639px)';

/** True below 640 pixels; shells are rendered as if wide. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(QUERY).matches,
    () => false,
  );
}

function subscribe(changed: () => void): () => void {
  const query = matchMedia(QUERY);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
