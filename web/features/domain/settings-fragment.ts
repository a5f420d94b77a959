/** All settings of a domain, as its own and as the ones it inherits from; both select the same. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';

/** Every value that holds, and the names of those that the domain sets itself. */
export const DomainSettings_Fragment = graphql(`
  fragment DomainSettings_SettingsFragment on DomainSettings {
    delayedAfterIntervals
    edgeCachedAfterIntervals
    disconnectedAfterIntervals
    autonomyBudgetS
    recoverAfterHeartbeats
    degradedRttMs
    degradedLossPct
    degradedBandwidthKbps
    clonePolicy
    certificateGraceS
    replayBudgetRecordsPerS
    pinnedAgentVersion
    compatibilityWindow
    stalePolicyAfterS
    clockSkewMaxS
    cardinalityBudget
    fourEyesAboveDevices
    fourEyesAbovePct
    commandConcurrencyMax
    setHere
  }
`);

/** The settings as the form reads them. */
export type SettingsFacts = Omit<ResultOf<typeof DomainSettings_Fragment>, '__typename'>;
