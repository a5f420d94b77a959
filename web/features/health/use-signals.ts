'use client';
/** The signals of a scope: those of the fleet, live, and that of the intake, which is another service's and read beside. */
import { useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { HealthSignal_Fragment, type SignalFacts } from './signal-fragment.ts';

const Health_SignalsQuery = graphql(`
  query Health_SignalsQuery($domainId: ID) {
    fleetHealth(domainId: $domainId) {
      ...HealthSignal_HealthSignalFragment
    }
  }
`);

const Health_IngestQuery = graphql(`
  query Health_IngestQuery($domainId: ID) {
    ingestHealth(domainId: $domainId) {
      ...HealthSignal_HealthSignalFragment
    }
  }
`);

const Health_ChangedSubscription = graphql(`
  subscription Health_ChangedSubscription($domainId: ID) {
    fleetHealthChanged(domainId: $domainId) {
      seq
      signals {
        ...HealthSignal_HealthSignalFragment
      }
    }
  }
`);

/** All signals in the order of the API; undefined until they were read. A failing intake leaves the others standing. */
export function useSignals(domainId: string | null, isOff: boolean) {
  const { data, error, retry } = useLiveQuery(Health_SignalsQuery, { domainId }, { pause: isOff });
  const ingest = useLiveQuery(Health_IngestQuery, { domainId }, { pause: isOff });
  const [pushed, setPushed] = useState<{ since: typeof data; domainId: string | null; signals: SignalFacts[] }>();
  useLiveFeed(
    Health_ChangedSubscription,
    { domainId },
    {
      isOff,
      seqOf: (message) => message.fleetHealthChanged.seq,
      onMessage: ({ fleetHealthChanged: { signals } }) =>
        setPushed({
          since: data,
          domainId,
          signals: signals.map((each) => getFragmentData(HealthSignal_Fragment, each)),
        }),
    },
  );
  const isPushedNewer = pushed?.domainId === domainId && pushed.since === data;
  const read = data?.fleetHealth.map((each) => getFragmentData(HealthSignal_Fragment, each));
  const fleet = isPushedNewer ? pushed.signals : read;
  const intake = ingest.data ? [getFragmentData(HealthSignal_Fragment, ingest.data.ingestHealth)] : [];
  return {
    signals: fleet && [...fleet, ...intake],
    error,
    intakeError: ingest.error,
    retry: () => {
      retry();
      ingest.retry();
    },
  };
}
