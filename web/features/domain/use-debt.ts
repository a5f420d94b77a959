'use client';
/**
 * The last hour of a domain's backlog by the domains below it, and how many of its devices were away meanwhile. Each
 * part is asked for by itself and read again every half minute: the trend has a point per minute.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useReread } from '../../live/use-live-query.ts';
import { minutesOf } from '../health/signal-words.ts';
import { countsOf, Spectrum_Fragment, totalOfCounts } from '../overview/spectrum-facts.ts';
import type { DebtBand } from './debt-stack.ts';

const DebtTimeline_DomainQuery = graphql(`
  query DebtTimeline_DomainQuery($id: ID!, $from: DateTime!, $to: DateTime!) {
    domain(id: $id) {
      id
      name
      children {
        id
        name
        spectrum {
          ...Spectrum_SpectrumFragment
        }
      }
    }
    spectrumHistory(domainId: $id, from: $from, to: $to) {
      at
      buckets {
        state
        count
      }
    }
  }
`);

const DebtTimeline_BacklogQuery = graphql(`
  query DebtTimeline_BacklogQuery($domainId: ID!) {
    fleetHealth(domainId: $domainId) {
      name
      trend {
        at
        value
      }
    }
  }
`);

const MINUTES = 60;
const MINUTE_MS = 60_000;
const READ_AGAIN_MS = 30_000;
/** Bands that can be told apart; the smaller domains become one. */
const BANDS_MAX = 5;

/** What the timeline is drawn from. */
export interface Debt {
  bands: readonly DebtBand[];
  /** Per minute, oldest first. */
  heard: readonly { away: number; total: number }[];
}

/** The debt, or why it is not known; `retry` asks again. */
export function useDebt(domainId: string) {
  const client = useClient();
  const [debt, setDebt] = useState<Debt>();
  const [error, setError] = useState<CombinedError>();
  const read = async () => {
    const now = Date.now();
    const network = { requestPolicy: 'network-only' } as const;
    const window = { from: new Date(now - MINUTES * MINUTE_MS).toISOString(), to: new Date(now).toISOString() };
    const { data, error: failure } = await client
      .query(DebtTimeline_DomainQuery, { id: domainId, ...window }, network)
      .toPromise();
    if (!data?.domain) return setError(failure);
    const children = data.domain.children
      .map(({ id, name, spectrum }) => ({ id, name, size: getFragmentData(Spectrum_Fragment, spectrum).total }))
      .toSorted((a, b) => b.size - a.size);
    const shown = children.slice(0, BANDS_MAX);
    const backlogs = await Promise.all(
      [domainId, ...shown.map(({ id }) => id)].map(async (id) => {
        const answer = await client.query(DebtTimeline_BacklogQuery, { domainId: id }, network).toPromise();
        const backlog = answer.data?.fleetHealth.find(({ name }) => name === 'backlog');
        return minutesOf(backlog?.trend ?? [], now);
      }),
    );
    const [whole = [], ...parts] = backlogs;
    const named = shown.map(({ name }, index) => ({ name, values: parts[index] ?? [] }));
    const rest = {
      name: children.length > shown.length ? 'Others' : data.domain.name,
      values: withoutAll(whole, parts),
    };
    setError(undefined);
    setDebt({ bands: [...named, rest], heard: heardOf(data.spectrumHistory, now) });
  };
  const readNow = useEffectEvent(() => void read());
  useEffect(() => {
    const soon = setTimeout(() => readNow(), 0);
    const again = setInterval(() => {
      if (document.visibilityState === 'visible') readNow();
    }, READ_AGAIN_MS);
    return () => {
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [domainId]);
  useReread(() => void read());
  return { debt, error, retry: () => void read() };
}

/** What is left of the whole without its parts: devices that belong to the domain itself, or to small ones below. */
function withoutAll(whole: readonly (number | null)[], parts: readonly (readonly (number | null)[])[]) {
  return whole.map((value, at) => {
    const rest = (value ?? 0) - parts.reduce((sum, part) => sum + (part[at] ?? 0), 0);
    // Sampled at different moments, the parts can be more than the whole.
    return value === null ? null : Math.max(0, rest);
  });
}

type Buckets = Parameters<typeof countsOf>[0];

function heardOf(points: readonly { at: string; buckets: Buckets }[], now: number) {
  const last = Math.floor(now / MINUTE_MS);
  const byMinute = new Map(
    points.map(({ at, buckets }) => [Math.floor(Date.parse(at) / MINUTE_MS), countsOf(buckets)]),
  );
  return Array.from({ length: MINUTES }, (_, index) => {
    const counts = byMinute.get(last - MINUTES + 1 + index) ?? {};
    return { away: counts.DISCONNECTED ?? 0, total: totalOfCounts(counts) };
  });
}
