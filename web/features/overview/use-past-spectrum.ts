'use client';
/** The spectrum of a scope at a moment of the past, from the log: it does not change any more. */
import { useMemo, useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { type Counts, countsOf, Spectrum_Fragment } from './spectrum-facts.ts';

const SpectrumPanel_AsOfQuery = graphql(`
  query SpectrumPanel_AsOfQuery($at: DateTime!, $domainId: ID) {
    fleetAsOf(at: $at, domainId: $domainId) {
      ...Spectrum_SpectrumFragment
    }
  }
`);

/**
 * Nothing is asked for while the moment is null. While the slider moves on, the counts of the moment before stay: a
 * skeleton at each step would show nothing at all.
 */
export function usePastSpectrum(domainId: string | null, moment: number | null) {
  const variables = { at: new Date(moment ?? 0).toISOString(), domainId };
  const { data, error, retry } = useLiveQuery(SpectrumPanel_AsOfQuery, variables, { pause: moment === null });
  const counts = useMemo(
    () => (data ? countsOf(getFragmentData(Spectrum_Fragment, data.fleetAsOf).buckets) : undefined),
    [data],
  );
  const [last, setLast] = useState<Counts>();
  if (counts !== undefined && counts !== last) setLast(counts);
  return { counts: counts ?? (error ? undefined : last), error, retry };
}
