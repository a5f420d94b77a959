/**
 * What can happen to a device, as facts. Other subgraphs read these through `@flotilla/fleet/events`. No fact holds
 * a secret: certificates and public keys are public, private keys never leave the device.
 */
import type { Event } from '@flotilla/kernel/event';
import type { LifecyclePhase } from '../lifecycle/phase.ts';

/** Immutable id of a device, across all its lifetimes. */
export type DeviceId = string & { readonly flavour?: 'DeviceId' };

/** What sort of compute element a device is. */
export type DeviceKind = 'EDGE' | 'DC' | 'GATEWAY' | 'RELAY' | 'VIRTUAL';

/** May the device take part? */
export type TrustState = 'PENDING' | 'TRUSTED' | 'QUARANTINED' | 'REVOKED';

/** One key and value that an operator or a token put on a device. */
export type Label = { readonly key: string; readonly value: string };

/**
 * The whole truth about who a device is believed to be, after the fact that carries it. Every event that changes
 * trust or certificates carries it completely, so a reader needs no earlier event: a call is genuine when its
 * certificate's fingerprint is in `fingerprints`, and may take part as `trust` says.
 */
export type TrustFacts = {
  readonly deviceId: DeviceId;
  readonly trust: TrustState;
  /** SHA-256 of each certificate that is accepted now, lower-case hex of the DER; empty when none is. */
  readonly fingerprints: readonly string[];
};

/** A certificate as it was issued. */
export type IssuedCertificate = {
  readonly serial: string;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly notBefore: string;
  /** RFC 3339. */
  readonly notAfter: string;
  readonly pem: string;
  /** Base64 of the SubjectPublicKeyInfo the certificate is bound to. */
  readonly publicKey: string;
};

/** Where an operator put a device and how it is described. */
export type Placement = {
  readonly domainId: string;
  readonly locationId: string | null;
};

/** Whether one source of the agent's knowledge works. */
export type CollectorReport = {
  readonly name: string;
  readonly state: 'OK' | 'MISSING' | 'FAILING';
  readonly reason: string | null;
};

/** What a device says it is made of. */
export type InventoryReport = {
  readonly cpu: string | null;
  readonly cpuCores: number | null;
  readonly ramBytes: number | null;
  readonly storageBytes: number | null;
  readonly gpus: readonly string[];
  readonly os: string | null;
  readonly kernel: string | null;
  readonly hostname: string | null;
  readonly collectors: readonly CollectorReport[];
};

/** A device redeemed an enrollment token and showed its public key. It waits for a decision. */
export type DeviceClaimed = Event<
  'DeviceClaimed',
  TrustFacts &
    Placement & {
      readonly name: string;
      readonly kind: DeviceKind;
      readonly labels: readonly Label[];
      readonly channel: string;
      readonly enrollmentTokenId: string;
      /** Base64 of the SubjectPublicKeyInfo of the key the device made. */
      readonly publicKey: string;
      readonly bootId: string;
      readonly agentVersion: string;
    }
>;

/** A person or a rule let the device take part. `ruleName` is null when a person did. */
export type DeviceApproved = Event<
  'DeviceApproved',
  TrustFacts & { readonly approvedBy: string; readonly ruleId: string | null; readonly ruleName: string | null }
>;

/** A person refused a pending device. Final. */
export type DeviceDenied = Event<'DeviceDenied', TrustFacts & { readonly reason: string }>;

/** A person ended the trust in a device. Final; its certificates are refused from its next call on. */
export type DeviceRevoked = Event<'DeviceRevoked', TrustFacts & { readonly reason: string }>;

/** A certificate was issued. The one in use before stays accepted until the new one is first used. */
export type DeviceCertificateIssued = Event<
  'DeviceCertificateIssued',
  TrustFacts & { readonly certificate: IssuedCertificate }
>;

/** The newest certificate was used for the first time, so the one before it is refused from now on. */
export type DeviceCertificateConfirmed = Event<'DeviceCertificateConfirmed', TrustFacts & { readonly serial: string }>;

