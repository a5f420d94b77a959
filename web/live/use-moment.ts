'use client';
/** The moment of the past that a page shows: it stands in the URL as `at`, so that a link shows the same moment. */
import { parseAsIsoDateTime, useQueryState } from 'nuqs';

/** The moment in milliseconds, held within the window of the page; null for the present. */
export function useMoment({ from, to }: { from: number; to: number }) {
  const [at, setAt] = useQueryState('at', parseAsIsoDateTime.withOptions({ history: 'replace', throttleMs: 300 }));
  return {
    moment: at === null ? null : Math.min(to, Math.max(from, at.getTime())),
    setMoment: (ms: number | null) => void setAt(ms === null ? null : new Date(ms)),
  };
}
