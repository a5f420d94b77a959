'use client';
/** Which devices of a rollout are listed: of which wave, in which bucket. It stands in the URL. */
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { buckets } from './rollout-words.ts';

const parsers = {
  wave: parseAsInteger,
  bucket: parseAsStringLiteral(buckets.map(({ bucket }) => bucket)),
};

/** The filter and how to change it. Waves count from 1 in the URL, as on the page. */
export function useTargetFilter() {
  const [{ wave, bucket }, setUrl] = useQueryStates(parsers, { history: 'replace' });
  const set = (change: { wave?: number | null; bucket?: (typeof buckets)[number]['bucket'] | null }) =>
    void setUrl({
      ...(change.bucket !== undefined && { bucket: change.bucket }),
      ...(change.wave !== undefined && { wave: change.wave === null ? null : change.wave + 1 }),
    });
  return { wave: wave === null ? null : wave - 1, bucket, set };
}