/** The first heartbeat of an enrolled device. */
export type DeviceActivated = Event<'DeviceActivated', { readonly deviceId: DeviceId }>;

/** A heartbeat came from another version of the agent than the one before. */
export type DeviceAgentChanged = Event<
  'DeviceAgentChanged',
  { readonly deviceId: DeviceId; readonly agentVersion: string; readonly previousVersion: string }
>;

/** An operator gave the device another name. */
export type DeviceRenamed = Event<
  'DeviceRenamed',
  { readonly deviceId: DeviceId; readonly name: string; readonly previousName: string }
>;

/** An operator replaced the labels of the device. */
export type DeviceRelabelled = Event<
  'DeviceRelabelled',
  { readonly deviceId: DeviceId; readonly labels: readonly Label[] }
>;

/** The device takes its software from another channel from now on: it was told to, and did. */
export type DeviceChannelChanged = Event<
  'DeviceChannelChanged',
  { readonly deviceId: DeviceId; readonly channel: string; readonly previousChannel: string }
>;

/** An operator moved the device to another domain or location. */
export type DeviceMoved = Event<
  'DeviceMoved',
  {
    readonly deviceId: DeviceId;
    /**
     * What is added from now on to the authority epoch of its domain, so that the epoch the device sees rises also where
     * the domain it came to has a lower one. Absent: as before.
     */
    readonly authorityEpochBase?: number;
  } & Placement
>;

/** The device reported an inventory that differs from the last one. */
export type DeviceInventoryReported = Event<
  'DeviceInventoryReported',
  { readonly deviceId: DeviceId; readonly contentHash: string; readonly inventory: InventoryReport }
>;

/** Why a device was quarantined: a person, a suspected clone, or what its replay held. */
export type QuarantineCause = 'OPERATOR' | 'CLONE' | 'REPLAY';

/** What a device sent while it was quarantined. */
export type DivertedKind = 'TELEMETRY' | 'REPORT' | 'EVENTS';

/** Why a device counts as degraded. */
export type DegradedCode =
  | 'VERSION_SKEW'
  | 'MISSING_CAPABILITY'
  | 'FAILING_COLLECTOR'
  | 'CARDINALITY_BUDGET'
  | 'STALE_POLICY'
  | 'CLOCK_SKEW'
  | 'HEALTH';

/** One reason for concern, with the numbers behind it. */
export type DegradedReason = { readonly code: DegradedCode; readonly detail: string };

/** How long a retired device is kept: a year, or seven where it is evidence. */
export type RetentionClass = 'STANDARD' | 'EVIDENCE';

/** What has to happen before a device is out of service. */
export type DecommissionStepName = 'COMMANDS_CANCELLED' | 'CREDENTIALS_ENDED' | 'AGENT_CLEARED' | 'EVIDENCE_ARCHIVED';

/** The device stays visible, but what it sends is diverted from this position of the log on. */
export type DeviceQuarantined = Event<
  'DeviceQuarantined',
  TrustFacts & {
    readonly reason: string;
    readonly cause: QuarantineCause;
    /** Where the proof is: a position of the log, or what else names it. */
    readonly evidence: string | null;
    /** Where in its life it is from then on: a degraded device leaves work. */
    readonly phase: LifecyclePhase;
  }
>;

/** The device takes part again. */
export type DeviceReleased = Event<
  'DeviceReleased',
  TrustFacts & { readonly reason: string; readonly phase: LifecyclePhase }
>;

/** What a quarantined device tried to send. At most one fact a minute for each kind; `count` is all since the last. */
export type QuarantineAttempted = Event<
  'QuarantineAttempted',
  { readonly deviceId: DeviceId; readonly kind: DivertedKind; readonly count: number }
>;

/** A person took things in that a quarantined device had sent. */
export type QuarantinedItemsReleased = Event<
  'QuarantinedItemsReleased',
  { readonly deviceId: DeviceId; readonly items: number }
