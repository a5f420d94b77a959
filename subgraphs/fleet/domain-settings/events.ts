/** What can happen to the settings of a domain, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** How devices of a domain are judged and what they may do. A domain inherits from its parent what it does not set. */
export type DomainSettings = {
  /** Silence in assigned intervals after which LIVE is DELAYED. */
  readonly delayedAfterIntervals: number;
  /** Silence in assigned intervals after which a device that synchronises periodically is EDGE_CACHED. */
  readonly edgeCachedAfterIntervals: number;
  /** Silence in assigned intervals after which a device that did not declare autonomy is DISCONNECTED. */
  readonly disconnectedAfterIntervals: number;
  /** How long a device that may be on its own stays AUTONOMOUS before it is DISCONNECTED, in seconds. */
  readonly autonomyBudgetS: number;
  /** Punctual heartbeats that a device needs to come one step nearer. */
  readonly recoverAfterHeartbeats: number;
  /** Round trip from which a link counts as bad, in milliseconds. */
  readonly degradedRttMs: number;
  /** Loss from which a link counts as bad, in percent. */
  readonly degradedLossPct: number;
  /** Bandwidth below which a link counts as bad, in kbit/s. */
  readonly degradedBandwidthKbps: number;
  /** What follows when two agents use one identity. */
  readonly clonePolicy: 'ALERT' | 'QUARANTINE';
  /** How long after the end of its certificate a device may prove itself by its key, in seconds. */
  readonly certificateGraceS: number;
  /** Replayed records a second that a site may send. */
  readonly replayBudgetRecordsPerS: number;
  /** The release its agents should run; null while none is pinned. */
  readonly pinnedAgentVersion: string | null;
  /** Minor versions an agent may differ from the pinned release. */
  readonly compatibilityWindow: number;
  /** Age from which the policy a device works by counts as stale, in seconds. */
  readonly stalePolicyAfterS: number;
  /** Difference of clocks that is still well, in seconds. */
  readonly clockSkewMaxS: number;
  /** Series that a device may have. */
  readonly cardinalityBudget: number;
  /** Commands to more devices than this need a second person. */
  readonly fourEyesAboveDevices: number;
  /** Commands to more than this share of the domain need a second person, in percent. */
  readonly fourEyesAbovePct: number;
  /** Commands that may run in the domain at a time. */
  readonly commandConcurrencyMax: number;
};

/** A person changed what the domain sets. `settings` is all that it sets itself from then on; the rest is inherited. */
export type DomainSettingsChanged = Event<
  'DomainSettingsChanged',
  { readonly domainId: string; readonly settings: Partial<DomainSettings> }
>;

/** Every fact of the stream `domain_settings-<domainId>`. */
export type DomainSettingsEvent = DomainSettingsChanged;
