'use client';
/** The spectrum of a scope, read once and then kept current by the feed, at most once a second. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Spectrum_Fragment } from './spectrum-facts.ts';

const SpectrumPanel_SpectrumQuery = graphql(`
  query SpectrumPanel_SpectrumQuery($domainId: ID) {
    spectrum(domainId: $domainId) {
      ...Spectrum_SpectrumFragment
    }
  }
`);

const SpectrumPanel_ChangedSubscription = graphql(`
  subscription SpectrumPanel_ChangedSubscription($domainId: ID) {
    spectrumChanged(domainId: $domainId) {
      seq
      spectrum {
        ...Spectrum_SpectrumFragment
      }
    }
  }
`);

/** The newest counts known, from whichever way they came; `isOff` while the scope is not known yet. */
export function useSpectrum(domainId: string | null, isOff: boolean) {
  const { data, error, retry } = useLiveQuery(SpectrumPanel_SpectrumQuery, { domainId }, { pause: isOff });
  const [pushed, setPushed] = useState<{ domainId: string | null; spectrum: Spectrum }>();
  useLiveFeed(
    SpectrumPanel_ChangedSubscription,
    { domainId },
    {
      isOff,
      seqOf: (message) => message.spectrumChanged.seq,
      onMessage: (message) =>
        setPushed({ domainId, spectrum: getFragmentData(Spectrum_Fragment, message.spectrumChanged.spectrum) }),
    },
  );
  const read = data && getFragmentData(Spectrum_Fragment, data.spectrum);
  const live = pushed?.domainId === domainId ? pushed.spectrum : undefined;
  const spectrum = read && live ? (live.asOf >= read.asOf ? live : read) : (live ?? read);
  return { spectrum, error, retry };
}

type Spectrum = ResultOf<typeof Spectrum_Fragment>;
