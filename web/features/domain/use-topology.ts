'use client';
/**
 * Which way the devices of a domain are reached, read anew some seconds after devices changed: the server groups and
 * counts, and ten thousand devices are never counted here.
 */
import { graphql } from '../../gql/gql.ts';
import type { TopologyPanel_TopologyQueryQuery } from '../../gql/graphql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { useRereadAfterChange } from '../overview/use-reread-after-change.ts';

const TopologyPanel_TopologyQuery = graphql(`
  query TopologyPanel_TopologyQuery($domainId: ID!, $dots: Int!) {
    topology(domainId: $domainId, dots: $dots) {
      relays {
        relay {
          id
          health
          healthSince
          deviceCount
          awayCount
          rttMs
          lossPct
          device {
            id
            name
            trust
            connectivity {
              mode
            }
          }
        }
        devices {
          total
          counts {
            state
            count
          }
          dots {
            deviceId
            name
            state
          }
          remainder
        }
      }
      direct {
        total
        counts {
          state
          count
        }
        dots {
          deviceId
          name
          state
        }
        remainder
      }
    }
  }
`);

/** Dots for each way; what is beyond is counted. */
const DOTS_MAX = 240;

/** A relay with the devices behind it. */
export type RelayFacts = TopologyPanel_TopologyQueryQuery['topology']['relays'][number];

/** Devices that are reached the same way. */
export type GroupFacts = TopologyPanel_TopologyQueryQuery['topology']['direct'];

/** The topology as it was last read. */
export function useTopology(domainId: string) {
  const { data, error, retry } = useLiveQuery(TopologyPanel_TopologyQuery, { domainId, dots: DOTS_MAX });
  useRereadAfterChange(retry);
  return { topology: data?.topology, error, retry };
}
