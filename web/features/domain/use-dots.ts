'use client';
/** The devices of a domain as dots: the first page read once, each change patched in, and never more than one redraw a frame. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import type { ConnectivityMode, TrustState } from '../../gql/graphql.ts';
import { displayStateOf } from '../../live/display-state.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import type { Dot } from './dot-matrix.tsx';

const TopologyPanel_DevicesQuery = graphql(`
  query TopologyPanel_DevicesQuery($q: String!) {
    devices(first: 200, q: $q, sort: "state") {
      totalCount
      edges {
        node {
          id
          name
          trust
          connectivity {
            mode
          }
        }
      }
    }
  }
`);

const TopologyPanel_ChangesSubscription = graphql(`
  subscription TopologyPanel_ChangesSubscription($q: String!) {
    deviceChanged(q: $q) {
      seq
      matches
      device {
        id
        name
        trust
        connectivity {
          mode
        }
      }
    }
  }
`);

type Row = { id: string; name: string; trust: TrustState; connectivity: { mode: ConnectivityMode } };

type Changes = ReadonlyMap<string, Dot | null>;
const noChanges: Changes = new Map();

/** The dots, how many devices there are in all, and how the reading is doing. */
export function useDots(q: string) {
  const { data, error, retry } = useLiveQuery(TopologyPanel_DevicesQuery, { q });
  const [heard, setHeard] = useState<{ since: typeof data; changes: Changes }>({
    since: undefined,
    changes: noChanges,
  });
  const waiting = useRef(new Map<string, Dot | null>());
  const frame = useRef(0);
  const flush = () => {
    const news = [...waiting.current];
    waiting.current.clear();
    frame.current = 0;
    // A new reading is newer than every change heard before it.
    setHeard((before) => ({
      since: data,
      changes: new Map([...(before.since === data ? before.changes : noChanges), ...news]),
    }));
  };
  useLiveFeed(
    TopologyPanel_ChangesSubscription,
    { q },
    {
      seqOf: (message) => message.deviceChanged.seq,
      onMessage: ({ deviceChanged: { device, matches } }) => {
        waiting.current.set(device.id, matches ? dotOf(device) : null);
        frame.current ||= requestAnimationFrame(flush);
      },
    },
  );
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const changes = heard.since === data ? heard.changes : noChanges;
  const dots = useMemo(() => {
    const known = new Map(data?.devices.edges.map(({ node }) => [node.id, dotOf(node)] as const));
    for (const [id, dot] of changes) {
      if (dot === null) known.delete(id);
      else known.set(id, dot);
    }
    return data && [...known.values()];
  }, [data, changes]);
  return { dots, totalCount: data?.devices.totalCount ?? 0, error, retry };
}

function dotOf(row: Row): Dot {
  return { id: row.id, name: row.name, state: displayStateOf(row) };
}
