/**
 * The facts a row of the device list shows. Page query and live feed select the same fragment, so a patch can never
 * leave a row with half of its facts old.
 */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

export const DeviceRow_DeviceFragment = graphql(`
  fragment DeviceRow_DeviceFragment on Device {
    id
    name
    kind
    trust
    phase
    state
    stateSince
    stateReason
    channel
    labels {
      key
      value
    }
    domain {
      id
      name
      slug
      path
    }
    location {
      id
      name
    }
    connectivity {
      mode
      since
      lastSeenAt
      linkQuality {
        rttMs
        lossPct
        bandwidthKbps
      }
    }
    reported {
      agentVersion
    }
  }
`);

/** One row of the device list. */
export type DeviceFacts = ResultOf<typeof DeviceRow_DeviceFragment>;