>;

/** A person decided to forget things that a quarantined device had sent. */
export type QuarantinedItemsDiscarded = Event<
  'QuarantinedItemsDiscarded',
  { readonly deviceId: DeviceId; readonly items: number }
>;

/** There are reasons for concern, or other ones than before. */
export type DeviceDegraded = Event<
  'DeviceDegraded',
  { readonly deviceId: DeviceId; readonly reasons: readonly DegradedReason[] }
>;

/** No reason for concern is left. */
export type DeviceRecovered = Event<'DeviceRecovered', { readonly deviceId: DeviceId }>;

/** How an update ended, as its lease says: by the device's report, because nobody hears of it, or by two persons. */
export type UpdateEnding = 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' | 'ABORTED' | 'SUSPECT' | 'OVERRIDDEN';

type OfUpdate = {
  readonly deviceId: DeviceId;
  readonly rolloutId: string;
  readonly leaseId: string;
  /** Rises with every permission of the device. */
  readonly fence: number;
};

/** Rollouts permitted the device to start an update, and it began. */
export type DeviceUpdateStarted = Event<'DeviceUpdateStarted', OfUpdate>;

/** The update is over, or nothing is known of it any more; the device is what it was before. */
export type DeviceUpdateEnded = Event<
  'DeviceUpdateEnded',
  OfUpdate & {
    readonly outcome: UpdateEnding;
    /** Where it is in its life from then on. */
    readonly phase: LifecyclePhase;
  }
>;

/** A person began to take the device out of service. */
export type DeviceDecommissionStarted = Event<
  'DeviceDecommissionStarted',
  { readonly deviceId: DeviceId; readonly reason: string }
>;

/** One step of taking the device out of service is behind us. */
export type DeviceDecommissionAdvanced = Event<
  'DeviceDecommissionAdvanced',
  {
    readonly deviceId: DeviceId;
    readonly step: DecommissionStepName;
    readonly outcome: 'DONE' | 'SKIPPED';
    readonly detail: string;
  }
>;

/** The device is out of service. What is known of it is kept for as long as its class says. */
export type DeviceRetired = Event<
  'DeviceRetired',
  TrustFacts & { readonly retentionClass: RetentionClass; readonly reason: string }
>;

/** A person ended the certificates of a device that keeps its trust; it proves its old key to get one for a new key. */
export type DeviceCredentialsRotated = Event<
  'DeviceCredentialsRotated',
  TrustFacts & {
    readonly reason: string;
    /** RFC 3339. After this moment the old key proves nothing any more. */
    readonly renewUntil: string;
  }
>;

/** Every fact of a device's own stream, `device-<id>`. */
export type DeviceEvent =
  | DeviceClaimed
  | DeviceApproved
  | DeviceDenied
  | DeviceRevoked
  | DeviceCertificateIssued
  | DeviceCertificateConfirmed
  | DeviceActivated
  | DeviceAgentChanged
  | DeviceRenamed
  | DeviceRelabelled
  | DeviceMoved
  | DeviceChannelChanged
  | DeviceInventoryReported
  | DeviceQuarantined
  | DeviceReleased
  | QuarantineAttempted
  | QuarantinedItemsReleased
  | QuarantinedItemsDiscarded
  | DeviceDegraded
  | DeviceRecovered
  | DeviceUpdateStarted
  | DeviceUpdateEnded
  | DeviceDecommissionStarted
  | DeviceDecommissionAdvanced
  | DeviceRetired
  | DeviceCredentialsRotated;

/** The facts that change who is believed; each carries the complete `TrustFacts`. */
export type DeviceTrustEvent =
  | DeviceClaimed
  | DeviceApproved
  | DeviceDenied
  | DeviceRevoked
  | DeviceCertificateIssued
  | DeviceCertificateConfirmed
  | DeviceQuarantined
  | DeviceReleased
  | DeviceRetired
  | DeviceCredentialsRotated;
