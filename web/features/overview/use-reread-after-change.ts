'use client';
/** Reads figures again some seconds after devices changed: figures nobody pushes, which need not be of this second. */
import { useEffect, useRef } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';

const SETTLE_MS = 5_000;

const Overview_ChangedSubscription = graphql(`
  subscription Overview_ChangedSubscription {
    spectrumChanged {
      seq
    }
  }
`);

/** At most once in five seconds, however much changes. */
export function useRereadAfterChange(reread: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveFeed(
    Overview_ChangedSubscription,
    {},
    {
      onMessage: () => {
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          reread();
        }, SETTLE_MS);
      },
    },
  );
  useEffect(() => () => clearTimeout(timer.current), []);
}
