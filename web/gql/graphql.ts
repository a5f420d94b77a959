/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which device to take for what it should be, as it is now. */
export type AcceptDeviceBaselineInput = {
  /** The device. */
  deviceId: string | number;
  /** Why, for those who read it later. */
  reason: string;
};

/** A public key to trust, and as what. */
export type AddSigningKeyInput = {
  /** What people call it: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore. */
  name: string;
  /** The public key as SPKI PEM: ECDSA P-256 or Ed25519. */
  publicKeyPem: string;
  /** What it may vouch for. */
  role: SigningKeyRole;
  /** When it begins to be valid; absent for now. */
  validFrom?: string | null | undefined;
  /** When it ends to be valid; absent where nothing ends it. */
  validUntil?: string | null | undefined;
};

/** Which measurement, and why. */
export type AgentMeasurementInput = {
  /** Why, for those who read it later. */
  reason: string;
  /** SHA-256 of the program's file, lower-case hex. */
  sha256: string | number;
};

/** Which batch to approve. Whoever planned or started it cannot. */
export type ApproveBatchInput = {
  /** Identity of the batch. */
  batchId: string | number;
};

/** Which pending device to approve. */
export type ApproveDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
};

/** Which version of a runbook to approve. Whoever wrote it cannot. */
export type ApproveRunbookInput = {
  /** The contentHash that was read; refused if it is another. */
  contentHash?: string | null | undefined;
  /** Identity of the runbook. */
  runbookId: string | number;
  /** Number of the version. */
  version: number;
};

/** Where an artifact may be used; each channel comes after the one before. */
export type ArtifactChannel =
  /** On the first devices of a rollout. */
  | 'canary'
  /** On devices of developers. */
  | 'dev'
  /** Everywhere. */
  | 'prod';

/** Where an artifact is in its life. */
export type ArtifactState =
  /** Its bytes still have to come. */
  | 'REGISTERED'
  /** They are not. It can be used nowhere. */
  | 'REJECTED'
  /** Its bytes are here; nobody has judged them yet. */
  | 'UPLOADED'
  /** Bytes and signatures are what they should be; it can be promoted. */
  | 'VERIFIED'
  /** Nobody shall begin to use it any more, for good. */
  | 'WITHDRAWN';

/** Which item, and who looks after it. */
export type AssignAttentionInput = {
  /** Identity of the item. */
  itemId: string | number;
  /** A person of the tenant; absent for oneself. */
  ownerId?: string | number | null | undefined;
};

/** What a piece of evidence refers to, and so how to link to it. */
export type AttentionEvidenceKind =
  /** A batch of commands, by its id. */
  | 'BATCH'
  /** A device, by its id. */
  | 'DEVICE'
  /** A domain, by its id. */
  | 'DOMAIN'
  /** A location, by its id. */
  | 'LOCATION'
  /** A relay, by the id of its device. */
  | 'RELAY'
  /** A session of replay, by its id. */
  | 'REPLAY_SESSION'
  /** The timeline of a device, by the id of the device, at `at`. */
  | 'TIMELINE'
  /** An enrollment token, by its id. */
  | 'TOKEN';

/** Which item. */
export type AttentionItemInput = {
  /** Identity of the item. */
  itemId: string | number;
};

/** What sort of trouble an item is about. */
export type AttentionKind =
  /** Two authorities claim the same device or domain. */
  | 'AUTHORITY_CONFLICT'
  /** Several programs speak with one identity. */
  | 'CLONE_SUSPECTED'
  /** Many commands failed or expired. */
  | 'COMMANDS_FAILING'
  /** A device works, but not as it should. */
  | 'DEGRADED'
  /** Most devices of a domain are away, and no smaller place explains it. */
  | 'DOMAIN_DOWN'
  /** Many devices of a tree of domains left within minutes. */
  | 'LEAVE_STORM'
  /** Many unknown devices asked to join within minutes. */
  | 'PENDING_BURST'
  /** A device waits for a decision for a day or more. */
  | 'PENDING_LONG'
  /** A device is isolated and waits for a decision. */
  | 'QUARANTINED'
  /** The way to the devices behind a relay is down. */
  | 'RELAY_DOWN'
  /** What a device decided on its own was not allowed. */
  | 'REPLAY_REJECTED'
  /** A device does not get its backlog through. */
  | 'REPLAY_STUCK'
  /** Many devices of a tree of domains returned within minutes. */
  | 'RETURN_STORM'
  /** A device is disconnected. */
  | 'SILENT'
  /** Most devices of a location are away. */
  | 'SITE_DOWN'
  /** A device is, or runs, what it should not. */
  | 'SUPPLY_CHAIN_VIOLATION'
  /** A device is on its own for long and falls behind. */
  | 'SYNC_DEBT'
  /** A spent enrollment token was tried again. */
  | 'TOKEN_REUSE';

/** Whose queue. */
export type AttentionScopeInput = {
  /** This domain and all below; absent for the whole tenant. */
  domainId?: string | number | null | undefined;
};

/** How loud an item is, by its score. */
export type AttentionSeverity =
  /** A score of 60 or more. */
  | 'CRITICAL'
  /** A score of 35 or more. */
  | 'MAJOR'
  /** A lower score. */
  | 'MINOR';

/** Where an item is in its life. */
export type AttentionState =
  /** Somebody has seen it. */
  | 'ACKNOWLEDGED'
  /** Somebody looks after it. */
  | 'ASSIGNED'
  /** No trouble, for the reason given. */
  | 'DISMISSED'
  /** Looked after in another item. */
  | 'MERGED'
  /** Nobody has said anything to it yet. */
  | 'OPEN'
  /** Its cause has ended, or somebody said that it is done. */
  | 'RESOLVED'
  /** Out of sight until a moment, or until it grows much worse. */
  | 'SNOOZED';

/** Where the authority stands between two holders. */
export type AuthorityStage =
  /** Somebody holds it. */
  | 'HELD'
  /** The holder was asked to let go and has not answered; until then it holds. */
  | 'RELEASING'
  /** Nobody holds it: the next one may take it. Every write is refused until then. */
  | 'VACANT';

/** What is done to the devices of a batch: a command to each, or a change of its life. */
export type BatchAction =
  /** A command to each: take no new work. */
  | 'CORDON'
  /** Begin to take each out of service. */
  | 'DECOMMISSION'
  /** A command to each: end the work it does for others. */
  | 'DRAIN'
  /** A command to each: run an approved runbook. */
  | 'EXEC'
  /** Quarantine each. */
  | 'QUARANTINE'
  /** A command to each: report what it is made of. */
  | 'REFRESH_INVENTORY'
  /** Release each from quarantine. */
  | 'RELEASE'
  /** A command to each: restart one service. */
  | 'RESTART_SERVICE'
  /** End the trust in each, for good. */
  | 'REVOKE'
  /** A command to each: take software from another channel. */
  | 'SET_CHANNEL'
  /** A command to each: collect what helps to find a fault. */
  | 'SUPPORT_BUNDLE'
  /** A command to each: take new work again. */
  | 'UNCORDON';

/** Where a batch is in its life. */
export type BatchState =
  /** Started; a second person must approve it. */
  | 'AWAITING_APPROVAL'
  /** Every device of it is done with. */
  | 'FINISHED'
  /** Somebody looked at what it would do. Nothing happened. */
  | 'PLANNED'
  /** It is being carried out. */
  | 'RUNNING'
  /** Somebody stopped it: what was handed over by then goes on. */
  | 'STOPPED';

/** Which command to cancel, and why. */
export type CancelCommandInput = {
  /** Identity of the command. */
  commandId: string | number;
  /** Why: 3 to 500 characters. */
  reason: string;
};

/** What follows when two agents use one identity. */
export type ClonePolicy =
  /** People are told; the device keeps taking part. */
  | 'ALERT'
  /** The device is quarantined until a person has decided. */
  | 'QUARANTINE';

/** Whether one source of the agent's knowledge works. */
export type CollectorState =
  /** It should work and does not. */
  | 'FAILING'
  /** This machine does not offer it. */
  | 'MISSING'
  /** It works. */
  | 'OK';

/** What a device can be told to do, and what its payload is. */
export type CommandKind =
  /** Take no new work: `{}`. */
  | 'CORDON'
  /** End the work it does for others: `{graceS: 0..3600}`, 60 by default. */
  | 'DRAIN'
  /** Run an approved runbook: `{runbookId, version, args}`. */
  | 'EXEC'
  /** Report what it is made of: `{}`. */
  | 'REFRESH_INVENTORY'
  /** Restart one service: `{service}`. */
  | 'RESTART_SERVICE'
  /** Take software from another channel: `{channel}` is dev, canary or prod. */
  | 'SET_CHANNEL'
  /** Collect what helps to find a fault: `{include}` of logs, config, inventory, journal, queue, metrics. */
  | 'SUPPORT_BUNDLE'
  /** Take new work again: `{}`. */
  | 'UNCORDON';

/** How a command ended on its device. */
export type CommandOutcome =
  /** It was done. */
  | 'APPLIED'
  /** It was not. */
  | 'FAILED';

/** Where a command is in its life. The last four are final. */
export type CommandState =
  /** The device has it and does it. */
  | 'ACKED'
  /** The device did it. */
  | 'APPLIED'
  /** Somebody cancelled it before it was done. */
  | 'CANCELLED'
  /** It was handed over; the device has not said that it has it. */
  | 'DELIVERED'
  /** Its time was over. If it was handed over, its outcome is unknown. */
  | 'EXPIRED'
  /** The device could not do it, or would not. */
  | 'FAILED'
  /** It waits for its device. */
  | 'QUEUED';

/** Which devices: exactly one of the three. */
export type CommandTargetInput = {
  /** These devices, 1000 at most. */
  deviceIds?: Array<string | number> | null | undefined;
  /** The devices of a domain and of those below it. */
  domainId?: string | number | null | undefined;
  /** The devices of a filter, in the grammar of `devices(q)`. */
  q?: string | null | undefined;
};

/** Can we talk to the device? A spectrum, not a yes or no. */
export type ConnectivityMode =
  /** On its own by design, buffering what it observes. */
  | 'AUTONOMOUS'
  /** Late, but flowing. */
  | 'DELAYED'
  /** Silent; its state is unknown. */
  | 'DISCONNECTED'
  /** Served from a cache near it, synchronised periodically. */
  | 'EDGE_CACHED'
  /** Heard within the interval it was told. */
  | 'LIVE'
  /** Uploading what it buffered. */
  | 'REPLAYING'
  /** Its link is coming back; no new commands yet. */
  | 'RETURNING';

/** What a new rule needs: at least one label, or a domain. */
export type CreateAutoApprovalRuleInput = {
  /** Only devices of this domain and below; absent for all domains. */
  domainId?: string | number | null | undefined;
  /** Labels a device must have, all of them. */
  labels?: Array<LabelInput>;
  /** What people call it, unique among the active rules of the tenant. */
  name: string;
};

/** What the device that redeems the token becomes. */
export type CreateEnrollmentTokenInput = {
  /** Channel it gets: dev, canary or prod. */
  channel?: string;
  /** The domain it belongs to. */
  domainId: string | number;
  /** Labels it gets; auto-approval rules look at them. */
  labels?: Array<LabelInput>;
  /** Where it stands. */
  locationId?: string | number | null | undefined;
  /** Minutes the token lives: 1 to 15. */
  ttlMinutes?: number;
};

/** What a pull token is to open, and for how long. */
export type CreatePullTokenInput = {
  /** The artifact. */
  artifactId: string | number;
  /** Minutes it is good for: 1 to 60. */
  ttlMinutes?: number;
};

/** What reconciliation says to something a device decided on its own. */
export type DecisionVerdict =
  /** The authority or the desired state changed meanwhile. */
  | 'CONFLICT'
  /** It may decide this, and did so under its present authority. */
  | 'PERMITTED'
  /** It may not decide this on its own. The device is quarantined. */
  | 'UNAUTHORISED';

/** What has to happen before a device is out of service. */
export type DecommissionStepName =
  /** The agent was told so and cleared its state; skipped if it is not heard again. */
  | 'AGENT_CLEARED'
  /** Nothing is waiting for the device any more. */
  | 'COMMANDS_CANCELLED'
  /** Its trust is over and no certificate of it is accepted. */
  | 'CREDENTIALS_ENDED'
  /** What is known of it is kept as its retention class says; done by retiring. */
  | 'EVIDENCE_ARCHIVED';

/** How far a step of a decommission is. */
export type DecommissionStepState =
  /** It happened. */
  | 'DONE'
  /** It has yet to happen. */
  | 'PENDING'
  /** It could not happen, and the device was retired without it. */
  | 'SKIPPED';

/** Why a device counts as degraded. */
export type DegradedCode =
  /** It has more series than its budget. */
  | 'CARDINALITY_BUDGET'
  /** Its clock is too far from ours. */
  | 'CLOCK_SKEW'
  /** A source of its knowledge should work and does not. */
  | 'FAILING_COLLECTOR'
  /** It says of itself that it is not well. */
  | 'HEALTH'
  /** It lost a capability that this version of its agent had. */
  | 'MISSING_CAPABILITY'
  /** The policy it works by is too old. */
  | 'STALE_POLICY'
  /** Its agent is further from the pinned release than the compatibility window. */
  | 'VERSION_SKEW';

/** How often a command may reach its device. */
export type DeliverySemantics =
  /** Handed over until it is acknowledged; its idempotency key makes it once. */
  | 'AT_LEAST_ONCE'
  /** Handed over once; if nothing is heard of it, its outcome stays unknown. */
  | 'AT_MOST_ONCE';

/** Which pending device to refuse, and why. Final. */
export type DenyDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** What sort of compute element a device is. */
export type DeviceKind =
  /** A server in a data centre. */
  | 'DC'
  /** A computer at the edge. */
  | 'EDGE'
  /** A gateway between networks. */
  | 'GATEWAY'
  /** An intermediary that carries traffic. */
  | 'RELAY'
  /** A simulated device. */
  | 'VIRTUAL';

/** Which rule to end. */
export type DisableAutoApprovalRuleInput = {
  /** Identity of the rule. */
  id: string | number;
};

/** Which item, and why it is no trouble. */
export type DismissAttentionInput = {
  /** Identity of the item. */
  itemId: string | number;
  /** Why: 3 to 500 characters. */
  reason: string;
};

/** The bucket a participating device is shown in: its connectivity, unless it is quarantined. */
export type DisplayState =
  /** On its own by design, buffering what it observes. */
  | 'AUTONOMOUS'
  /** Late, but flowing. */
  | 'DELAYED'
  /** Silent; its state is unknown. */
  | 'DISCONNECTED'
  /** Served from a cache near it, synchronised periodically. */
  | 'EDGE_CACHED'
  /** Heard within the interval it was told. */
  | 'LIVE'
  /** Isolated by us. */
  | 'QUARANTINED'
  /** Uploading what it buffered. */
  | 'REPLAYING'
  /** Its link is coming back; no new commands yet. */
  | 'RETURNING';

/** Whether an enrollment token can still be used. */
export type EnrollmentTokenState =
  /** Nobody redeemed it in time. */
  | 'EXPIRED'
  /** One device can redeem it. */
  | 'OPEN'
  /** A device has redeemed it. */
  | 'REDEEMED'
  /** A person made it worthless before it was used. */
  | 'REVOKED';

/** What a piece of evidence is. */
export type EvidenceKind =
  /** A signature of the bytes, as `cosign sign-blob` makes it. */
  | 'BLOB_SIGNATURE'
  /** A DSSE envelope with an in-toto statement. */
  | 'DSSE_ENVELOPE'
  /** A CycloneDX bill of materials. */
  | 'SBOM'
  /** A Sigstore bundle with a message signature or an envelope. */
  | 'SIGSTORE_BUNDLE'
  /** A signed payload that names the digest, as `cosign sign` makes it. */
  | 'SIMPLE_SIGNING';

/** What happens when a wave stops. */
export type FailureAction =
  /** It is given up; changed devices stay as they are. */
  | 'ABORT'
  /** No further device starts; a person decides. */
  | 'PAUSE'
  /** Every changed device goes back, under the same budgets. */
  | 'ROLL_BACK';

/** What a measure says of the health of a wave. */
export type HealthMeasureVerdict =
  /** The wave is worse off than before and than its like: it stops. */
  | 'FAIL'
  /** Too little was measured to tell: the wave is held. */
  | 'INCONCLUSIVE'
  /** The wave is no worse off than before, or no worse off than its like. */
  | 'PASS'
  /** These devices have no such measure; nothing is concluded from it. */
  | 'UNMEASURED';

/** How a signal stands to its thresholds. */
export type HealthState =
  /** At the second threshold or above. */
  | 'BAD'
  /** Below the threshold. */
  | 'OK'
  /** There is nothing to measure it by. */
  | 'UNKNOWN'
  /** At the threshold or above. */
  | 'WARN';

/** An order to devices. */
export type IssueCommandInput = {
  /** AT_LEAST_ONCE by default, EXEC AT_MOST_ONCE. */
  delivery?: DeliverySemantics | null | undefined;
  /** Seconds until it is not handed over any more; 3600 by default. */
  expiresInS?: number | null | undefined;
  /** The same key with the same order is the same command; with another order it is CONFLICT. */
  idempotencyKey: string;
  /** What they are to do. */
  kind: CommandKind;
  /** With what; see CommandKind. */
  payload?: unknown;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
  /** Which devices. */
  target: CommandTargetInput;
};

/** What a journal record is about. A device that has to drop records drops snapshots first and decisions last; a drop that may hold decisions is not authorised. */
export type JournalClass =
  /** Something the device decided on its own. */
  | 'DECISION'
  /** The device or its autonomy began or ended something. */
  | 'LIFECYCLE'
  /** Something that bears on security. */
  | 'SECURITY'
  /** Its whole state at one moment. */
  | 'SNAPSHOT';

/** One key and value to put on a device, token or rule. */
export type LabelInput = {
  /** 1 to 63 of a-z, 0-9, dot, slash, underscore and hyphen. */
  key: string;
  /** 1 to 63 letters, digits, spaces and . _ / : @ + - between them. */
  value: string;
};

/** Where a lease is in its life. The first three hold their slot in every budget. */
export type LeaseState =
  /** The device changed nothing. */
  | 'ABORTED'
  /** The device is at work. Time frees nothing from here. */
  | 'ACTIVE'
  /** The device did not begin in time. */
  | 'EXPIRED'
  /** The device did not succeed. */
  | 'FAILED'
  /** The device may ask to begin. */
  | 'GRANTED'
  /** Two persons freed the slot. */
  | 'OVERRIDDEN'
  /** The device went back by itself. */
  | 'ROLLED_BACK'
  /** The device runs what it was to run. */
  | 'SUCCEEDED'
  /** The device is at work and silent, or takes too long. */
  | 'SUSPECT';

/** Where in its life is the device? */
export type LifecyclePhase =
  /** Doing its work. */
  | 'ACTIVE'
  /** Being taken out of service. */
  | 'DECOMMISSIONING'
  /** Working, with stated reasons for concern. */
  | 'DEGRADED'
  /** Approved, not heard yet. */
  | 'ENROLLED'
  /** Claimed, not approved. */
  | 'PROVISIONING'
  /** Taken out of work by a critical failure. */
  | 'QUARANTINED'
  /** Out of service; its evidence stays. */
  | 'RETIRED'
  /** Changing its software. */
  | 'UPDATING';

/** When devices may be updated, by the clock of their place; UTC where a device has no place. */
export type MaintenanceWindowInput = {
  /** Days on which it opens; every day if absent. */
  days?: Array<Weekday> | null | undefined;
  /** `HH:MM`. */
  from: string;
  /** `HH:MM`; on the next day where it is not after from. */
  to: string;
};

/** Who may declare desired state for a device right now. */
export type MasterOfRecord =
  /** This control plane. */
  | 'GLOBAL'
  /** The device and its site. */
  | 'LOCAL'
  /** A control plane of its region. */
  | 'REGION';

/** Which item, and where it is looked after. */
export type MergeAttentionInput = {
  /** The item it is merged into; it must be open. */
  intoId: string | number;
  /** Identity of the item. */
  itemId: string | number;
};

/** How the path through a relay is. */
export type PathHealth =
  /** The relay is late, some devices behind it are away, or their links are bad. */
  | 'DEGRADED'
  /** The relay is away or not trusted, or most devices behind it are away. */
  | 'DOWN'
  /** The relay is live and the devices behind it are heard. */
  | 'UP';

/** An action on devices to look at before it is done. */
export type PlanBatchInput = {
  /** What to do. */
  action: BatchAction;
  /** AT_LEAST_ONCE by default, EXEC AT_MOST_ONCE. */
  delivery?: DeliverySemantics | null | undefined;
  /** These devices, 1000 at most. */
  deviceIds?: Array<string | number> | null | undefined;
  /** The devices of a domain and of those below it. */
  domainId?: string | number | null | undefined;
  /** Seconds until a command is not handed over; 3600 by default. */
  expiresInS?: number | null | undefined;
  /** With what; see CommandKind. Changes of a life carry nothing. */
  payload?: unknown;
  /** The devices of a filter, in the grammar of `devices(q)`. */
  q?: string | null | undefined;
};

/** Which artifact to let be used in which channel. */
export type PromoteArtifactInput = {
  /** The artifact. */
  artifactId: string | number;
  /** The channel that comes next for it. */
  channel: ArtifactChannel;
};

/** Which wave to let pass whatever its gates say, and why. */
export type PromoteWaveInput = {
  /** Why: 3 to 500 characters. */
  reason: string;
  /** Identity of the rollout. */
  rolloutId: string | number;
  /** Index of the wave, from 0. */
  wave: number;
};

/** Why a device was quarantined. */
export type QuarantineCause =
  /** Two agents used its identity, and the policy of its domain says so. */
  | 'CLONE'
  /** A person decided so. */
  | 'OPERATOR'
  /** What it recorded on its own was not allowed. */
  | 'REPLAY';

/** Which device to quarantine, and why. */
export type QuarantineDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** What a quarantined device sent through the fleet. */
export type QuarantinedKind =
  /** Records of its journal. */
  | 'EVENTS'
  /** An inventory. */
  | 'REPORT';

/** A version of a runbook to be registered; a second person approves it. */
export type RegisterRunbookInput = {
  /** Absolute path of a program, and its arguments: each element stands for itself or, as `${name}`, for a parameter. There is no shell, and shells and interpreters are refused as programs. */
  argv: Array<string>;
  /** Devices that may run it at a time; absent leaves it to domains. */
  concurrencyMax?: number | null | undefined;
  /** What it is for: 500 characters at most. */
  description?: string;
  /** More devices need a second person; absent leaves it to domains. */
  fourEyesAboveDevices?: number | null | undefined;
  /** Its name: 1 to 40 of a-z, 0-9 and hyphens. All versions have the same. */
  name: string;
  /** Bytes of output that are kept: up to 65536. */
  outputMaxBytes?: number;
  /** Its typed arguments, 20 at most. */
  parameters?: Array<RunbookParameterInput>;
  /** Regular expressions of what to blacken in the output. */
  redact?: Array<string>;
  /** Who may run and approve it. */
  requiredRole?: RunbookRole;
  /** The runbook this is the next version of; absent for a new one. */
  runbookId?: string | number | null | undefined;
  /** Seconds it may run on a device: 1 to 3600. */
  timeoutS?: number;
};

/** Which device to release from quarantine, and why. */
export type ReleaseDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Where a session of the return protocol stands. */
export type ReplayState =
  /** Superseded by another session, or silent for too long. What was accepted stays. */
  | 'ABORTED'
  /** Reconciled; the lock is released. */
  | 'CONCLUDED'
  /** The lock is taken, nothing was uploaded yet. */
  | 'LOCKED'
  /** Everything that was announced is here; the device has to close. */
  | 'RECONCILING'
  /** Records are coming in. */
  | 'UPLOADING';

/** Which lease, and why its device will not report. */
export type RequestLeaseOverrideInput = {
  /** Identity of the lease. */
  leaseId: string | number;
  /** Why: 3 to 500 characters. */
  reason: string;
};

/** Which conflict a person is done with, and how. */
export type ResolveAuthorityConflictInput = {
  /** Identity of the conflict. */
  conflictId: string | number;
  /** What became of it, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Which of the runs under suspicion is the device. */
export type ResolveCloneInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** The run to keep; any other that calls again is suspected at once. */
  keepBootId: string;
  /** Its epoch: needed where two agents on one machine, and so of one boot, are under suspicion. */
  keepEpoch?: number | null | undefined;
};

/** How long what is known of a retired device is kept. */
export type RetentionClass =
  /** Seven years, because it may have to be shown. */
  | 'EVIDENCE'
  /** A year. */
  | 'STANDARD';

/** Which decommissioned device to retire, and how long to keep what is known of it. Final. */
export type RetireDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why: 3 to 500 characters. */
  reason?: string;
  /** How long it is kept. */
  retentionClass?: RetentionClass;
};

/** Which version of a runbook to retire, and why. */
export type RetireRunbookInput = {
  /** Why: 3 to 500 characters. */
  reason: string;
  /** Identity of the runbook. */
  runbookId: string | number;
  /** Number of the version. */
  version: number;
};

/** Which device to put out, and why. Final; effective on its next call. */
export type RevokeDeviceInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Which token to revoke. */
export type RevokeEnrollmentTokenInput = {
  /** Identity of the token. */
  id: string | number;
};

/** Which key to believe no more, for good. */
export type RevokeSigningKeyInput = {
  /** The key. */
  keyId: string | number;
  /** Why, for those who read it later. */
  reason: string;
};

/** The six roles a person can hold in a tenant. */
export type Role =
  /** Answers for cost and budgets. Includes VIEWER. */
  | 'FINOPS'
  /** Enrolls, approves, steers and revokes devices. Includes VIEWER. */
  | 'OPERATOR'
  /** Creates tenants and administers the platform. Includes every other role. */
  | 'PLATFORM_ADMIN'
  /** Investigates trust, supply chain and audit. Includes VIEWER. */
  | 'SECURITY_ANALYST'
  /** Administers users and service accounts. Includes every role but PLATFORM_ADMIN. */
  | 'TENANT_ADMIN'
  /** Sees everything of the tenant and changes nothing. */
  | 'VIEWER';

/** An artifact of the registry: by its digest, or by its name and version. */
export type RolloutArtifactInput = {
  /** `sha256:` and 64 lower-case hex digits. */
  digest?: string | null | undefined;
  /** Its name, with its version; absent with a digest. */
  name?: string | null | undefined;
  /** Its version, with its name; absent with a digest. */
  version?: string | null | undefined;
};

/** Where a device of a rollout is; each one is in exactly one. */
export type RolloutBucket =
  /** It ran it before. */
  | 'ALREADY_INSTALLED'
  /** It is at work, or fell silent in the middle. */
  | 'APPLYING'
  /** It waits: see deferredBy. */
  | 'DEFERRED'
  /** It runs what it was to run, by this rollout. */
  | 'DONE'
  /** It did not succeed, or went back by itself. */
  | 'FAILED'
  /** It said that it can never do it, or has nothing to go back to. */
  | 'INCAPABLE'
  /** It cannot be told; taken later under the same gates. */
  | 'UNREACHABLE'
  /** It had not begun when the rollout ended or turned back. */
  | 'WITHDRAWN';

/** A rollout as a template has it, for one artifact. */
export type RolloutFromTemplateInput = {
  /** What devices are to run. */
  artifact: RolloutArtifactInput;
  /** The rollout's name; that of the artifact and version if absent. */
  name?: string | null | undefined;
  /** What devices go back to that have nothing else to go back to. */
  previous?: RolloutArtifactInput | null | undefined;
  /** Which devices; the template's if absent. */
  selection?: RolloutSelectionInput | null | undefined;
  /** Identity or name of the template. */
  template: string;
};

/** A label that devices must have. */
export type RolloutLabelInput = {
  /** Its key. */
  key: string;
  /** Its value. */
  value: string;
};

/** A rollout as it shall be. */
export type RolloutPlanInput = {
  /** What devices are to run. */
  artifact: RolloutArtifactInput;
  /** How long a lease waits for its device, in seconds: 10 to 86400; 300. */
  beginWithinS?: number | null | undefined;
  /** How a device runs it: `{ kind: "service" | "systemd" | "container" | "agent", name, … }`. */
  executor: unknown;
  /** How a device knows that it is well: `{ kind: "exit" | "http" | "command" | "control-plane", timeoutS, … }`. */
  health?: Array<unknown> | null | undefined;
  /** Where else the bytes can be had: https URLs, at most 10; the artifact's own mirrors if absent. */
  mirrors?: Array<string> | null | undefined;
  /** 1 to 80 characters. */
  name: string;
  /** ROLL_BACK if absent. */
  onFailure?: FailureAction | null | undefined;
  /** Devices of this rollout that may be busy at once. */
  parallelMax?: number | null | undefined;
  /** What devices go back to that have nothing else to go back to. */
  previous?: RolloutArtifactInput | null | undefined;
  /** Which devices it is for. */
  selection: RolloutSelectionInput;
  /** ROLLING if absent. */
  strategy?: RolloutStrategy | null | undefined;
  /** Its waves, at most 20; one for all if absent. */
  waves?: Array<RolloutWaveInput> | null | undefined;
  /** When devices may be updated; always if absent. */
  window?: MaintenanceWindowInput | null | undefined;
};

/** Which rollout, and why. */
export type RolloutReasonInput = {
  /** Why: 3 to 500 characters. */
  reason: string;
  /** Identity of the rollout. */
  rolloutId: string | number;
};

/** Which devices: each part that is given has to hold. Devices that do not match never update. */
export type RolloutSelectionInput = {
  /** They take software from one of these channels. */
  channels?: Array<string> | null | undefined;
  /** They are these. */
  deviceIds?: Array<string | number> | null | undefined;
  /** They are in one of these domains or below. */
  domainIds?: Array<string | number> | null | undefined;
  /** They have all of these labels. */
  labels?: Array<RolloutLabelInput> | null | undefined;
  /** They stand at one of these locations. */
  locationIds?: Array<string | number> | null | undefined;
};

/** Where a rollout is in its life. */
export type RolloutState =
  /** Given up. */
  | 'ABORTED'
  /** Planned; nothing happens. */
  | 'DRAFT'
  /** Every device came to its end. */
  | 'FINISHED'
  /** No device starts; those at work finish. */
  | 'PAUSED'
  /** Every changed device went back. */
  | 'ROLLED_BACK'
  /** Every changed device goes back. */
  | 'ROLLING_BACK'
  /** Wave by wave. */
  | 'RUNNING';

/** How a rollout goes about it. */
export type RolloutStrategy =
  /** A few first, then the rest. */
  | 'CANARY'
  /** For named devices, outside of maintenance windows; budgets hold all the same. */
  | 'FORCED'
  /** Held for whoever joins: it does not finish by itself. */
  | 'PINNED'
  /** Wave by wave. */
  | 'ROLLING';

/** A plan without its artifact. */
export type RolloutTemplatePlanInput = {
  /** How long a lease waits for its device, in seconds: 10 to 86400; 300. */
  beginWithinS?: number | null | undefined;
  /** How a device runs it: `{ kind: "service" | "systemd" | "container" | "agent", name, … }`. */
  executor: unknown;
  /** How a device knows that it is well: `{ kind: "exit" | "http" | "command" | "control-plane", timeoutS, … }`. */
  health?: Array<unknown> | null | undefined;
  /** Where else the bytes can be had: https URLs, at most 10; the artifact's own mirrors if absent. */
  mirrors?: Array<string> | null | undefined;
  /** ROLL_BACK if absent. */
  onFailure?: FailureAction | null | undefined;
  /** Devices of this rollout that may be busy at once. */
  parallelMax?: number | null | undefined;
  /** Which devices it is for. */
  selection: RolloutSelectionInput;
  /** ROLLING if absent. */
  strategy?: RolloutStrategy | null | undefined;
  /** Its waves, at most 20; one for all if absent. */
  waves?: Array<RolloutWaveInput> | null | undefined;
  /** When devices may be updated; always if absent. */
  window?: MaintenanceWindowInput | null | undefined;
};

/** A rule that can be against a plan. */
export type RolloutViolationCode =
  /** The artifact is unsigned, rejected, or has no bytes: it cannot be rolled out. */
  | 'ARTIFACT_NOT_VERIFIED'
  /** The artifact was withdrawn. */
  | 'ARTIFACT_WITHDRAWN'
  /** The artifact is not in the channel of these devices: they wait for that. */
  | 'CHANNEL_NOT_PROMOTED'
  /** They are the last of an indispensable role in their area: they are never leased. */
  | 'LAST_OF_ROLE'
  /** A rollback could not take them back. */
  | 'NO_WAY_BACK'
  /** They would be updated outside of the maintenance window. */
  | 'OUTSIDE_WINDOW';

/** One wave. Behind waves that leave somebody out comes one for all who are left. */
export type RolloutWaveInput = {
  /** So many of the remaining at most. Not together with percent. */
  count?: number | null | undefined;
  /** What it has to hold to; as usual if absent. */
  gates?: WaveGatesInput | null | undefined;
  /** 1 to 40 characters. */
  name: string;
  /** So many percent of the remaining, rounded up. */
  percent?: number | null | undefined;
  /** Only these of the remaining; all if absent. */
  selection?: RolloutSelectionInput | null | undefined;
};

/** Which wave of which rollout. */
export type RolloutWaveWordInput = {
  /** Identity of the rollout. */
  rolloutId: string | number;
  /** Index of the wave, from 0. */
  wave: number;
};

/** How coarse the stored values are that an answer was made from. */
export type Rollup =
  /** Mean, least and greatest per hour; kept 2 years. */
  | 'PER_HOUR'
  /** Mean, least and greatest per minute; kept 90 days. */
  | 'PER_MINUTE'
  /** As measured; kept 7 days. */
  | 'RAW';

/** Whose credentials to rotate, and why. */
export type RotateCredentialsInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Which key is replaced by which. */
export type RotateSigningKeyInput = {
  /** The key that goes. */
  keyId: string | number;
  /** Days for which both are good: 0 to 365. */
  overlapDays?: number;
  /** The key that comes, in the same role. */
  successor: SigningKeyInput;
};

/** One typed argument of a runbook to be registered. It is used in argv at least once. */
export type RunbookParameterInput = {
  /** STRING: characters at most, up to 256. */
  lengthMax?: number | null | undefined;
  /** INT: the most it can be. */
  max?: number | null | undefined;
  /** INT: the least it can be. */
  min?: number | null | undefined;
  /** Its name: 1 to 40 of a-z, A-Z, 0-9 and _. */
  name: string;
  /** STRING: a regular expression for the whole value. */
  pattern?: string | null | undefined;
  /** What it is. */
  type: RunbookParameterType;
  /** ENUM: the values it can have. */
  values?: Array<string> | null | undefined;
};

/** What a parameter of a runbook is. */
export type RunbookParameterType =
  /** True or false, which are written so. */
  | 'BOOLEAN'
  /** One of the values. */
  | 'ENUM'
  /** A whole number from min to max. */
  | 'INT'
  /** A text that matches the pattern as a whole. */
  | 'STRING';

/** Who may run and approve a runbook. */
export type RunbookRole =
  /** Operators. */
  | 'OPERATOR'
  /** Tenant administrators only. */
  | 'TENANT_ADMIN';

/** Where a version of a runbook is in its life. */
export type RunbookState =
  /** It can be run. */
  | 'APPROVED'
  /** Written; a second person must approve it before anybody can run it. */
  | 'DRAFT'
  /** It is not run any more. */
  | 'RETIRED';

/** How a device judges itself. */
export type RuntimeHealth =
  /** It works, with trouble. */
  | 'DEGRADED'
  /** It does not do its work. */
  | 'FAILED'
  /** All is well. */
  | 'OK'
  /** It has not said. */
  | 'UNKNOWN';

/** A template as it shall be. */
export type SaveRolloutTemplateInput = {
  /** 1 to 80 characters. What the name stood for before is replaced. */
  name: string;
  /** The plan without its artifact. */
  plan: RolloutTemplatePlanInput;
};

/** What a domain sets itself from now on: a value sets, null inherits again, an absent one stays as it is. */
export type SetDomainSettingsInput = {
  /** How long a device that may be on its own stays AUTONOMOUS before it is DISCONNECTED, in seconds. */
  autonomyBudgetS?: number | null | undefined;
  /** Series that a device may have. */
  cardinalityBudget?: number | null | undefined;
  /** How long after the end of its certificate a device may prove itself by its key, in seconds. */
  certificateGraceS?: number | null | undefined;
  /** Difference of clocks that is still well, in seconds. */
  clockSkewMaxS?: number | null | undefined;
  /** What follows when two agents use one identity. */
  clonePolicy?: ClonePolicy | null | undefined;
  /** Commands that may run in the domain at a time. */
  commandConcurrencyMax?: number | null | undefined;
  /** Minor versions an agent may differ from the pinned release. */
  compatibilityWindow?: number | null | undefined;
  /** Bandwidth below which a link counts as bad, in kbit/s. */
  degradedBandwidthKbps?: number | null | undefined;
  /** Loss from which a link counts as bad, in percent. */
  degradedLossPct?: number | null | undefined;
  /** Round trip from which a link counts as bad, in milliseconds. */
  degradedRttMs?: number | null | undefined;
  /** Silence in assigned intervals after which LIVE is DELAYED. */
  delayedAfterIntervals?: number | null | undefined;
  /** Silence in assigned intervals after which a device that did not declare autonomy is DISCONNECTED. */
  disconnectedAfterIntervals?: number | null | undefined;
  /** The domain; those below it inherit. */
  domainId: string | number;
  /** Silence in assigned intervals after which a device that synchronises periodically is EDGE_CACHED. */
  edgeCachedAfterIntervals?: number | null | undefined;
  /** Commands to more devices than this need a second person. */
  fourEyesAboveDevices?: number | null | undefined;
  /** Commands to more than this share of the domain need a second person, in percent. */
  fourEyesAbovePct?: number | null | undefined;
  /** The release its agents should run; empty for none, whatever the parent pins. */
  pinnedAgentVersion?: string | null | undefined;
  /** Punctual heartbeats that a device needs to come one step nearer. */
  recoverAfterHeartbeats?: number | null | undefined;
  /** Replayed records a second that a site may send. */
  replayBudgetRecordsPerS?: number | null | undefined;
  /** Age from which the policy a device works by counts as stale, in seconds. */
  stalePolicyAfterS?: number | null | undefined;
};

/** How many different keys of a role must sign. */
export type SetSigningThresholdInput = {
  /** The role. */
  role: SigningKeyRole;
  /** How many: for RELEASE at least 1. */
  threshold: number;
};

/** How a signing key signs. */
export type SigningKeyAlgorithm =
  /** ECDSA on P-256 with SHA-256, as cosign makes keys. */
  | 'ECDSA_P256'
  /** Ed25519. */
  | 'ED25519';

/** A public key to trust. */
export type SigningKeyInput = {
  /** What people call it: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore. */
  name: string;
  /** The public key as SPKI PEM: ECDSA P-256 or Ed25519. */
  publicKeyPem: string;
  /** When it begins to be valid; absent for now. */
  validFrom?: string | null | undefined;
  /** When it ends to be valid; absent where nothing ends it. */
  validUntil?: string | null | undefined;
};

/** What a signing key may vouch for. */
export type SigningKeyRole =
  /** Where an artifact comes from: its provenance. */
  | 'BUILD'
  /** That an artifact may be used. */
  | 'RELEASE';

/** Whether the signatures of a key are believed. */
export type SigningKeyState =
  /** They are. */
  | 'ACTIVE'
  /** No new ones; what it vouched for in its time stands. */
  | 'EXPIRED'
  /** None, whenever they were made. */
  | 'REVOKED'
  /** Not yet: it begins to be valid later. */
  | 'WAITING';

/** Which item, and until when. */
export type SnoozeAttentionInput = {
  /** Identity of the item. */
  itemId: string | number;
  /** When it is to be back: within 30 days. */
  until: string;
};

/** Whether bytes that a device runs can be traced to somebody who vouches for them. */
export type SoftwareTrace =
  /** They are a verified artifact of the tenant. */
  | 'TRACED'
  /** They are no artifact of the tenant. */
  | 'UNKNOWN'
  /** They are an artifact that nobody vouches for, or not any more. */
  | 'UNVERIFIED'
  /** They are an artifact that nobody should begin to use. */
  | 'WITHDRAWN';

/** Which plan to start. */
export type StartBatchInput = {
  /** What the plan asks to be typed. */
  confirm: string;
  /** Identity of the plan. */
  planId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Which device to take out of service, and why. */
export type StartDecommissionInput = {
  /** Identity of the device. */
  deviceId: string | number;
  /** Why, for those who read it later: 3 to 500 characters. */
  reason: string;
};

/** Which batch to stop, and why. What was handed over goes on. */
export type StopBatchInput = {
  /** Identity of the batch. */
  batchId: string | number;
  /** Why: 3 to 400 characters. */
  reason: string;
};

/** What was found in the supply chain of a device. */
export type SupplyChainReasonCode =
  /** The program of the agent is none that is expected. */
  | 'AGENT_BINARY_UNKNOWN'
  /** The configuration of the agent is another than it was. */
  | 'AGENT_CONFIG_CHANGED'
  /** Something else runs than the last update brought. */
  | 'DIGEST_DIFFERS'
  /** The serial number is another than it was. */
  | 'HARDWARE_CHANGED'
  /** Nobody said where something that runs comes from. */
  | 'NO_PROVENANCE'
  /** Nobody said what something that runs is made of. */
  | 'NO_SBOM'
  /** Something runs that is no artifact of the tenant. */
  | 'SOFTWARE_NOT_REGISTERED'
  /** Something runs that nobody has judged yet. */
  | 'SOFTWARE_NOT_VERIFIED'
  /** Something runs that is rejected. */
  | 'SOFTWARE_REJECTED'
  /** Something runs that only a revoked key vouched for. */
  | 'SOFTWARE_REVOKED_KEY'
  /** Something runs that was withdrawn. */
  | 'SOFTWARE_WITHDRAWN';

/** What is thought of a device's supply chain. */
export type SupplyChainVerdict =
  /** Everything it runs can be traced, and it is what it was. */
  | 'TRUSTED'
  /** Nothing is wrong, and not everything can be told. */
  | 'UNKNOWN'
  /** Something is wrong. */
  | 'VIOLATION';

/** What is numbered, queued and, where there is no room, given up together. */
export type TelemetryClass =
  /** What the kernel reported. */
  | 'KERNEL_EVENTS'
  /** Measurements. */
  | 'SAMPLES';

/** A stretch of time: from is part of it, to is not. */
export type TimeRangeInput = {
  /** First moment. */
  from: string;
  /** First moment after it. */
  to: string;
};

/** May the device take part? */
export type TrustState =
  /** It has claimed and waits for a decision. */
  | 'PENDING'
  /** It stays visible; what it sends is diverted. */
  | 'QUARANTINED'
  /** It is out, for good. */
  | 'REVOKED'
  /** It takes part. */
  | 'TRUSTED';

/** Which way an update goes. */
export type UpdateDirection =
  /** To what was there before. */
  | 'BACK'
  /** To the artifact of the rollout. */
  | 'FORWARD';

/** Why something is not believed. */
export type VerificationReason =
  /** The bytes are others, or the signature is of others. */
  | 'DIGEST_MISMATCH'
  /** What is said is older than what was said before. */
  | 'GENERATION_NOT_RISING'
  /** The key that signed is not valid yet, or not any more. */
  | 'KEY_NOT_VALID_NOW'
  /** What is said was only valid until some time ago. */
  | 'METADATA_EXPIRED'
  /** There are more bytes than there may be. */
  | 'OVERSIZE'
  /** A name leads to another place. */
  | 'PATH_TRAVERSAL'
  /** The key that signed was revoked. */
  | 'REVOKED_KEY'
  /** The bill of materials does not fit its specification. */
  | 'SBOM_INVALID'
  /** What is said is about more than it may be. */
  | 'SCOPE_WIDENED'
  /** Two lengths are named that differ. */
  | 'SIZE_MISMATCH'
  /** The statement is about another artifact. */
  | 'SUBJECT_MISMATCH'
  /** A link leads to another place. */
  | 'SYMLINK'
  /** Fewer different keys signed than must. */
  | 'THRESHOLD_NOT_MET'
  /** Bytes are missing at the end. */
  | 'TRUNCATED'
  /** Nobody here understands bytes of this sort. */
  | 'UNKNOWN_MEDIA_TYPE'
  /** Nothing is signed by a key of the tenant. */
  | 'UNSIGNED'
  /** No key of the tenant, or one of another role, made the signature. */
  | 'WRONG_KEY';

/** What a rollout, a wave or a device waits for. */
export type WaitingGate =
  /** That a person agrees to the next wave. */
  | 'APPROVAL'
  /** That the artifact is verified, or that somebody decides where it may not be used. */
  | 'ARTIFACT'
  /** Room in a budget. */
  | 'BUDGET'
  /** That the artifact is promoted to the channel of the device. */
  | 'CHANNEL'
  /** That the device is heard and begins. */
  | 'DEVICE'
  /** That the health of the devices can be judged. */
  | 'HEALTH'
  /** That another rollout ends with the device. */
  | 'LOCK'
  /** That the device reports. */
  | 'REPORT'
  /** That somebody resumes the rollout. */
  | 'RESUME'
  /** That the wave stays well for long enough. */
  | 'SOAK'
  /** That somebody starts the rollout. */
  | 'START'
  /** That enough devices succeed. */
  | 'SUCCESS'
  /** That the waves before pass. */
  | 'TURN'
  /** That the maintenance window of the place opens. */
  | 'WINDOW';

/** What a wave has to hold to; what is absent is as usual. */
export type WaveGatesInput = {
  /** Seconds from 10 up to 7 days; an hour if absent. */
  deadlineS?: number | null | undefined;
  /** From 1 on; no such border if absent. */
  failureCount?: number | null | undefined;
  /** 1 to 100; 30 if absent; 0 for no such border. */
  failurePercent?: number | null | undefined;
  /** From 1 on; 1 if absent; 0 for no such border. */
  lostMax?: number | null | undefined;
  /** From 1 on; 10 if absent. */
  minExecuted?: number | null | undefined;
  /** False if absent. */
  needsApproval?: boolean | null | undefined;
  /** False if absent. */
  needsHealth?: boolean | null | undefined;
  /** Seconds, up to 30 days; 0 if absent. */
  soakS?: number | null | undefined;
  /** 0 to 100; 90 if absent. */
  successPercent?: number | null | undefined;
};

/** Where a wave is in its life. */
export type WaveState =
  /** Its devices are updated. */
  | 'OPEN'
  /** Its gates let it pass, or a person did. */
  | 'PASSED'
  /** Its turn has not come. */
  | 'WAITING';

/** A day of the week. */
export type Weekday =
  /** Friday. */
  | 'FRI'
  /** Monday. */
  | 'MON'
  /** Saturday. */
  | 'SAT'
  /** Sunday. */
  | 'SUN'
  /** Thursday. */
  | 'THU'
  /** Tuesday. */
  | 'TUE'
  /** Wednesday. */
  | 'WED';

/** Which artifact nobody shall begin to use any more, for good. */
export type WithdrawArtifactInput = {
  /** The artifact. */
  artifactId: string | number;
  /** Why, for those who read it later. */
  reason: string;
};

export type AddKeyDialog_AddMutationMutationVariables = Exact<{
  input: AddSigningKeyInput;
}>;


export type AddKeyDialog_AddMutationMutation = { __typename: 'Mutation', addSigningKey: (
    { __typename: 'SigningKey' }
    & { ' $fragmentRefs'?: { 'SigningKey_KeyFragmentFragment': SigningKey_KeyFragmentFragment } }
  ) };

export type ArtifactActions_PromoteMutationMutationVariables = Exact<{
  input: PromoteArtifactInput;
}>;


export type ArtifactActions_PromoteMutationMutation = { __typename: 'Mutation', promoteArtifact: (
    { __typename: 'Artifact' }
    & { ' $fragmentRefs'?: { 'ArtifactPage_ArtifactFragmentFragment': ArtifactPage_ArtifactFragmentFragment } }
  ) };

export type ArtifactFilterBar_KeysQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type ArtifactFilterBar_KeysQueryQuery = { __typename: 'Query', signingKeys: Array<{ __typename: 'SigningKey', keyId: string, name: string }> };

export type ArtifactPage_ArtifactFragmentFragment = { __typename: 'Artifact', id: string, name: string, version: string, mediaType: string, digest: string, size: number, mirrors: Array<string>, retentionDays: number | null, state: ArtifactState, channel: ArtifactChannel | null, reason: VerificationReason | null, deviceCount: number, registeredAt: string, registeredBy: string, uploadedAt: string | null, judgedAt: string | null, promotedAt: string | null, withdrawnAt: string | null, withdrawReason: string | null, bytesRemovedAt: string | null, registeredByUser: { __typename: 'User', id: string, name: string, email: string } | null, faults: Array<{ __typename: 'ArtifactFault', reason: VerificationReason, words: string, evidenceId: string | null }>, signers: Array<{ __typename: 'ArtifactSigner', keyId: string, role: SigningKeyRole, evidenceId: string, key: { __typename: 'SigningKey', keyId: string, name: string, state: SigningKeyState } | null }>, evidence: Array<{ __typename: 'ArtifactEvidence', evidenceId: string, kind: EvidenceKind, mediaType: string, digest: string, size: number, attachedAt: string, attachedBy: string }>, sboms: Array<{ __typename: 'ArtifactSbom', evidenceId: string, specVersion: string, components: number }>, provenance: Array<{ __typename: 'ArtifactProvenance', predicateType: string, builder: string | null, buildType: string | null, invocation: string | null, finishedAt: string | null, materials: Array<{ __typename: 'BuildMaterial', uri: string, digest: string | null }> }> } & { ' $fragmentName'?: 'ArtifactPage_ArtifactFragmentFragment' };

export type ArtifactList_ArtifactsQueryQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  containing?: string | null | undefined;
  state?: ArtifactState | null | undefined;
  channel?: ArtifactChannel | null | undefined;
  signedBy?: string | number | null | undefined;
}>;


export type ArtifactList_ArtifactsQueryQuery = { __typename: 'Query', artifacts: { __typename: 'ArtifactConnection', edges: Array<{ __typename: 'ArtifactEdge', node: (
        { __typename: 'Artifact' }
        & { ' $fragmentRefs'?: { 'ArtifactRow_ArtifactFragmentFragment': ArtifactRow_ArtifactFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type ArtifactPage_ArtifactQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type ArtifactPage_ArtifactQueryQuery = { __typename: 'Query', artifact: (
    { __typename: 'Artifact' }
    & { ' $fragmentRefs'?: { 'ArtifactPage_ArtifactFragmentFragment': ArtifactPage_ArtifactFragmentFragment } }
  ) | null, signingThresholds: Array<{ __typename: 'SigningThreshold', role: SigningKeyRole, threshold: number }> };

export type ArtifactRow_ArtifactFragmentFragment = { __typename: 'Artifact', id: string, name: string, version: string, digest: string, size: number, state: ArtifactState, channel: ArtifactChannel | null, reason: VerificationReason | null, registeredAt: string, deviceCount: number, signers: Array<{ __typename: 'ArtifactSigner', keyId: string, role: SigningKeyRole, key: { __typename: 'SigningKey', keyId: string, name: string } | null }> } & { ' $fragmentName'?: 'ArtifactRow_ArtifactFragmentFragment' };

export type ComponentUsesPanel_UsesQueryQueryVariables = Exact<{
  purl?: string | null | undefined;
  name?: string | null | undefined;
  versions?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ComponentUsesPanel_UsesQueryQuery = { __typename: 'Query', componentUses: { __typename: 'ArtifactComponentConnection', edges: Array<{ __typename: 'ArtifactComponentEdge', node: { __typename: 'ArtifactComponent', artifactId: string, evidenceId: string, name: string, version: string | null, purl: string | null, artifact: { __typename: 'Artifact', id: string, name: string, version: string, state: ArtifactState, deviceCount: number } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type ComponentsTab_ArtifactQueryQueryVariables = Exact<{
  id: string | number;
  containing?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ComponentsTab_ArtifactQueryQuery = { __typename: 'Query', artifact: { __typename: 'Artifact', id: string, components: { __typename: 'ArtifactComponentConnection', edges: Array<{ __typename: 'ArtifactComponentEdge', node: { __typename: 'ArtifactComponent', evidenceId: string, name: string, version: string | null, purl: string | null, type: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type DeviceSoftwareTable_SoftwareFragmentFragment = { __typename: 'DeviceSoftware', name: string, version: string, digest: string, since: string, trace: SoftwareTrace, artifact: { __typename: 'Artifact', id: string } | null, device: { __typename: 'Device', id: string, name: string } } & { ' $fragmentName'?: 'DeviceSoftwareTable_SoftwareFragmentFragment' };

export type DevicesRunningPanel_DevicesQueryQueryVariables = Exact<{
  purl?: string | null | undefined;
  name?: string | null | undefined;
  versions?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type DevicesRunningPanel_DevicesQueryQuery = { __typename: 'Query', devicesRunning: { __typename: 'DeviceSoftwareConnection', edges: Array<{ __typename: 'DeviceSoftwareEdge', node: (
        { __typename: 'DeviceSoftware' }
        & { ' $fragmentRefs'?: { 'DeviceSoftwareTable_SoftwareFragmentFragment': DeviceSoftwareTable_SoftwareFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type PullTokenDialog_CreateMutationMutationVariables = Exact<{
  input: CreatePullTokenInput;
}>;


export type PullTokenDialog_CreateMutationMutation = { __typename: 'Mutation', createPullToken: { __typename: 'PullToken', token: string, path: string, expiresAt: string } };

export type RevokeKeyDialog_ArtifactsQueryQueryVariables = Exact<{
  keyId: string | number;
}>;


export type RevokeKeyDialog_ArtifactsQueryQuery = { __typename: 'Query', artifacts: { __typename: 'ArtifactConnection', edges: Array<{ __typename: 'ArtifactEdge', node: { __typename: 'Artifact', id: string, name: string, version: string, state: ArtifactState, signers: Array<{ __typename: 'ArtifactSigner', keyId: string, role: SigningKeyRole }> } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type RevokeKeyDialog_RevokeMutationMutationVariables = Exact<{
  input: RevokeSigningKeyInput;
}>;


export type RevokeKeyDialog_RevokeMutationMutation = { __typename: 'Mutation', revokeSigningKey: (
    { __typename: 'SigningKey' }
    & { ' $fragmentRefs'?: { 'SigningKey_KeyFragmentFragment': SigningKey_KeyFragmentFragment } }
  ) };

export type RotateKeyDialog_RotateMutationMutationVariables = Exact<{
  input: RotateSigningKeyInput;
}>;


export type RotateKeyDialog_RotateMutationMutation = { __typename: 'Mutation', rotateSigningKey: (
    { __typename: 'SigningKey' }
    & { ' $fragmentRefs'?: { 'SigningKey_KeyFragmentFragment': SigningKey_KeyFragmentFragment } }
  ) };

export type RunningOnTab_ArtifactQueryQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type RunningOnTab_ArtifactQueryQuery = { __typename: 'Query', artifact: { __typename: 'Artifact', id: string, runningOn: { __typename: 'DeviceSoftwareConnection', edges: Array<{ __typename: 'DeviceSoftwareEdge', node: (
          { __typename: 'DeviceSoftware' }
          & { ' $fragmentRefs'?: { 'DeviceSoftwareTable_SoftwareFragmentFragment': DeviceSoftwareTable_SoftwareFragmentFragment } }
        ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type SigningKey_KeyFragmentFragment = { __typename: 'SigningKey', keyId: string, name: string, role: SigningKeyRole, algorithm: SigningKeyAlgorithm, publicKeyPem: string, state: SigningKeyState, validFrom: string, validUntil: string | null, addedAt: string, addedBy: string, successorId: string | null, revokedAt: string | null, revokeReason: string | null, artifactCount: number, deviceCount: number, addedByUser: { __typename: 'User', id: string, name: string, email: string } | null } & { ' $fragmentName'?: 'SigningKey_KeyFragmentFragment' };

export type SigningKeys_KeysQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type SigningKeys_KeysQueryQuery = { __typename: 'Query', signingKeys: Array<(
    { __typename: 'SigningKey' }
    & { ' $fragmentRefs'?: { 'SigningKey_KeyFragmentFragment': SigningKey_KeyFragmentFragment } }
  )>, signingThresholds: Array<{ __typename: 'SigningThreshold', role: SigningKeyRole, threshold: number }> };

export type ThresholdsPanel_SetMutationMutationVariables = Exact<{
  input: SetSigningThresholdInput;
}>;


export type ThresholdsPanel_SetMutationMutation = { __typename: 'Mutation', setSigningThreshold: { __typename: 'SigningThreshold', role: SigningKeyRole, threshold: number } };

export type VerdictPanel_VerifyMutationMutationVariables = Exact<{
  artifactId: string | number;
}>;


export type VerdictPanel_VerifyMutationMutation = { __typename: 'Mutation', verifyArtifact: (
    { __typename: 'Artifact' }
    & { ' $fragmentRefs'?: { 'ArtifactPage_ArtifactFragmentFragment': ArtifactPage_ArtifactFragmentFragment } }
  ) };

export type VersionsTab_ArtifactsQueryQueryVariables = Exact<{
  name: string;
}>;


export type VersionsTab_ArtifactsQueryQuery = { __typename: 'Query', artifacts: { __typename: 'ArtifactConnection', edges: Array<{ __typename: 'ArtifactEdge', node: (
        { __typename: 'Artifact' }
        & { ' $fragmentRefs'?: { 'ArtifactRow_ArtifactFragmentFragment': ArtifactRow_ArtifactFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type WithdrawDialog_WithdrawMutationMutationVariables = Exact<{
  input: WithdrawArtifactInput;
}>;


export type WithdrawDialog_WithdrawMutationMutation = { __typename: 'Mutation', withdrawArtifact: (
    { __typename: 'Artifact' }
    & { ' $fragmentRefs'?: { 'ArtifactPage_ArtifactFragmentFragment': ArtifactPage_ArtifactFragmentFragment } }
  ) };

export type ApproveBatch_ApproveMutationMutationVariables = Exact<{
  input: ApproveBatchInput;
}>;


export type ApproveBatch_ApproveMutationMutation = { __typename: 'Mutation', approveBatch: { __typename: 'Batch', id: string, state: BatchState } };

export type BatchDialog_StartMutationMutationVariables = Exact<{
  input: StartBatchInput;
}>;


export type BatchDialog_StartMutationMutation = { __typename: 'Mutation', startBatch: { __typename: 'Batch', id: string, state: BatchState } };

export type BatchList_BatchesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type BatchList_BatchesQueryQuery = { __typename: 'Query', batches: { __typename: 'BatchConnection', edges: Array<{ __typename: 'BatchEdge', node: { __typename: 'Batch', id: string, state: BatchState, reason: string | null, plannedAt: string, startedAt: string | null, endedAt: string | null, plan: { __typename: 'BatchPlan', id: string, action: BatchAction, devices: number }, progress: Array<{ __typename: 'BatchCount', state: string, count: number }> } }> } };

export type ExportDevices_DevicesQueryQueryVariables = Exact<{
  q?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ExportDevices_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', edges: Array<{ __typename: 'DeviceEdge', node: { __typename: 'Device', id: string, name: string, kind: DeviceKind, trust: TrustState, phase: LifecyclePhase, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode, lastSeenAt: string | null }, domain: { __typename: 'Domain', id: string, path: string }, location: { __typename: 'Location', id: string, name: string } | null } }>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type StopBatch_StopMutationMutationVariables = Exact<{
  input: StopBatchInput;
}>;


export type StopBatch_StopMutationMutation = { __typename: 'Mutation', stopBatch: { __typename: 'Batch', id: string, state: BatchState } };

export type BatchPlan_PlanMutationMutationVariables = Exact<{
  input: PlanBatchInput;
}>;


export type BatchPlan_PlanMutationMutation = { __typename: 'Mutation', planBatch: { __typename: 'BatchPlan', id: string, action: BatchAction, expiresAt: string, devices: number, tenants: number, relaysCutOff: number, actLater: number, needsApproval: boolean, confirm: string, byState: Array<{ __typename: 'BatchCount', state: string, count: number }>, domains: Array<{ __typename: 'BatchDomain', domainId: string, count: number, domain: { __typename: 'Domain', id: string, name: string } | null }>, why: Array<{ __typename: 'ApprovalReason', detail: string }>, sample: { __typename: 'DeviceConnection', edges: Array<{ __typename: 'DeviceEdge', node: { __typename: 'Device', id: string, name: string } }> } } };

export type Batch_BatchQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type Batch_BatchQueryQuery = { __typename: 'Query', batch: { __typename: 'Batch', id: string, state: BatchState, reason: string | null, plannedBy: string, plannedAt: string, startedBy: string | null, approvedBy: string | null, startedAt: string | null, endedAt: string | null, endReason: string | null, expiresAt: string, plannedByUser: { __typename: 'User', id: string, name: string, email: string } | null, startedByUser: { __typename: 'User', id: string, name: string, email: string } | null, approvedByUser: { __typename: 'User', id: string, name: string, email: string } | null, progress: Array<{ __typename: 'BatchCount', state: string, count: number }>, plan: { __typename: 'BatchPlan', id: string, action: BatchAction, payload: unknown, devices: number, actLater: number, relaysCutOff: number, needsApproval: boolean, why: Array<{ __typename: 'ApprovalReason', detail: string }>, byState: Array<{ __typename: 'BatchCount', state: string, count: number }>, domains: Array<{ __typename: 'BatchDomain', domainId: string, count: number, domain: { __typename: 'Domain', id: string, name: string } | null }> }, targets: { __typename: 'BatchTargetConnection', edges: Array<{ __typename: 'BatchTargetEdge', node: { __typename: 'BatchTarget', deviceId: string, code: string | null, message: string | null, device: { __typename: 'Device', id: string, name: string } | null } }> } } | null };

export type CancelCommand_CancelMutationMutationVariables = Exact<{
  input: CancelCommandInput;
}>;


export type CancelCommand_CancelMutationMutation = { __typename: 'Mutation', cancelCommand: (
    { __typename: 'Command' }
    & { ' $fragmentRefs'?: { 'CommandRow_CommandFragmentFragment': CommandRow_CommandFragmentFragment } }
  ) };

export type CommandRow_CommandFragmentFragment = { __typename: 'Command', id: string, deviceId: string, batchId: string | null, kind: CommandKind, payload: unknown, delivery: DeliverySemantics, state: CommandState, stageReason: string | null, reason: string, issuedBy: string, authorityId: string, authorityEpoch: number, queuedAt: string, expiresAt: string, deliveredAt: string | null, attempts: number, acknowledgedAt: string | null, cancelRequestedAt: string | null, endedAt: string | null, issuedByUser: { __typename: 'User', id: string, name: string } | null, report: { __typename: 'CommandReport', exitCode: number | null, outputBytes: number, outputTruncated: boolean, partial: string | null, startedAtMs: number | null, finishedAtMs: number | null } | null, lateReport: { __typename: 'LateCommandReport', outcome: CommandOutcome, exitCode: number | null } | null, device: { __typename: 'Device', id: string, name: string } | null } & { ' $fragmentName'?: 'CommandRow_CommandFragmentFragment' };

export type CommandOutput_OutputQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type CommandOutput_OutputQueryQuery = { __typename: 'Query', command: { __typename: 'Command', id: string, output: string | null } | null };

export type IssueCommand_IssueMutationMutationVariables = Exact<{
  input: IssueCommandInput;
}>;


export type IssueCommand_IssueMutationMutation = { __typename: 'Mutation', issueCommand: { __typename: 'CommandIssue', batchId: string | null, accepted: number, refused: Array<{ __typename: 'RefusedDevice', deviceId: string, code: string, message: string }> } };

export type Commands_CommandsQueryQueryVariables = Exact<{
  q: string;
  first: number;
  after?: string | null | undefined;
}>;


export type Commands_CommandsQueryQuery = { __typename: 'Query', commands: { __typename: 'CommandConnection', edges: Array<{ __typename: 'CommandEdge', node: (
        { __typename: 'Command' }
        & { ' $fragmentRefs'?: { 'CommandRow_CommandFragmentFragment': CommandRow_CommandFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type Commands_ChangedSubscriptionSubscriptionVariables = Exact<{
  deviceId?: string | number | null | undefined;
  batchId?: string | number | null | undefined;
}>;


export type Commands_ChangedSubscriptionSubscription = { commandChanged: { __typename: 'CommandChange', seq: number, command: (
      { __typename: 'Command' }
      & { ' $fragmentRefs'?: { 'CommandRow_CommandFragmentFragment': CommandRow_CommandFragmentFragment } }
    ) } };

export type RunbookChoices_RunbooksQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type RunbookChoices_RunbooksQueryQuery = { __typename: 'Query', runbooks: { __typename: 'RunbookConnection', edges: Array<{ __typename: 'RunbookEdge', node: { __typename: 'Runbook', runbookId: string, version: number, name: string, description: string, parameters: Array<{ __typename: 'RunbookParameter', name: string, type: RunbookParameterType, pattern: string | null, lengthMax: number | null, values: Array<string> | null, min: number | null, max: number | null }> } }> } };

export type AcceptAgentDialog_AcceptMutationMutationVariables = Exact<{
  input: AgentMeasurementInput;
}>;


export type AcceptAgentDialog_AcceptMutationMutation = { __typename: 'Mutation', acceptAgentMeasurement: Array<{ __typename: 'AgentMeasurement', sha256: string }> };

export type AcceptBaselineDialog_AcceptMutationMutationVariables = Exact<{
  input: AcceptDeviceBaselineInput;
}>;


export type AcceptBaselineDialog_AcceptMutationMutation = { __typename: 'Mutation', acceptDeviceBaseline: (
    { __typename: 'SupplyChainProjection' }
    & { ' $fragmentRefs'?: { 'SupplyChain_ProjectionFragmentFragment': SupplyChain_ProjectionFragmentFragment } }
  ) };

export type ApproveDeviceButton_ApproveMutationMutationVariables = Exact<{
  input: ApproveDeviceInput;
}>;


export type ApproveDeviceButton_ApproveMutationMutation = { __typename: 'Mutation', approveDevice: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase, approvedAt: string | null, approvedBy: string | null } };

export type AuthorityPanel_DeviceFragmentFragment = { __typename: 'Device', authority: { __typename: 'Authority', masterOfRecord: MasterOfRecord, controllerIds: Array<string>, epoch: number, lastAuthoritativeUpdateAt: string } } & { ' $fragmentName'?: 'AuthorityPanel_DeviceFragmentFragment' };

export type CertificatePanel_DeviceFragmentFragment = { __typename: 'Device', trust: TrustState, certificate: { __typename: 'DeviceCertificate', serial: string, fingerprint: string, notBefore: string, notAfter: string } | null } & { ' $fragmentName'?: 'CertificatePanel_DeviceFragmentFragment' };

export type ConnectivityPanel_DeviceFragmentFragment = { __typename: 'Device', connectivity: { __typename: 'Connectivity', mode: ConnectivityMode, since: string, lastSeenAt: string | null, linkQuality: { __typename: 'LinkQuality', rttMs: number | null, lossPct: number | null, bandwidthKbps: number | null }, syncDebt: { __typename: 'SyncDebt', secondsBehind: number, backlogMessages: number, replayRequired: boolean } } } & { ' $fragmentName'?: 'ConnectivityPanel_DeviceFragmentFragment' };

export type DecommissionNotice_DeviceFragmentFragment = { __typename: 'Device', decommission: { __typename: 'Decommission', startedAt: string, reason: string, steps: Array<{ __typename: 'DecommissionStep', name: DecommissionStepName, state: DecommissionStepState, at: string | null, detail: string | null }> } | null } & { ' $fragmentName'?: 'DecommissionNotice_DeviceFragmentFragment' };

export type DenyDeviceButton_DenyMutationMutationVariables = Exact<{
  input: DenyDeviceInput;
}>;


export type DenyDeviceButton_DenyMutationMutation = { __typename: 'Mutation', denyDevice: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase, stateReason: string | null } };

export type DesiredReportedPanel_DeviceFragmentFragment = { __typename: 'Device', desired: { __typename: 'DesiredState', policyBundleId: string, targetVersion: string | null } | null, reported: { __typename: 'ReportedState', agentVersion: string, health: RuntimeHealth, lastHeartbeatAt: string, uptimeS: number | null } | null } & { ' $fragmentName'?: 'DesiredReportedPanel_DeviceFragmentFragment' };

export type DeviceActions_DeviceFragmentFragment = { __typename: 'Device', id: string, name: string, trust: TrustState, phase: LifecyclePhase, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode } } & { ' $fragmentName'?: 'DeviceActions_DeviceFragmentFragment' };

export type DeviceDetail_DeviceQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type DeviceDetail_DeviceQueryQuery = { __typename: 'Query', device: (
    { __typename: 'Device', id: string, name: string, stateSince: string, phase: LifecyclePhase, trust: TrustState }
    & { ' $fragmentRefs'?: { 'DeviceHeader_DeviceFragmentFragment': DeviceHeader_DeviceFragmentFragment;'StandingNotices_DeviceFragmentFragment': StandingNotices_DeviceFragmentFragment;'StateTab_DeviceFragmentFragment': StateTab_DeviceFragmentFragment } }
  ) | null };

export type DeviceDetail_ChangesSubscriptionSubscriptionVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
}>;


export type DeviceDetail_ChangesSubscriptionSubscription = { deviceChanged: { __typename: 'DeviceChange', seq: number, device: (
      { __typename: 'Device', id: string, name: string, stateSince: string, phase: LifecyclePhase, trust: TrustState }
      & { ' $fragmentRefs'?: { 'DeviceHeader_DeviceFragmentFragment': DeviceHeader_DeviceFragmentFragment;'StandingNotices_DeviceFragmentFragment': StandingNotices_DeviceFragmentFragment;'StateTab_DeviceFragmentFragment': StateTab_DeviceFragmentFragment } }
    ) } };

export type DeviceHeader_DeviceFragmentFragment = (
  { __typename: 'Device', id: string, name: string, kind: DeviceKind, trust: TrustState, phase: LifecyclePhase, stateSince: string, stateReason: string | null, channel: string, labels: Array<{ __typename: 'Label', key: string, value: string }>, domain: { __typename: 'Domain', id: string, name: string, slug: string }, location: { __typename: 'Location', id: string, name: string, timeZone: string } | null, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode, since: string, lastSeenAt: string | null } }
  & { ' $fragmentRefs'?: { 'DeviceActions_DeviceFragmentFragment': DeviceActions_DeviceFragmentFragment } }
) & { ' $fragmentName'?: 'DeviceHeader_DeviceFragmentFragment' };

export type InstancesPanel_DeviceFragmentFragment = { __typename: 'Device', id: string, name: string, clone: { __typename: 'CloneCase', suspectedAt: string, resolvedAt: string | null, keptBootId: string | null } | null, instances: Array<{ __typename: 'DeviceInstance', bootId: string, epoch: number, seq: number, firstSeenAt: string | null, lastSeenAt: string, isCurrent: boolean, isRejected: boolean }> } & { ' $fragmentName'?: 'InstancesPanel_DeviceFragmentFragment' };

export type InstancesPanel_ResolveMutationMutationVariables = Exact<{
  input: ResolveCloneInput;
}>;


export type InstancesPanel_ResolveMutationMutation = { __typename: 'Mutation', resolveClone: { __typename: 'Device', id: string, clone: { __typename: 'CloneCase', resolvedAt: string | null, keptBootId: string | null } | null } };

export type InventoryTab_DeviceQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type InventoryTab_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, inventory: { __typename: 'Inventory', cpu: string | null, cpuCores: number | null, ramBytes: number | null, storageBytes: number | null, gpus: Array<string>, os: string | null, kernel: string | null, hostname: string | null, reportedAt: string, collectors: Array<{ __typename: 'Collector', name: string, state: CollectorState, reason: string | null }> } | null } | null };

export type MachinesPanel_DeviceFragmentFragment = { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase, state: string, stateReason: string | null, approvedAt: string | null, approvedBy: string | null, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode }, approvedByUser: { __typename: 'User', id: string, name: string, email: string } | null } & { ' $fragmentName'?: 'MachinesPanel_DeviceFragmentFragment' };

export type DeviceMetrics_HistoryQueryQueryVariables = Exact<{
  id: string | number;
  range: TimeRangeInput;
  step?: number | null | undefined;
  series?: Array<string> | string | null | undefined;
}>;


export type DeviceMetrics_HistoryQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, metrics: { __typename: 'DeviceMetrics', rollup: Rollup, stepS: number, series: Array<{ __typename: 'MetricSeries', name: string, times: Array<number>, avg: Array<number | null> }>, losses: Array<{ __typename: 'DeclaredLoss', class: TelemetryClass, from: string, to: string, count: number, reason: string }> } } | null };

export type ReplaySession_SessionFragmentFragment = { __typename: 'ReplaySessionInfo', id: string, sessionEpoch: number, journalEpoch: number, firstSeq: number, acceptedSeq: number, lastSeq: number, permitted: number, conflicts: number, unauthorised: number, dropped: number, evidence: string | null, endReason: string | null, openedAt: string, endedAt: string | null, state: ReplayState, ratePerS: number | null, etaS: number | null, oldestAt: string | null } & { ' $fragmentName'?: 'ReplaySession_SessionFragmentFragment' };

export type StandingNotices_DeviceFragmentFragment = (
  { __typename: 'Device', id: string, trust: TrustState, quarantine: { __typename: 'QuarantineInfo', since: string, reason: string, cause: QuarantineCause, evidence: string | null, attempts: number, heldItems: number, heldBytes: number, diverted: { __typename: 'DivertedCounts', telemetry: number, reports: number, events: number } } | null, clone: { __typename: 'CloneCase', suspectedAt: string, resolvedAt: string | null } | null, reasons: Array<{ __typename: 'DegradedReason', code: DegradedCode, detail: string }>, retention: { __typename: 'Retention', retentionClass: RetentionClass, retiredAt: string, retainUntil: string } | null }
  & { ' $fragmentRefs'?: { 'DecommissionNotice_DeviceFragmentFragment': DecommissionNotice_DeviceFragmentFragment } }
) & { ' $fragmentName'?: 'StandingNotices_DeviceFragmentFragment' };

export type StateTab_DeviceFragmentFragment = (
  { __typename: 'Device' }
  & { ' $fragmentRefs'?: { 'InstancesPanel_DeviceFragmentFragment': InstancesPanel_DeviceFragmentFragment;'MachinesPanel_DeviceFragmentFragment': MachinesPanel_DeviceFragmentFragment;'ConnectivityPanel_DeviceFragmentFragment': ConnectivityPanel_DeviceFragmentFragment;'DesiredReportedPanel_DeviceFragmentFragment': DesiredReportedPanel_DeviceFragmentFragment;'AuthorityPanel_DeviceFragmentFragment': AuthorityPanel_DeviceFragmentFragment;'CertificatePanel_DeviceFragmentFragment': CertificatePanel_DeviceFragmentFragment } }
) & { ' $fragmentName'?: 'StateTab_DeviceFragmentFragment' };

export type SupplyChain_ProjectionFragmentFragment = { __typename: 'SupplyChainProjection', verdict: SupplyChainVerdict, reportedAt: string, judgedAt: string, reasons: Array<{ __typename: 'SupplyChainReason', code: SupplyChainReasonCode, isViolation: boolean, subject: string, detail: string }>, hardware: { __typename: 'SupplyChainHardware', serial: string | null, manufacturer: string | null, model: string | null, parts: Array<{ __typename: 'HardwarePart', kind: string, name: string, vendor: string | null, serial: string | null }> }, firmware: Array<{ __typename: 'SupplyChainFirmware', name: string, vendor: string | null, version: string }>, software: Array<{ __typename: 'InstalledSoftware', name: string, version: string, digest: string | null, source: string, trace: SoftwareTrace, hasProvenance: boolean, hasSbom: boolean, artifact: { __typename: 'Artifact', id: string, name: string, version: string, signers: Array<{ __typename: 'ArtifactSigner', keyId: string, role: SigningKeyRole, key: { __typename: 'SigningKey', keyId: string, name: string } | null }> } | null }>, attestation: { __typename: 'AgentAttestation', verifiedAt: string, measuredAt: string, sequence: number, agentVersion: string, binarySha256: string, expectedSha256: string | null, runtimeSha256: string | null, configSha256: string, expectedConfigSha256: string, certificateFingerprint: string, verdict: SupplyChainVerdict } } & { ' $fragmentName'?: 'SupplyChain_ProjectionFragmentFragment' };

export type SupplyChainTab_DeviceQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type SupplyChainTab_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, name: string, software: Array<(
      { __typename: 'DeviceSoftware' }
      & { ' $fragmentRefs'?: { 'DeviceSoftwareTable_SoftwareFragmentFragment': DeviceSoftwareTable_SoftwareFragmentFragment } }
    )>, supplyChain: (
      { __typename: 'SupplyChainProjection' }
      & { ' $fragmentRefs'?: { 'SupplyChain_ProjectionFragmentFragment': SupplyChain_ProjectionFragmentFragment } }
    ) | null } | null };

export type SupplyChainVerdictPanel_AttentionQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type SupplyChainVerdictPanel_AttentionQueryQuery = { __typename: 'Query', attentionQueue: { __typename: 'AttentionItemConnection', edges: Array<{ __typename: 'AttentionItemEdge', node: { __typename: 'AttentionItem', id: string, key: string, kind: AttentionKind, scope: { __typename: 'AttentionScope', deviceId: string | null } } }> } };

export type UpdatesTab_DeviceQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type UpdatesTab_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, updateState: { __typename: 'RolloutTarget', rolloutId: string, wave: number, direction: UpdateDirection, bucket: RolloutBucket, since: string, attempts: number, code: string | null, detail: string | null, rollout: { __typename: 'Rollout', id: string, name: string, artifact: { __typename: 'RolloutArtifact', name: string, version: string, digest: string } } | null } | null, currentLease: { __typename: 'Lease', id: string, state: LeaseState, fence: number, direction: UpdateDirection, grantedAt: string, beginBefore: string, begunAt: string | null, dueAt: string | null, suspicion: string | null } | null, waitingFor: { __typename: 'WaitingFor', gate: WaitingGate, have: number | null, need: number | null, budget: string | null, approval: string | null, since: string | null, until: string | null, unblocks: string } | null } | null };

export type Journal_DeviceQueryQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type Journal_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, journal: { __typename: 'JournalConnection', edges: Array<{ __typename: 'JournalEdge', node: { __typename: 'JournalEntry', id: string, epoch: number, seq: number, toSeq: number, class: JournalClass | null, kind: string, body: string | null, deviceAt: string | null, recordedAt: string, verdict: DecisionVerdict | null, because: string | null, isDropped: boolean, hash: string, place: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type DeviceLife_QuarantineMutationMutationVariables = Exact<{
  input: QuarantineDeviceInput;
}>;


export type DeviceLife_QuarantineMutationMutation = { __typename: 'Mutation', quarantineDevice: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase } };

export type DeviceLife_ReleaseMutationMutationVariables = Exact<{
  input: ReleaseDeviceInput;
}>;


export type DeviceLife_ReleaseMutationMutation = { __typename: 'Mutation', releaseDevice: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase } };

export type DeviceLife_RotateMutationMutationVariables = Exact<{
  input: RotateCredentialsInput;
}>;


export type DeviceLife_RotateMutationMutation = { __typename: 'Mutation', rotateCredentials: { __typename: 'Device', id: string, trust: TrustState } };

export type DeviceLife_DecommissionMutationMutationVariables = Exact<{
  input: StartDecommissionInput;
}>;


export type DeviceLife_DecommissionMutationMutation = { __typename: 'Mutation', startDecommission: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase } };

export type DeviceLife_RetireMutationMutationVariables = Exact<{
  input: RetireDeviceInput;
}>;


export type DeviceLife_RetireMutationMutation = { __typename: 'Mutation', retireDevice: { __typename: 'Device', id: string, phase: LifecyclePhase } };

export type DeviceLife_RevokeMutationMutationVariables = Exact<{
  input: RevokeDeviceInput;
}>;


export type DeviceLife_RevokeMutationMutation = { __typename: 'Mutation', revokeDevice: { __typename: 'Device', id: string, trust: TrustState, phase: LifecyclePhase } };

export type DeviceMetrics_LiveSubscriptionSubscriptionVariables = Exact<{
  deviceIds: Array<string | number> | string | number;
  series?: Array<string> | string | null | undefined;
}>;


export type DeviceMetrics_LiveSubscriptionSubscription = { deviceMetrics: { __typename: 'DeviceMetricsUpdate', seq: number, timesMs: Array<number>, series: Array<string>, values: Array<Array<number | null> | null> } };

export type DevicePast_RibbonsQueryQueryVariables = Exact<{
  id: string | number;
  from: string;
  to: string;
}>;


export type DevicePast_RibbonsQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, ribbons: { __typename: 'DeviceRibbons', trust: Array<{ __typename: 'RibbonSegment', state: string, from: string, to: string, reason: string | null }>, phase: Array<{ __typename: 'RibbonSegment', state: string, from: string, to: string, reason: string | null }>, connectivity: Array<{ __typename: 'RibbonSegment', state: string, from: string, to: string, reason: string | null }> } } | null };

export type DevicePast_AsOfQueryQueryVariables = Exact<{
  id: string | number;
  at: string;
}>;


export type DevicePast_AsOfQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, asOf: { __typename: 'DeviceAsOf', at: string, name: string, trust: TrustState, phase: LifecyclePhase, mode: ConnectivityMode, stateWord: string, agentVersion: string, labels: Array<{ __typename: 'Label', key: string, value: string }>, authority: { __typename: 'PastAuthority', authorityId: string, masterOfRecord: MasterOfRecord, epoch: number }, domain: { __typename: 'Domain', id: string, name: string }, location: { __typename: 'Location', id: string, name: string } | null } | null } | null };

export type QuarantineTab_ItemsQueryQueryVariables = Exact<{
  deviceId: string | number;
  first: number;
}>;


export type QuarantineTab_ItemsQueryQuery = { __typename: 'Query', quarantinedItems: { __typename: 'QuarantinedItemConnection', totalCount: number | null, edges: Array<{ __typename: 'QuarantinedItemEdge', node: { __typename: 'QuarantinedItem', id: string, kind: QuarantinedKind, payload: unknown, bytes: number, divertedAt: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type QuarantineTab_TelemetryQueryQueryVariables = Exact<{
  deviceId: string | number;
  first: number;
}>;


export type QuarantineTab_TelemetryQueryQuery = { __typename: 'Query', quarantinedTelemetry: { __typename: 'QuarantinedBatchConnection', totalCount: number | null, edges: Array<{ __typename: 'QuarantinedBatchEdge', node: { __typename: 'QuarantinedBatch', id: string, epoch: number, fromSeq: number, toSeq: number, records: number, series: Array<string>, firstAt: string | null, lastAt: string | null, bytes: number, divertedAt: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type QuarantineTab_ReleaseItemsMutationMutationVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
  deviceId?: string | number | null | undefined;
}>;


export type QuarantineTab_ReleaseItemsMutationMutation = { __typename: 'Mutation', releaseQuarantined: { __typename: 'QuarantineDecision', items: number } };

export type QuarantineTab_DiscardItemsMutationMutationVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
  deviceId?: string | number | null | undefined;
}>;


export type QuarantineTab_DiscardItemsMutationMutation = { __typename: 'Mutation', discardQuarantined: { __typename: 'QuarantineDecision', items: number } };

export type QuarantineTab_ReleaseTelemetryMutationMutationVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
  deviceId?: string | number | null | undefined;
}>;


export type QuarantineTab_ReleaseTelemetryMutationMutation = { __typename: 'Mutation', releaseQuarantinedTelemetry: number };

export type QuarantineTab_DiscardTelemetryMutationMutationVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
  deviceId?: string | number | null | undefined;
}>;


export type QuarantineTab_DiscardTelemetryMutationMutation = { __typename: 'Mutation', discardQuarantinedTelemetry: number };

export type ReplayTab_DeviceQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type ReplayTab_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, replay: (
      { __typename: 'ReplaySessionInfo' }
      & { ' $fragmentRefs'?: { 'ReplaySession_SessionFragmentFragment': ReplaySession_SessionFragmentFragment } }
    ) | null, replays: { __typename: 'ReplayConnection', edges: Array<{ __typename: 'ReplayEdge', node: (
          { __typename: 'ReplaySessionInfo' }
          & { ' $fragmentRefs'?: { 'ReplaySession_SessionFragmentFragment': ReplaySession_SessionFragmentFragment } }
        ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } } | null };

export type ReplayTab_ProgressSubscriptionSubscriptionVariables = Exact<{
  deviceId: string | number;
}>;


export type ReplayTab_ProgressSubscriptionSubscription = { replayProgress: { __typename: 'ReplayProgress', seq: number, deviceId: string, replay: (
      { __typename: 'ReplaySessionInfo' }
      & { ' $fragmentRefs'?: { 'ReplaySession_SessionFragmentFragment': ReplaySession_SessionFragmentFragment } }
    ) | null } };

export type TimelineTab_DeviceQueryQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type TimelineTab_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, timeline: { __typename: 'TimelineConnection', edges: Array<{ __typename: 'TimelineEdge', node: { __typename: 'TimelineEntry', id: string, type: string, summary: string, at: string, actor: string, position: string, data: unknown, actorUser: { __typename: 'User', id: string, name: string, email: string } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type UpdateJournal_DeviceQueryQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type UpdateJournal_DeviceQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, updateJournal: { __typename: 'UpdateJournalEntryConnection', edges: Array<{ __typename: 'UpdateJournalEntryEdge', node: { __typename: 'UpdateJournalEntry', id: string, direction: UpdateDirection, generation: number, leaseState: LeaseState | null, fence: number | null, grantedAt: string | null, begunAt: string | null, endedAt: string | null, code: string | null, detail: string | null, steps: Array<{ __typename: 'UpdateStep', state: string, at: string }>, artifact: { __typename: 'RolloutArtifact', name: string, version: string, digest: string } | null, rollout: { __typename: 'Rollout', id: string, name: string } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type DeviceTable_DevicesQueryQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  q?: string | null | undefined;
  sort?: string | null | undefined;
}>;


export type DeviceTable_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', totalCount: number | null, edges: Array<{ __typename: 'DeviceEdge', node: (
        { __typename: 'Device' }
        & { ' $fragmentRefs'?: { 'DeviceRow_DeviceFragmentFragment': DeviceRow_DeviceFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type DevicePeekPanel_NameQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type DevicePeekPanel_NameQueryQuery = { __typename: 'Query', device: { __typename: 'Device', id: string, name: string } | null };

export type DevicePeek_DeviceQueryQueryVariables = Exact<{
  id: string | number;
  range: TimeRangeInput;
  series?: Array<string> | string | null | undefined;
}>;


export type DevicePeek_DeviceQueryQuery = { __typename: 'Query', device: (
    { __typename: 'Device', id: string, name: string, kind: DeviceKind, trust: TrustState, phase: LifecyclePhase, stateReason: string | null, channel: string, enrolledAt: string, labels: Array<{ __typename: 'Label', key: string, value: string }>, domain: { __typename: 'Domain', id: string, name: string, path: string }, location: { __typename: 'Location', id: string, name: string } | null, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode, since: string, lastSeenAt: string | null, linkQuality: { __typename: 'LinkQuality', rttMs: number | null, lossPct: number | null, bandwidthKbps: number | null }, syncDebt: { __typename: 'SyncDebt', backlogMessages: number } }, reported: { __typename: 'ReportedState', agentVersion: string, health: RuntimeHealth } | null, metrics: (
      { __typename: 'DeviceMetrics' }
      & { ' $fragmentRefs'?: { 'PeekSparklines_MetricsFragmentFragment': PeekSparklines_MetricsFragmentFragment } }
    ) }
    & { ' $fragmentRefs'?: { 'DeviceActions_DeviceFragmentFragment': DeviceActions_DeviceFragmentFragment } }
  ) | null };

export type DeviceRow_DeviceFragmentFragment = { __typename: 'Device', id: string, name: string, kind: DeviceKind, trust: TrustState, phase: LifecyclePhase, state: string, stateSince: string, stateReason: string | null, channel: string, labels: Array<{ __typename: 'Label', key: string, value: string }>, domain: { __typename: 'Domain', id: string, name: string, slug: string, path: string }, location: { __typename: 'Location', id: string, name: string } | null, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode, since: string, lastSeenAt: string | null, linkQuality: { __typename: 'LinkQuality', rttMs: number | null, lossPct: number | null, bandwidthKbps: number | null } }, reported: { __typename: 'ReportedState', agentVersion: string } | null } & { ' $fragmentName'?: 'DeviceRow_DeviceFragmentFragment' };

export type FilterBar_PlacesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type FilterBar_PlacesQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, slug: string }>, locations: Array<{ __typename: 'Location', id: string, name: string }> };

export type PeekSparklines_MetricsFragmentFragment = { __typename: 'DeviceMetrics', from: string, to: string, stepS: number, series: Array<{ __typename: 'MetricSeries', name: string, times: Array<number>, avg: Array<number | null> }> } & { ' $fragmentName'?: 'PeekSparklines_MetricsFragmentFragment' };

export type DeviceTable_ChangesSubscriptionSubscriptionVariables = Exact<{
  q?: string | null | undefined;
}>;


export type DeviceTable_ChangesSubscriptionSubscription = { deviceChanged: { __typename: 'DeviceChange', seq: number, matches: boolean, device: (
      { __typename: 'Device' }
      & { ' $fragmentRefs'?: { 'DeviceRow_DeviceFragmentFragment': DeviceRow_DeviceFragmentFragment } }
    ) } };

export type DeviceTable_HeartbeatsSubscriptionSubscriptionVariables = Exact<{
  ids?: Array<string | number> | string | number | null | undefined;
}>;


export type DeviceTable_HeartbeatsSubscriptionSubscription = { deviceChanged: { __typename: 'DeviceChange', seq: number, device: (
      { __typename: 'Device' }
      & { ' $fragmentRefs'?: { 'DeviceRow_DeviceFragmentFragment': DeviceRow_DeviceFragmentFragment } }
    ) } };

export type AuthorityConflict_ConflictFragmentFragment = { __typename: 'AuthorityConflict', id: string, authorityId: string, epoch: number, currentAuthorityId: string, currentEpoch: number, what: string, detectedAt: string, device: { __typename: 'Device', id: string, name: string } | null, domain: { __typename: 'Domain', id: string, name: string } | null } & { ' $fragmentName'?: 'AuthorityConflict_ConflictFragmentFragment' };

export type AuthorityConflict_ResolveMutationMutationVariables = Exact<{
  input: ResolveAuthorityConflictInput;
}>;


export type AuthorityConflict_ResolveMutationMutation = { __typename: 'Mutation', resolveAuthorityConflict: { __typename: 'AuthorityConflict', id: string, isOpen: boolean, resolvedAt: string | null } };

export type DomainAuthority_AuthorityQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type DomainAuthority_AuthorityQueryQuery = { __typename: 'Query', domain: { __typename: 'Domain', id: string, authority: { __typename: 'Authority', authorityId: string, masterOfRecord: MasterOfRecord, stage: AuthorityStage, controllerIds: Array<string>, epoch: number, since: string | null, reason: string | null }, authorityDomain: { __typename: 'Domain', id: string, name: string } | null } | null, authorityConflicts: { __typename: 'AuthorityConflictConnection', totalCount: number | null, edges: Array<{ __typename: 'AuthorityConflictEdge', node: (
        { __typename: 'AuthorityConflict', id: string }
        & { ' $fragmentRefs'?: { 'AuthorityConflict_ConflictFragmentFragment': AuthorityConflict_ConflictFragmentFragment } }
      ) }> } };

export type DomainPage_DomainQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type DomainPage_DomainQueryQuery = { __typename: 'Query', domain: { __typename: 'Domain', id: string, name: string, slug: string, path: string, deviceCount: number, localDecisions: Array<string> } | null };

export type DomainSettings_DomainQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type DomainSettings_DomainQueryQuery = { __typename: 'Query', domain: { __typename: 'Domain', id: string, parent: { __typename: 'Domain', id: string, name: string, settings: (
        { __typename: 'DomainSettings' }
        & { ' $fragmentRefs'?: { 'DomainSettings_SettingsFragmentFragment': DomainSettings_SettingsFragmentFragment } }
      ) } | null, settings: (
      { __typename: 'DomainSettings' }
      & { ' $fragmentRefs'?: { 'DomainSettings_SettingsFragmentFragment': DomainSettings_SettingsFragmentFragment } }
    ) } | null };

export type NotWellPanel_CountsQueryQueryVariables = Exact<{
  disconnected: string;
  delayed: string;
  degraded: string;
  quarantined: string;
  returning: string;
  pending: string;
}>;


export type NotWellPanel_CountsQueryQuery = { __typename: 'Query', disconnected: { __typename: 'DeviceConnection', totalCount: number | null }, delayed: { __typename: 'DeviceConnection', totalCount: number | null }, degraded: { __typename: 'DeviceConnection', totalCount: number | null }, quarantined: { __typename: 'DeviceConnection', totalCount: number | null }, returning: { __typename: 'DeviceConnection', totalCount: number | null }, pending: { __typename: 'DeviceConnection', totalCount: number | null } };

export type SettingsForm_SetMutationMutationVariables = Exact<{
  input: SetDomainSettingsInput;
}>;


export type SettingsForm_SetMutationMutation = { __typename: 'Mutation', setDomainSettings: { __typename: 'Domain', id: string, settings: (
      { __typename: 'DomainSettings' }
      & { ' $fragmentRefs'?: { 'DomainSettings_SettingsFragmentFragment': DomainSettings_SettingsFragmentFragment } }
    ) } };

export type DomainSettings_SettingsFragmentFragment = { __typename: 'DomainSettings', delayedAfterIntervals: number, edgeCachedAfterIntervals: number, disconnectedAfterIntervals: number, autonomyBudgetS: number, recoverAfterHeartbeats: number, degradedRttMs: number, degradedLossPct: number, degradedBandwidthKbps: number, clonePolicy: ClonePolicy, certificateGraceS: number, replayBudgetRecordsPerS: number, pinnedAgentVersion: string | null, compatibilityWindow: number, stalePolicyAfterS: number, clockSkewMaxS: number, cardinalityBudget: number, fourEyesAboveDevices: number, fourEyesAbovePct: number, commandConcurrencyMax: number, setHere: Array<string> } & { ' $fragmentName'?: 'DomainSettings_SettingsFragmentFragment' };

export type DebtTimeline_DomainQueryQueryVariables = Exact<{
  id: string | number;
  from: string;
  to: string;
}>;


export type DebtTimeline_DomainQueryQuery = { __typename: 'Query', domain: { __typename: 'Domain', id: string, name: string, children: Array<{ __typename: 'Domain', id: string, name: string, spectrum: (
        { __typename: 'Spectrum' }
        & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
      ) }> } | null, spectrumHistory: Array<{ __typename: 'SpectrumPoint', at: string, buckets: Array<{ __typename: 'SpectrumBucket', state: DisplayState, count: number }> }> };

export type DebtTimeline_BacklogQueryQueryVariables = Exact<{
  domainId: string | number;
}>;


export type DebtTimeline_BacklogQueryQuery = { __typename: 'Query', fleetHealth: Array<{ __typename: 'HealthSignal', name: string, trend: Array<{ __typename: 'HealthPoint', at: string, value: number | null }> }> };

export type TopologyPanel_TopologyQueryQueryVariables = Exact<{
  domainId: string | number;
  dots: number;
}>;


export type TopologyPanel_TopologyQueryQuery = { __typename: 'Query', topology: { __typename: 'Topology', relays: Array<{ __typename: 'TopologyRelay', relay: { __typename: 'Relay', id: string, health: PathHealth, healthSince: string, deviceCount: number, awayCount: number, rttMs: number | null, lossPct: number | null, device: { __typename: 'Device', id: string, name: string, trust: TrustState, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode } } }, devices: { __typename: 'TopologyGroup', total: number, remainder: number, counts: Array<{ __typename: 'SpectrumBucket', state: DisplayState, count: number }>, dots: Array<{ __typename: 'TopologyDot', deviceId: string, name: string, state: DisplayState }> } }>, direct: { __typename: 'TopologyGroup', total: number, remainder: number, counts: Array<{ __typename: 'SpectrumBucket', state: DisplayState, count: number }>, dots: Array<{ __typename: 'TopologyDot', deviceId: string, name: string, state: DisplayState }> } } };

export type PendingDevice_DeviceFragmentFragment = (
  { __typename: 'Device', id: string, name: string, kind: DeviceKind, enrolledAt: string, channel: string, labels: Array<{ __typename: 'Label', key: string, value: string }>, domain: { __typename: 'Domain', id: string, path: string }, location: { __typename: 'Location', id: string, name: string } | null }
  & { ' $fragmentRefs'?: { 'DeviceActions_DeviceFragmentFragment': DeviceActions_DeviceFragmentFragment } }
) & { ' $fragmentName'?: 'PendingDevice_DeviceFragmentFragment' };

export type PendingDevices_DevicesQueryQueryVariables = Exact<{
  q: string;
}>;


export type PendingDevices_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', totalCount: number | null, edges: Array<{ __typename: 'DeviceEdge', node: (
        { __typename: 'Device', id: string }
        & { ' $fragmentRefs'?: { 'PendingDevice_DeviceFragmentFragment': PendingDevice_DeviceFragmentFragment } }
      ) }> } };

export type PendingDevices_ChangesSubscriptionSubscriptionVariables = Exact<{
  q: string;
}>;


export type PendingDevices_ChangesSubscriptionSubscription = { deviceChanged: { __typename: 'DeviceChange', seq: number, matches: boolean, device: (
      { __typename: 'Device', id: string }
      & { ' $fragmentRefs'?: { 'PendingDevice_DeviceFragmentFragment': PendingDevice_DeviceFragmentFragment } }
    ) } };

export type RuleForm_DomainsQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type RuleForm_DomainsQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, path: string }> };

export type RuleForm_CreateMutationMutationVariables = Exact<{
  input: CreateAutoApprovalRuleInput;
}>;


export type RuleForm_CreateMutationMutation = { __typename: 'Mutation', createAutoApprovalRule: { __typename: 'AutoApprovalRule', id: string, name: string } };

export type RuleList_RulesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type RuleList_RulesQueryQuery = { __typename: 'Query', autoApprovalRules: Array<{ __typename: 'AutoApprovalRule', id: string, name: string, createdAt: string, createdBy: string, disabledAt: string | null, labels: Array<{ __typename: 'Label', key: string, value: string }>, domain: { __typename: 'Domain', id: string, path: string } | null }> };

export type RuleList_DisableMutationMutationVariables = Exact<{
  input: DisableAutoApprovalRuleInput;
}>;


export type RuleList_DisableMutationMutation = { __typename: 'Mutation', disableAutoApprovalRule: { __typename: 'AutoApprovalRule', id: string, disabledAt: string | null } };

export type TokenForm_PlacesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenForm_PlacesQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, path: string }>, locations: Array<{ __typename: 'Location', id: string, name: string }> };

export type TokenForm_CreateMutationMutationVariables = Exact<{
  input: CreateEnrollmentTokenInput;
}>;


export type TokenForm_CreateMutationMutation = { __typename: 'Mutation', createEnrollmentToken: { __typename: 'EnrollmentTokenCreated', token: string, command: string, caFingerprint: string, enrollmentToken: { __typename: 'EnrollmentToken', id: string, expiresAt: string } } };

export type TokenList_TokensQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenList_TokensQueryQuery = { __typename: 'Query', enrollmentTokens: { __typename: 'EnrollmentTokenConnection', edges: Array<{ __typename: 'EnrollmentTokenEdge', node: (
        { __typename: 'EnrollmentToken', id: string }
        & { ' $fragmentRefs'?: { 'TokenRow_TokenFragmentFragment': TokenRow_TokenFragmentFragment } }
      ) }> } };

export type TokenList_RevokeMutationMutationVariables = Exact<{
  input: RevokeEnrollmentTokenInput;
}>;


export type TokenList_RevokeMutationMutation = { __typename: 'Mutation', revokeEnrollmentToken: { __typename: 'EnrollmentToken', id: string, state: EnrollmentTokenState, revokedAt: string | null } };

export type TokenRow_TokenFragmentFragment = { __typename: 'EnrollmentToken', id: string, state: EnrollmentTokenState, createdAt: string, redeemedBy: string | null, channel: string, domain: { __typename: 'Domain', id: string, name: string }, location: { __typename: 'Location', id: string, name: string } | null, labels: Array<{ __typename: 'Label', key: string, value: string }> } & { ' $fragmentName'?: 'TokenRow_TokenFragmentFragment' };

export type DomainHealth_SignalsQueryQueryVariables = Exact<{
  domainId: string | number;
}>;


export type DomainHealth_SignalsQueryQuery = { __typename: 'Query', fleetHealth: Array<(
    { __typename: 'HealthSignal' }
    & { ' $fragmentRefs'?: { 'DomainSignal_HealthSignalFragmentFragment': DomainSignal_HealthSignalFragmentFragment } }
  )> };

export type DomainSignal_HealthSignalFragmentFragment = { __typename: 'HealthSignal', name: string, title: string, value: number | null, unit: string, state: HealthState, explanation: string } & { ' $fragmentName'?: 'DomainSignal_HealthSignalFragmentFragment' };

export type HealthSignal_HealthSignalFragmentFragment = { __typename: 'HealthSignal', name: string, title: string, value: number | null, unit: string, threshold: number, badThreshold: number, state: HealthState, since: string | null, explanation: string, trend: Array<{ __typename: 'HealthPoint', at: string, value: number | null }> } & { ' $fragmentName'?: 'HealthSignal_HealthSignalFragmentFragment' };

export type Health_SignalsQueryQueryVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type Health_SignalsQueryQuery = { __typename: 'Query', fleetHealth: Array<(
    { __typename: 'HealthSignal' }
    & { ' $fragmentRefs'?: { 'HealthSignal_HealthSignalFragmentFragment': HealthSignal_HealthSignalFragmentFragment } }
  )> };

export type Health_IngestQueryQueryVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type Health_IngestQueryQuery = { __typename: 'Query', ingestHealth: (
    { __typename: 'HealthSignal' }
    & { ' $fragmentRefs'?: { 'HealthSignal_HealthSignalFragmentFragment': HealthSignal_HealthSignalFragmentFragment } }
  ) };

export type Health_ChangedSubscriptionSubscriptionVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type Health_ChangedSubscriptionSubscription = { fleetHealthChanged: { __typename: 'FleetHealthUpdate', seq: number, signals: Array<(
      { __typename: 'HealthSignal' }
      & { ' $fragmentRefs'?: { 'HealthSignal_HealthSignalFragmentFragment': HealthSignal_HealthSignalFragmentFragment } }
    )> } };

export type AssignChoices_UsersQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type AssignChoices_UsersQueryQuery = { __typename: 'Query', users: { __typename: 'UserConnection', edges: Array<{ __typename: 'UserEdge', node: { __typename: 'User', id: string, name: string, email: string } }> } };

export type AttentionRow_ItemFragmentFragment = { __typename: 'AttentionItem', id: string, key: string, kind: AttentionKind, title: string, score: number, severity: AttentionSeverity, devices: number, since: string, updatedAt: string, endedAt: string | null, state: AttentionState, snoozedUntil: string | null, scope: { __typename: 'AttentionScope', domainId: string | null, deviceId: string | null, locationId: string | null, domain: { __typename: 'Domain', id: string, name: string, slug: string } | null, device: { __typename: 'Device', id: string, name: string } | null }, nextAction: { __typename: 'AttentionAction', words: string, kind: string, target: string }, owner: { __typename: 'User', id: string, name: string } | null } & { ' $fragmentName'?: 'AttentionRow_ItemFragmentFragment' };

export type InboxPeek_ItemQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type InboxPeek_ItemQueryQuery = { __typename: 'Query', attentionItem: (
    { __typename: 'AttentionItem', id: string, occurrence: number, reason: string | null, mergedInto: { __typename: 'AttentionItem', id: string, title: string } | null, terms: Array<{ __typename: 'AttentionTerm', name: string, weight: number, value: number, contribution: number }>, evidence: Array<{ __typename: 'AttentionEvidence', label: string, kind: AttentionEvidenceKind, ref: string }>, members: { __typename: 'AttentionItemConnection', edges: Array<{ __typename: 'AttentionItemEdge', node: (
          { __typename: 'AttentionItem' }
          & { ' $fragmentRefs'?: { 'MemberList_ItemFragmentFragment': MemberList_ItemFragmentFragment } }
        ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) | null };

export type InboxPeek_ChangesSubscriptionSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type InboxPeek_ChangesSubscriptionSubscription = { attentionChanged: { __typename: 'AttentionChange', items: Array<{ __typename: 'AttentionItem', id: string }> } };

export type Inbox_QueueQueryQueryVariables = Exact<{
  scope?: AttentionScopeInput | null | undefined;
  state?: AttentionState | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type Inbox_QueueQueryQuery = { __typename: 'Query', attentionQueue: { __typename: 'AttentionItemConnection', totalCount: number | null, edges: Array<{ __typename: 'AttentionItemEdge', node: (
        { __typename: 'AttentionItem' }
        & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type MemberList_ItemFragmentFragment = { __typename: 'AttentionItem', id: string, title: string, score: number, severity: AttentionSeverity, since: string } & { ' $fragmentName'?: 'MemberList_ItemFragmentFragment' };

export type NothingHere_DevicesQueryQueryVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type NothingHere_DevicesQueryQuery = { __typename: 'Query', spectrum: { __typename: 'Spectrum', total: number } };

export type Inbox_ChangesSubscriptionSubscriptionVariables = Exact<{
  scope?: AttentionScopeInput | null | undefined;
}>;


export type Inbox_ChangesSubscriptionSubscription = { attentionChanged: { __typename: 'AttentionChange', seq: number, items: Array<(
      { __typename: 'AttentionItem' }
      & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
    )> } };

export type Inbox_AcknowledgeMutationMutationVariables = Exact<{
  input: AttentionItemInput;
}>;


export type Inbox_AcknowledgeMutationMutation = { __typename: 'Mutation', acknowledgeAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type Inbox_MergeMutationMutationVariables = Exact<{
  input: MergeAttentionInput;
}>;


export type Inbox_MergeMutationMutation = { __typename: 'Mutation', mergeAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type Inbox_DismissMutationMutationVariables = Exact<{
  input: DismissAttentionInput;
}>;


export type Inbox_DismissMutationMutation = { __typename: 'Mutation', dismissAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type Inbox_SnoozeMutationMutationVariables = Exact<{
  input: SnoozeAttentionInput;
}>;


export type Inbox_SnoozeMutationMutation = { __typename: 'Mutation', snoozeAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type Inbox_AssignMutationMutationVariables = Exact<{
  input: AssignAttentionInput;
}>;


export type Inbox_AssignMutationMutation = { __typename: 'Mutation', assignAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type Inbox_ResolveMutationMutationVariables = Exact<{
  input: AttentionItemInput;
}>;


export type Inbox_ResolveMutationMutation = { __typename: 'Mutation', resolveAttention: (
    { __typename: 'AttentionItem' }
    & { ' $fragmentRefs'?: { 'AttentionRow_ItemFragmentFragment': AttentionRow_ItemFragmentFragment } }
  ) };

export type PendingPanel_DevicesQueryQueryVariables = Exact<{
  q: string;
}>;


export type PendingPanel_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', totalCount: number | null, edges: Array<{ __typename: 'DeviceEdge', node: { __typename: 'Device', id: string, name: string, enrolledAt: string, domain: { __typename: 'Domain', id: string, slug: string } } }> } };

export type PendingPanel_ChangesSubscriptionSubscriptionVariables = Exact<{
  q: string;
}>;


export type PendingPanel_ChangesSubscriptionSubscription = { deviceChanged: { __typename: 'DeviceChange', seq: number } };

export type RibbonPanel_HistoryQueryQueryVariables = Exact<{
  from: string;
  to: string;
  domainId?: string | number | null | undefined;
}>;


export type RibbonPanel_HistoryQueryQuery = { __typename: 'Query', spectrumHistory: Array<{ __typename: 'SpectrumPoint', at: string, buckets: Array<{ __typename: 'SpectrumBucket', state: DisplayState, count: number }> }> };

export type Spectrum_SpectrumFragmentFragment = { __typename: 'Spectrum', total: number, asOf: string, buckets: Array<{ __typename: 'SpectrumBucket', state: DisplayState, count: number }> } & { ' $fragmentName'?: 'Spectrum_SpectrumFragmentFragment' };

export type DomainTable_DomainsQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type DomainTable_DomainsQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, name: string, slug: string, path: string, spectrum: (
      { __typename: 'Spectrum' }
      & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
    ) }> };

export type SpectrumPanel_AsOfQueryQueryVariables = Exact<{
  at: string;
  domainId?: string | number | null | undefined;
}>;


export type SpectrumPanel_AsOfQueryQuery = { __typename: 'Query', fleetAsOf: (
    { __typename: 'Spectrum' }
    & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
  ) };

export type Overview_ChangedSubscriptionSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type Overview_ChangedSubscriptionSubscription = { spectrumChanged: { __typename: 'SpectrumUpdate', seq: number } };

export type ScopeDomain_DomainsQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type ScopeDomain_DomainsQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, slug: string, name: string }> };

export type SpectrumPanel_SpectrumQueryQueryVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type SpectrumPanel_SpectrumQueryQuery = { __typename: 'Query', spectrum: (
    { __typename: 'Spectrum' }
    & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
  ) };

export type SpectrumPanel_ChangedSubscriptionSubscriptionVariables = Exact<{
  domainId?: string | number | null | undefined;
}>;


export type SpectrumPanel_ChangedSubscriptionSubscription = { spectrumChanged: { __typename: 'SpectrumUpdate', seq: number, spectrum: (
      { __typename: 'Spectrum' }
      & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
    ) } };

export type ArtifactChoice_ArtifactsQueryQueryVariables = Exact<{
  containing?: string | null | undefined;
}>;


export type ArtifactChoice_ArtifactsQueryQuery = { __typename: 'Query', artifacts: { __typename: 'ArtifactConnection', edges: Array<{ __typename: 'ArtifactEdge', node: { __typename: 'Artifact', id: string, name: string, version: string, digest: string, size: number, channel: ArtifactChannel | null, registeredAt: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type MatchedCount_SimulationQueryQueryVariables = Exact<{
  input: RolloutPlanInput;
}>;


export type MatchedCount_SimulationQueryQuery = { __typename: 'Query', simulateRollout: { __typename: 'RolloutSimulation', matched: number, waves: Array<{ __typename: 'SimulatedWave', index: number, unreachable: number, alreadyInstalled: number }> } };

export type NamedDevices_DevicesQueryQueryVariables = Exact<{
  q: string;
}>;


export type NamedDevices_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', totalCount: number | null, edges: Array<{ __typename: 'DeviceEdge', node: { __typename: 'Device', id: string, name: string, domain: { __typename: 'Domain', id: string, slug: string } } }> } };

export type RemoveTemplate_RemoveMutationMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveTemplate_RemoveMutationMutation = { __typename: 'Mutation', removeRolloutTemplate: boolean };

export type SaveTemplate_SaveMutationMutationVariables = Exact<{
  input: SaveRolloutTemplateInput;
}>;


export type SaveTemplate_SaveMutationMutation = { __typename: 'Mutation', saveRolloutTemplate: { __typename: 'RolloutTemplate', id: string, name: string } };

export type SimulationStep_SimulationQueryQueryVariables = Exact<{
  input: RolloutPlanInput;
}>;


export type SimulationStep_SimulationQueryQuery = { __typename: 'Query', simulateRollout: (
    { __typename: 'RolloutSimulation' }
    & { ' $fragmentRefs'?: { 'Simulation_SimulationFragmentFragment': Simulation_SimulationFragmentFragment } }
  ) };

export type SimulationStep_CreateMutationMutationVariables = Exact<{
  input: RolloutPlanInput;
}>;


export type SimulationStep_CreateMutationMutation = { __typename: 'Mutation', createRollout: { __typename: 'Rollout', id: string, name: string } };

export type Simulation_SimulationFragmentFragment = { __typename: 'RolloutSimulation', matched: number, finishesAt: string, updateS: number, violations: Array<{ __typename: 'RolloutViolation', code: RolloutViolationCode, subject: string, devices: number, words: string }>, budgets: Array<{ __typename: 'TightBudget', scope: string, limit: number, delayed: number }>, sites: Array<{ __typename: 'SimulatedSite', locationId: string | null, name: string | null, devices: number, bytes: number, openings: Array<{ __typename: 'WindowOpening', opensAt: string, closesAt: string }> }>, waves: Array<(
    { __typename: 'SimulatedWave', index: number, name: string, devices: number, unreachable: number, alreadyInstalled: number, passesAt: string | null }
    & { ' $fragmentRefs'?: { 'WaveTurns_WaveFragmentFragment': WaveTurns_WaveFragmentFragment } }
  )> } & { ' $fragmentName'?: 'Simulation_SimulationFragmentFragment' };

export type TemplateDialog_TemplatesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type TemplateDialog_TemplatesQueryQuery = { __typename: 'Query', rolloutTemplates: Array<{ __typename: 'RolloutTemplate', id: string, name: string, strategy: RolloutStrategy, onFailure: FailureAction, savedAt: string, waves: Array<{ __typename: 'RolloutTemplateWave', name: string }> }> };

export type TemplateDialog_CreateMutationMutationVariables = Exact<{
  input: RolloutFromTemplateInput;
}>;


export type TemplateDialog_CreateMutationMutation = { __typename: 'Mutation', createRolloutFromTemplate: { __typename: 'Rollout', id: string, name: string } };

export type WaveTurns_WaveFragmentFragment = { __typename: 'SimulatedWave', index: number, turns: Array<{ __typename: 'SimulatedTurn', startsAt: string, endsAt: string, device: { __typename: 'Device', id: string, name: string } }>, stuck: Array<{ __typename: 'StuckDevice', reason: string, device: { __typename: 'Device', id: string, name: string } }> } & { ' $fragmentName'?: 'WaveTurns_WaveFragmentFragment' };

export type BudgetsPanel_BudgetsQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type BudgetsPanel_BudgetsQueryQuery = { __typename: 'Query', budgets: Array<{ __typename: 'Budget', scope: string, parallelMax: number | null, unavailableMax: number | null, used: number }> };

export type DryRun_SimulationQueryQueryVariables = Exact<{
  input: RolloutPlanInput;
}>;


export type DryRun_SimulationQueryQuery = { __typename: 'Query', simulateRollout: { __typename: 'RolloutSimulation', matched: number, finishesAt: string, waves: Array<{ __typename: 'SimulatedWave', index: number, name: string, devices: number, unreachable: number, alreadyInstalled: number, stuck: Array<{ __typename: 'StuckDevice', reason: string }> }> } };

export type Override_RequestMutationMutationVariables = Exact<{
  input: RequestLeaseOverrideInput;
}>;


export type Override_RequestMutationMutation = { __typename: 'Mutation', requestLeaseOverride: { __typename: 'Lease', id: string, state: LeaseState } };

export type Override_ApproveMutationMutationVariables = Exact<{
  leaseId: string | number;
}>;


export type Override_ApproveMutationMutation = { __typename: 'Mutation', approveLeaseOverride: { __typename: 'Lease', id: string, state: LeaseState } };

export type RolloutRow_RolloutFragmentFragment = { __typename: 'Rollout', id: string, name: string, state: RolloutState, stateSince: string, stateReason: string | null, strategy: RolloutStrategy, onFailure: FailureAction, createdAt: string, createdBy: string, startedAt: string | null, endedAt: string | null, artifact: { __typename: 'RolloutArtifact', digest: string, name: string, version: string }, counts: { __typename: 'RolloutCounts', total: number, done: number, alreadyInstalled: number, failed: number, applying: number, deferred: number, unreachable: number, incapable: number, withdrawn: number }, waves: Array<{ __typename: 'RolloutWave', index: number, name: string, state: WaveState }>, waitingFor: { __typename: 'WaitingFor', gate: WaitingGate, have: number | null, need: number | null, budget: string | null, approval: string | null, since: string | null, until: string | null, unblocks: string } | null, createdByUser: { __typename: 'User', id: string, name: string, email: string } | null } & { ' $fragmentName'?: 'RolloutRow_RolloutFragmentFragment' };

export type RolloutTimeline_RolloutQueryQueryVariables = Exact<{
  id: string | number;
  first: number;
}>;


export type RolloutTimeline_RolloutQueryQuery = { __typename: 'Query', rollout: { __typename: 'Rollout', id: string, timeline: { __typename: 'RolloutTimelineConnection', edges: Array<{ __typename: 'RolloutTimelineEdge', node: { __typename: 'RolloutTimelineEntry', id: string, summary: string, at: string, actor: string, actorUser: { __typename: 'User', id: string, name: string, email: string } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } } | null };

export type PlaceNames_PlacesQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type PlaceNames_PlacesQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, name: string, slug: string, path: string }>, locations: Array<{ __typename: 'Location', id: string, name: string, timeZone: string }> };

export type RolloutCommand_StartMutationMutationVariables = Exact<{
  id: string | number;
}>;


export type RolloutCommand_StartMutationMutation = { __typename: 'Mutation', startRollout: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_ApproveMutationMutationVariables = Exact<{
  input: RolloutWaveWordInput;
}>;


export type RolloutCommand_ApproveMutationMutation = { __typename: 'Mutation', approveWave: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_PromoteMutationMutationVariables = Exact<{
  input: PromoteWaveInput;
}>;


export type RolloutCommand_PromoteMutationMutation = { __typename: 'Mutation', promoteWave: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_PauseMutationMutationVariables = Exact<{
  input: RolloutReasonInput;
}>;


export type RolloutCommand_PauseMutationMutation = { __typename: 'Mutation', pauseRollout: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_ResumeMutationMutationVariables = Exact<{
  id: string | number;
}>;


export type RolloutCommand_ResumeMutationMutation = { __typename: 'Mutation', resumeRollout: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_RetryMutationMutationVariables = Exact<{
  id: string | number;
}>;


export type RolloutCommand_RetryMutationMutation = { __typename: 'Mutation', retryFailedDevices: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_RollBackMutationMutationVariables = Exact<{
  input: RolloutReasonInput;
}>;


export type RolloutCommand_RollBackMutationMutation = { __typename: 'Mutation', rollBackRollout: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutCommand_AbortMutationMutationVariables = Exact<{
  input: RolloutReasonInput;
}>;


export type RolloutCommand_AbortMutationMutation = { __typename: 'Mutation', abortRollout: { __typename: 'Rollout', id: string, state: RolloutState } };

export type RolloutPage_RolloutFragmentFragment = (
  { __typename: 'Rollout', id: string, executor: unknown, health: Array<unknown>, mirrors: Array<string>, parallelMax: number | null, beginWithinS: number, previous: { __typename: 'RolloutArtifact', digest: string, name: string, version: string } | null, selection: (
    { __typename: 'RolloutSelection' }
    & { ' $fragmentRefs'?: { 'Selection_SelectionFragmentFragment': Selection_SelectionFragmentFragment } }
  ), window: { __typename: 'MaintenanceWindow', days: Array<Weekday>, from: string, to: string } | null, chain: { __typename: 'RolloutChain', bundle: string, position: number, rollouts: Array<{ __typename: 'Rollout', id: string, name: string, state: RolloutState }> } | null, waves: Array<(
    { __typename: 'RolloutWave' }
    & { ' $fragmentRefs'?: { 'RolloutWave_WaveFragmentFragment': RolloutWave_WaveFragmentFragment } }
  )> }
  & { ' $fragmentRefs'?: { 'RolloutRow_RolloutFragmentFragment': RolloutRow_RolloutFragmentFragment } }
) & { ' $fragmentName'?: 'RolloutPage_RolloutFragmentFragment' };

export type Selection_SelectionFragmentFragment = { __typename: 'RolloutSelection', domainIds: Array<string>, locationIds: Array<string>, channels: Array<string>, deviceIds: Array<string>, labels: Array<{ __typename: 'RolloutLabel', key: string, value: string }> } & { ' $fragmentName'?: 'Selection_SelectionFragmentFragment' };

export type RolloutWave_WaveFragmentFragment = { __typename: 'RolloutWave', index: number, name: string, state: WaveState, count: number | null, percent: number | null, openedAt: string | null, endedAt: string | null, approvedBy: string | null, stopCause: string | null, selection: (
    { __typename: 'RolloutSelection' }
    & { ' $fragmentRefs'?: { 'Selection_SelectionFragmentFragment': Selection_SelectionFragmentFragment } }
  ) | null, gates: { __typename: 'WaveGates', successPercent: number, failurePercent: number | null, failureCount: number | null, minExecuted: number, lostMax: number | null, soakS: number, deadlineS: number, needsApproval: boolean, needsHealth: boolean }, counts: { __typename: 'RolloutCounts', total: number, done: number, alreadyInstalled: number, failed: number, applying: number, deferred: number, unreachable: number, incapable: number, withdrawn: number }, numbers: { __typename: 'WaveNumbers', have: number, need: number, of: number } | null, health: Array<{ __typename: 'WaveHealthMeasure', name: string, unit: string, before: number | null, after: number | null, control: number | null, limit: number | null, devices: number, controlDevices: number, verdict: HealthMeasureVerdict, reason: string }>, waitingFor: { __typename: 'WaitingFor', gate: WaitingGate, have: number | null, need: number | null, budget: string | null, approval: string | null, since: string | null, until: string | null, unblocks: string } | null } & { ' $fragmentName'?: 'RolloutWave_WaveFragmentFragment' };

export type Rollout_RolloutQueryQueryVariables = Exact<{
  id: string | number;
}>;


export type Rollout_RolloutQueryQuery = { __typename: 'Query', rollout: (
    { __typename: 'Rollout' }
    & { ' $fragmentRefs'?: { 'RolloutPage_RolloutFragmentFragment': RolloutPage_RolloutFragmentFragment } }
  ) | null };

export type Rollout_ChangesSubscriptionSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type Rollout_ChangesSubscriptionSubscription = { rolloutChanged: { __typename: 'RolloutChange', seq: number, rollout: (
      { __typename: 'Rollout' }
      & { ' $fragmentRefs'?: { 'RolloutPage_RolloutFragmentFragment': RolloutPage_RolloutFragmentFragment } }
    ) } };

export type Rollouts_RolloutsQueryQueryVariables = Exact<{
  states?: Array<RolloutState> | RolloutState | null | undefined;
  first: number;
}>;


export type Rollouts_RolloutsQueryQuery = { __typename: 'Query', rollouts: { __typename: 'RolloutConnection', edges: Array<{ __typename: 'RolloutEdge', node: (
        { __typename: 'Rollout' }
        & { ' $fragmentRefs'?: { 'RolloutRow_RolloutFragmentFragment': RolloutRow_RolloutFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type Rollouts_ChangesSubscriptionSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type Rollouts_ChangesSubscriptionSubscription = { rolloutChanged: { __typename: 'RolloutChange', seq: number, rollout: (
      { __typename: 'Rollout' }
      & { ' $fragmentRefs'?: { 'RolloutRow_RolloutFragmentFragment': RolloutRow_RolloutFragmentFragment } }
    ) } };

export type Targets_RolloutQueryQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
  wave?: number | null | undefined;
  bucket?: RolloutBucket | null | undefined;
}>;


export type Targets_RolloutQueryQuery = { __typename: 'Query', rollout: { __typename: 'Rollout', id: string, targets: { __typename: 'RolloutTargetConnection', edges: Array<{ __typename: 'RolloutTargetEdge', node: { __typename: 'RolloutTarget', deviceId: string, wave: number, direction: UpdateDirection, bucket: RolloutBucket, since: string, attempts: number, code: string | null, detail: string | null, device: { __typename: 'Device', id: string, name: string }, lease: { __typename: 'Lease', id: string, state: LeaseState, fence: number, suspicion: string | null, overrideRequestedBy: string | null, overrideReason: string | null } | null, waitingFor: { __typename: 'WaitingFor', gate: WaitingGate, have: number | null, need: number | null, budget: string | null, approval: string | null, since: string | null, until: string | null, unblocks: string } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type ApproveRunbook_ApproveMutationMutationVariables = Exact<{
  input: ApproveRunbookInput;
}>;


export type ApproveRunbook_ApproveMutationMutation = { __typename: 'Mutation', approveRunbook: (
    { __typename: 'Runbook' }
    & { ' $fragmentRefs'?: { 'Runbook_RunbookFragmentFragment': Runbook_RunbookFragmentFragment } }
  ) };

export type RegisterRunbook_RegisterMutationMutationVariables = Exact<{
  input: RegisterRunbookInput;
}>;


export type RegisterRunbook_RegisterMutationMutation = { __typename: 'Mutation', registerRunbook: (
    { __typename: 'Runbook' }
    & { ' $fragmentRefs'?: { 'Runbook_RunbookFragmentFragment': Runbook_RunbookFragmentFragment } }
  ) };

export type RetireRunbook_RetireMutationMutationVariables = Exact<{
  input: RetireRunbookInput;
}>;


export type RetireRunbook_RetireMutationMutation = { __typename: 'Mutation', retireRunbook: (
    { __typename: 'Runbook' }
    & { ' $fragmentRefs'?: { 'Runbook_RunbookFragmentFragment': Runbook_RunbookFragmentFragment } }
  ) };

export type Runbook_RunbookFragmentFragment = { __typename: 'Runbook', runbookId: string, version: number, name: string, stage: RunbookState, description: string, argv: Array<string>, timeoutS: number, outputMaxBytes: number, concurrencyMax: number | null, redact: Array<string>, requiredRole: RunbookRole, fourEyesAboveDevices: number | null, contentHash: string, author: string, registeredAt: string, approvedBy: string | null, approvedAt: string | null, retiredAt: string | null, retireReason: string | null, parameters: Array<{ __typename: 'RunbookParameter', name: string, type: RunbookParameterType, pattern: string | null, lengthMax: number | null, values: Array<string> | null, min: number | null, max: number | null }>, authorUser: { __typename: 'User', id: string, name: string, email: string } | null, approvedByUser: { __typename: 'User', id: string, name: string, email: string } | null } & { ' $fragmentName'?: 'Runbook_RunbookFragmentFragment' };

export type Runbooks_RunbooksQueryQueryVariables = Exact<{
  first: number;
}>;


export type Runbooks_RunbooksQueryQuery = { __typename: 'Query', runbooks: { __typename: 'RunbookConnection', edges: Array<{ __typename: 'RunbookEdge', node: (
        { __typename: 'Runbook' }
        & { ' $fragmentRefs'?: { 'Runbook_RunbookFragmentFragment': Runbook_RunbookFragmentFragment } }
      ) }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } };

export type StatusBoard_StatusBoardQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusBoard_StatusBoardQueryQuery = { __typename: 'Query', statusBoard: Array<{ __typename: 'StatusBoardEntry', tenantName: string, spectrum: (
      { __typename: 'Spectrum' }
      & { ' $fragmentRefs'?: { 'Spectrum_SpectrumFragmentFragment': Spectrum_SpectrumFragmentFragment } }
    ) }> };

export type Viewer_ViewerQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type Viewer_ViewerQueryQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', roles: Array<Role>, user: { __typename: 'User', id: string, name: string, email: string }, tenant: { __typename: 'Tenant', id: string, name: string, slug: string }, memberships: Array<{ __typename: 'Membership', tenantName: string, tenantSlug: string, roles: Array<Role>, isCurrent: boolean }> } | null };

export type CommandPalette_DevicesQueryQueryVariables = Exact<{
  q: string;
}>;


export type CommandPalette_DevicesQueryQuery = { __typename: 'Query', devices: { __typename: 'DeviceConnection', edges: Array<{ __typename: 'DeviceEdge', node: { __typename: 'Device', id: string, name: string, trust: TrustState, connectivity: { __typename: 'Connectivity', mode: ConnectivityMode }, domain: { __typename: 'Domain', id: string, slug: string } } }> } };

export type ScopeCrumbs_DomainsQueryQueryVariables = Exact<{ [key: string]: never; }>;


export type ScopeCrumbs_DomainsQueryQuery = { __typename: 'Query', domains: Array<{ __typename: 'Domain', id: string, name: string, slug: string, path: string }> };

export const ArtifactPage_ArtifactFragmentFragmentDoc = slim() as unknown as DocumentNode<ArtifactPage_ArtifactFragmentFragment, unknown>;
export const ArtifactRow_ArtifactFragmentFragmentDoc = slim() as unknown as DocumentNode<ArtifactRow_ArtifactFragmentFragment, unknown>;
export const DeviceSoftwareTable_SoftwareFragmentFragmentDoc = slim() as unknown as DocumentNode<DeviceSoftwareTable_SoftwareFragmentFragment, unknown>;
export const SigningKey_KeyFragmentFragmentDoc = slim() as unknown as DocumentNode<SigningKey_KeyFragmentFragment, unknown>;
export const CommandRow_CommandFragmentFragmentDoc = slim() as unknown as DocumentNode<CommandRow_CommandFragmentFragment, unknown>;
export const DeviceActions_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<DeviceActions_DeviceFragmentFragment, unknown>;
export const DeviceHeader_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<DeviceHeader_DeviceFragmentFragment, unknown>;
export const ReplaySession_SessionFragmentFragmentDoc = slim() as unknown as DocumentNode<ReplaySession_SessionFragmentFragment, unknown>;
export const DecommissionNotice_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<DecommissionNotice_DeviceFragmentFragment, unknown>;
export const StandingNotices_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<StandingNotices_DeviceFragmentFragment, unknown>;
export const InstancesPanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<InstancesPanel_DeviceFragmentFragment, unknown>;
export const MachinesPanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<MachinesPanel_DeviceFragmentFragment, unknown>;
export const ConnectivityPanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<ConnectivityPanel_DeviceFragmentFragment, unknown>;
export const DesiredReportedPanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<DesiredReportedPanel_DeviceFragmentFragment, unknown>;
export const AuthorityPanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<AuthorityPanel_DeviceFragmentFragment, unknown>;
export const CertificatePanel_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<CertificatePanel_DeviceFragmentFragment, unknown>;
export const StateTab_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<StateTab_DeviceFragmentFragment, unknown>;
export const SupplyChain_ProjectionFragmentFragmentDoc = slim() as unknown as DocumentNode<SupplyChain_ProjectionFragmentFragment, unknown>;
export const DeviceRow_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<DeviceRow_DeviceFragmentFragment, unknown>;
export const PeekSparklines_MetricsFragmentFragmentDoc = slim() as unknown as DocumentNode<PeekSparklines_MetricsFragmentFragment, unknown>;
export const AuthorityConflict_ConflictFragmentFragmentDoc = slim() as unknown as DocumentNode<AuthorityConflict_ConflictFragmentFragment, unknown>;
export const DomainSettings_SettingsFragmentFragmentDoc = slim() as unknown as DocumentNode<DomainSettings_SettingsFragmentFragment, unknown>;
export const PendingDevice_DeviceFragmentFragmentDoc = slim() as unknown as DocumentNode<PendingDevice_DeviceFragmentFragment, unknown>;
export const TokenRow_TokenFragmentFragmentDoc = slim() as unknown as DocumentNode<TokenRow_TokenFragmentFragment, unknown>;
export const DomainSignal_HealthSignalFragmentFragmentDoc = slim() as unknown as DocumentNode<DomainSignal_HealthSignalFragmentFragment, unknown>;
export const HealthSignal_HealthSignalFragmentFragmentDoc = slim() as unknown as DocumentNode<HealthSignal_HealthSignalFragmentFragment, unknown>;
export const AttentionRow_ItemFragmentFragmentDoc = slim() as unknown as DocumentNode<AttentionRow_ItemFragmentFragment, unknown>;
export const MemberList_ItemFragmentFragmentDoc = slim() as unknown as DocumentNode<MemberList_ItemFragmentFragment, unknown>;
export const Spectrum_SpectrumFragmentFragmentDoc = slim() as unknown as DocumentNode<Spectrum_SpectrumFragmentFragment, unknown>;
export const WaveTurns_WaveFragmentFragmentDoc = slim() as unknown as DocumentNode<WaveTurns_WaveFragmentFragment, unknown>;
export const Simulation_SimulationFragmentFragmentDoc = slim() as unknown as DocumentNode<Simulation_SimulationFragmentFragment, unknown>;
export const RolloutRow_RolloutFragmentFragmentDoc = slim() as unknown as DocumentNode<RolloutRow_RolloutFragmentFragment, unknown>;
export const Selection_SelectionFragmentFragmentDoc = slim() as unknown as DocumentNode<Selection_SelectionFragmentFragment, unknown>;
export const RolloutWave_WaveFragmentFragmentDoc = slim() as unknown as DocumentNode<RolloutWave_WaveFragmentFragment, unknown>;
export const RolloutPage_RolloutFragmentFragmentDoc = slim() as unknown as DocumentNode<RolloutPage_RolloutFragmentFragment, unknown>;
export const Runbook_RunbookFragmentFragmentDoc = slim() as unknown as DocumentNode<Runbook_RunbookFragmentFragment, unknown>;
export const AddKeyDialog_AddMutationDocument = slim("17d1ed5bda3f2caaba8b3ca0be99c7721820534c55ac6b22435291fc27da6425", "mutation") as unknown as DocumentNode<AddKeyDialog_AddMutationMutation, AddKeyDialog_AddMutationMutationVariables>;
export const ArtifactActions_PromoteMutationDocument = slim("06aa50f0f60c621a31f69c564658d01e2ad459e33bcc2fba3a6aa519047d5cbc", "mutation") as unknown as DocumentNode<ArtifactActions_PromoteMutationMutation, ArtifactActions_PromoteMutationMutationVariables>;
export const ArtifactFilterBar_KeysQueryDocument = slim("75137aabb0971fc68030228d227bcf6b9222d32ee923d4fd6d289cfcb35166c4", "query") as unknown as DocumentNode<ArtifactFilterBar_KeysQueryQuery, ArtifactFilterBar_KeysQueryQueryVariables>;
export const ArtifactList_ArtifactsQueryDocument = slim("428a6cd0e56fbb30f49f270517c78ab67fb8b767bc9ffbafda5c91046867e8b0", "query") as unknown as DocumentNode<ArtifactList_ArtifactsQueryQuery, ArtifactList_ArtifactsQueryQueryVariables>;
export const ArtifactPage_ArtifactQueryDocument = slim("3d1b68fb0376667f55221ff1f11c23ce7dc13ffcc8f34980c33772f218e787b2", "query") as unknown as DocumentNode<ArtifactPage_ArtifactQueryQuery, ArtifactPage_ArtifactQueryQueryVariables>;
export const ComponentUsesPanel_UsesQueryDocument = slim("bf6f9588e431536482234b8efebf135b62bb9a4701ec9aebddc7eeede47c8958", "query") as unknown as DocumentNode<ComponentUsesPanel_UsesQueryQuery, ComponentUsesPanel_UsesQueryQueryVariables>;
export const ComponentsTab_ArtifactQueryDocument = slim("228e6fb9bd4c6c7beb1ce33f5663511c6ec7f01aae32f746681da4a590364a63", "query") as unknown as DocumentNode<ComponentsTab_ArtifactQueryQuery, ComponentsTab_ArtifactQueryQueryVariables>;
export const DevicesRunningPanel_DevicesQueryDocument = slim("559bf9f023e6b00d0ea4ef140dc3d84d3caf703a050a5d6f97e7b86fc61c3f86", "query") as unknown as DocumentNode<DevicesRunningPanel_DevicesQueryQuery, DevicesRunningPanel_DevicesQueryQueryVariables>;
export const PullTokenDialog_CreateMutationDocument = slim("ad2d0a791396ce1a08d08a10791813ed962c5fb8c0404448577ed4d1f1afe672", "mutation") as unknown as DocumentNode<PullTokenDialog_CreateMutationMutation, PullTokenDialog_CreateMutationMutationVariables>;
export const RevokeKeyDialog_ArtifactsQueryDocument = slim("8b50cb1bf5f6491b2f0bb3fecf966811621d44cdf309d920999c8a7666d93d19", "query") as unknown as DocumentNode<RevokeKeyDialog_ArtifactsQueryQuery, RevokeKeyDialog_ArtifactsQueryQueryVariables>;
export const RevokeKeyDialog_RevokeMutationDocument = slim("857d6a66f3e0991db106fe4245076fa066196ed492a5d56134aa6a6c0d0a930e", "mutation") as unknown as DocumentNode<RevokeKeyDialog_RevokeMutationMutation, RevokeKeyDialog_RevokeMutationMutationVariables>;
export const RotateKeyDialog_RotateMutationDocument = slim("a8537aec770cc423e3e444c012ac166ee4a9fb90dbe317dd4d3094fa16b67e9b", "mutation") as unknown as DocumentNode<RotateKeyDialog_RotateMutationMutation, RotateKeyDialog_RotateMutationMutationVariables>;
export const RunningOnTab_ArtifactQueryDocument = slim("6500f00728d50b60f0c4ad1b77c9fbe894b3ec1ec90e1bbf5d8224d7d3901b79", "query") as unknown as DocumentNode<RunningOnTab_ArtifactQueryQuery, RunningOnTab_ArtifactQueryQueryVariables>;
export const SigningKeys_KeysQueryDocument = slim("de898e241abc809b8dab0b9ec27637eb055f28b22a8d1832a223b745a244e531", "query") as unknown as DocumentNode<SigningKeys_KeysQueryQuery, SigningKeys_KeysQueryQueryVariables>;
export const ThresholdsPanel_SetMutationDocument = slim("af30ccbd4ab1e21164a59456391a0e4439d39c36a8ca9655311226ade730bd02", "mutation") as unknown as DocumentNode<ThresholdsPanel_SetMutationMutation, ThresholdsPanel_SetMutationMutationVariables>;
export const VerdictPanel_VerifyMutationDocument = slim("b2b787f5b028ec070b2806705e2560819a26411dd69f2b6f07edb9253c58a39c", "mutation") as unknown as DocumentNode<VerdictPanel_VerifyMutationMutation, VerdictPanel_VerifyMutationMutationVariables>;
export const VersionsTab_ArtifactsQueryDocument = slim("e0f2dce7dac9486ef41372ce98a8c452b4c60e13c01597137645e7fd15599088", "query") as unknown as DocumentNode<VersionsTab_ArtifactsQueryQuery, VersionsTab_ArtifactsQueryQueryVariables>;
export const WithdrawDialog_WithdrawMutationDocument = slim("2ab272644e4d8492804bcd2a1e7f2c058fa02038dc9d7fd7f23ec29e3e9c0269", "mutation") as unknown as DocumentNode<WithdrawDialog_WithdrawMutationMutation, WithdrawDialog_WithdrawMutationMutationVariables>;
export const ApproveBatch_ApproveMutationDocument = slim("cea9687f39ffdc55cab333de93332586d09d09cb67723043d419a9be41f1c2f8", "mutation") as unknown as DocumentNode<ApproveBatch_ApproveMutationMutation, ApproveBatch_ApproveMutationMutationVariables>;
export const BatchDialog_StartMutationDocument = slim("2fe3450004ed5c16fbb6068f7b1e8ac9300a182d1ae7fe7dddf4a3722209035a", "mutation") as unknown as DocumentNode<BatchDialog_StartMutationMutation, BatchDialog_StartMutationMutationVariables>;
export const BatchList_BatchesQueryDocument = slim("e4a66715ff5564010df596e18d3e3726e1ff6c75e8aaac2ecf596e283ef68835", "query") as unknown as DocumentNode<BatchList_BatchesQueryQuery, BatchList_BatchesQueryQueryVariables>;
export const ExportDevices_DevicesQueryDocument = slim("6c8841c6a2f805f326f573c1842496a767ada537e91f2e3434b05070d6022d33", "query") as unknown as DocumentNode<ExportDevices_DevicesQueryQuery, ExportDevices_DevicesQueryQueryVariables>;
export const StopBatch_StopMutationDocument = slim("264dcbb034e7a08988b5ec2d37dce3a3508bf22866f0b531d2a8e55dc5e28183", "mutation") as unknown as DocumentNode<StopBatch_StopMutationMutation, StopBatch_StopMutationMutationVariables>;
export const BatchPlan_PlanMutationDocument = slim("535a790dcfcaeb5b10ca0f9592f3a217915c10119f9e856e285757ce83f0dd0b", "mutation") as unknown as DocumentNode<BatchPlan_PlanMutationMutation, BatchPlan_PlanMutationMutationVariables>;
export const Batch_BatchQueryDocument = slim("88bbf9f9263f6be26e0d25dfe2faa8c9870a8691e9d7d65f98d06ad434d28797", "query") as unknown as DocumentNode<Batch_BatchQueryQuery, Batch_BatchQueryQueryVariables>;
export const CancelCommand_CancelMutationDocument = slim("6889bab70a41551eda5486e4340b6cdf712ba0b5c1a291f426639339c8d37850", "mutation") as unknown as DocumentNode<CancelCommand_CancelMutationMutation, CancelCommand_CancelMutationMutationVariables>;
export const CommandOutput_OutputQueryDocument = slim("429fae845e51390ac083efc459a44aec920dc739f1052846628fa54a7cb36176", "query") as unknown as DocumentNode<CommandOutput_OutputQueryQuery, CommandOutput_OutputQueryQueryVariables>;
export const IssueCommand_IssueMutationDocument = slim("c226c4d96f5ab71a0e3f0b467c59cd0a790b9afd6422e959415b70b67ecdfdc3", "mutation") as unknown as DocumentNode<IssueCommand_IssueMutationMutation, IssueCommand_IssueMutationMutationVariables>;
export const Commands_CommandsQueryDocument = slim("b4e8e721dc71bc3f129594f7c36c404d7ff8328ce43255df2d7057cdfa527d74", "query") as unknown as DocumentNode<Commands_CommandsQueryQuery, Commands_CommandsQueryQueryVariables>;
export const Commands_ChangedSubscriptionDocument = slim("55c5a9ce217fbef9e54d22767356773e1667b86043c4e60498d27a161c8afb34", "subscription") as unknown as DocumentNode<Commands_ChangedSubscriptionSubscription, Commands_ChangedSubscriptionSubscriptionVariables>;
export const RunbookChoices_RunbooksQueryDocument = slim("80cb98522d3d90bf05bb93be710455f3891d075c832d059b0a90e49e98c76747", "query") as unknown as DocumentNode<RunbookChoices_RunbooksQueryQuery, RunbookChoices_RunbooksQueryQueryVariables>;
export const AcceptAgentDialog_AcceptMutationDocument = slim("fd8b83b515fabc310313b834a03c6aaa85356f4f197604c397b45e7d35b8a86a", "mutation") as unknown as DocumentNode<AcceptAgentDialog_AcceptMutationMutation, AcceptAgentDialog_AcceptMutationMutationVariables>;
export const AcceptBaselineDialog_AcceptMutationDocument = slim("8d4d2e8fb1b453cd413197f61dc7b709fa92dc93a187e5ea5c7abdd19f281f6f", "mutation") as unknown as DocumentNode<AcceptBaselineDialog_AcceptMutationMutation, AcceptBaselineDialog_AcceptMutationMutationVariables>;
export const ApproveDeviceButton_ApproveMutationDocument = slim("1976697d8e3e369c7e3fdcefa6703fa0b4286c55815730410d20511ac4737d98", "mutation") as unknown as DocumentNode<ApproveDeviceButton_ApproveMutationMutation, ApproveDeviceButton_ApproveMutationMutationVariables>;
export const DenyDeviceButton_DenyMutationDocument = slim("d0d315c69ad94a4b93a0a58c8094c53cb009ad0f9a5e75fedd6b0f9c59c8692b", "mutation") as unknown as DocumentNode<DenyDeviceButton_DenyMutationMutation, DenyDeviceButton_DenyMutationMutationVariables>;
export const DeviceDetail_DeviceQueryDocument = slim("69d67ae887e7375a498ccd1c0d4e6810ba606a17b940e80be3008c7fe83d1d13", "query") as unknown as DocumentNode<DeviceDetail_DeviceQueryQuery, DeviceDetail_DeviceQueryQueryVariables>;
export const DeviceDetail_ChangesSubscriptionDocument = slim("810b3c4b4079a1704861d41b2f5daa41295acbc867adfb30ca703e795ab7ee91", "subscription") as unknown as DocumentNode<DeviceDetail_ChangesSubscriptionSubscription, DeviceDetail_ChangesSubscriptionSubscriptionVariables>;
export const InstancesPanel_ResolveMutationDocument = slim("6c2c5a7b94129791118181e8b48d2a18db076c00f4d448106243a2195313e675", "mutation") as unknown as DocumentNode<InstancesPanel_ResolveMutationMutation, InstancesPanel_ResolveMutationMutationVariables>;
export const InventoryTab_DeviceQueryDocument = slim("48a9899810d8ae15da25020acf35022fda5fdf309c2435dc17e8a6072d0e16b5", "query") as unknown as DocumentNode<InventoryTab_DeviceQueryQuery, InventoryTab_DeviceQueryQueryVariables>;
export const DeviceMetrics_HistoryQueryDocument = slim("5a422eb97cddf02d4e6bfa4566ff77fe5f7c9cfd4c1cdddf33275201788636bb", "query") as unknown as DocumentNode<DeviceMetrics_HistoryQueryQuery, DeviceMetrics_HistoryQueryQueryVariables>;
export const SupplyChainTab_DeviceQueryDocument = slim("00273965b70f99403a2a8c8aa1c6b90192e6d3b49c1127ae286aa96d3934f757", "query") as unknown as DocumentNode<SupplyChainTab_DeviceQueryQuery, SupplyChainTab_DeviceQueryQueryVariables>;
export const SupplyChainVerdictPanel_AttentionQueryDocument = slim("685c2fed3acda6c7a830819e8c6bf276197ee364713ced667d41655dac1086bf", "query") as unknown as DocumentNode<SupplyChainVerdictPanel_AttentionQueryQuery, SupplyChainVerdictPanel_AttentionQueryQueryVariables>;
export const UpdatesTab_DeviceQueryDocument = slim("8919ca202c21498218e67d2cdce24e82195c9ba2cd1e9678a4e9733e057729cf", "query") as unknown as DocumentNode<UpdatesTab_DeviceQueryQuery, UpdatesTab_DeviceQueryQueryVariables>;
export const Journal_DeviceQueryDocument = slim("98500cc539bea61448438ab7ca91010845b72031c940cbdc4e595121944072d8", "query") as unknown as DocumentNode<Journal_DeviceQueryQuery, Journal_DeviceQueryQueryVariables>;
export const DeviceLife_QuarantineMutationDocument = slim("323d6e40e2e85f0938026f8536b14b92f6f9127d7b95649b2484088b717eb2ff", "mutation") as unknown as DocumentNode<DeviceLife_QuarantineMutationMutation, DeviceLife_QuarantineMutationMutationVariables>;
export const DeviceLife_ReleaseMutationDocument = slim("1b5849ae60fc2f62b26d047db59310b68bf1d4bc57d5210465b8c190d9d2766a", "mutation") as unknown as DocumentNode<DeviceLife_ReleaseMutationMutation, DeviceLife_ReleaseMutationMutationVariables>;
export const DeviceLife_RotateMutationDocument = slim("13f8f11f8b5391ddba56006bab80ca55f4dc9006971015e70437829d647c71ab", "mutation") as unknown as DocumentNode<DeviceLife_RotateMutationMutation, DeviceLife_RotateMutationMutationVariables>;
export const DeviceLife_DecommissionMutationDocument = slim("e218eb58bad3f8466f3f725ece8c33535a8a7fa5a13939cfd262e352f199308d", "mutation") as unknown as DocumentNode<DeviceLife_DecommissionMutationMutation, DeviceLife_DecommissionMutationMutationVariables>;
export const DeviceLife_RetireMutationDocument = slim("1e748ac631aced3324dab44d6756099f68a50d1730e96f8b4daf7aca2e849bf3", "mutation") as unknown as DocumentNode<DeviceLife_RetireMutationMutation, DeviceLife_RetireMutationMutationVariables>;
export const DeviceLife_RevokeMutationDocument = slim("43b8544af787a328a56ad62f10b939eca11c406f2e02f4fd1d9b471fdc430d53", "mutation") as unknown as DocumentNode<DeviceLife_RevokeMutationMutation, DeviceLife_RevokeMutationMutationVariables>;
export const DeviceMetrics_LiveSubscriptionDocument = slim("ecc903287c6a7094d98d9ad6dde76a66aa69cf01597566e70f5b17212da8f60b", "subscription") as unknown as DocumentNode<DeviceMetrics_LiveSubscriptionSubscription, DeviceMetrics_LiveSubscriptionSubscriptionVariables>;
export const DevicePast_RibbonsQueryDocument = slim("af03554fcdfc87a14b63e2828647363bc3690fae5604e1ea5397a5589feabe67", "query") as unknown as DocumentNode<DevicePast_RibbonsQueryQuery, DevicePast_RibbonsQueryQueryVariables>;
export const DevicePast_AsOfQueryDocument = slim("88494fe5d85bff36f39a39d29f191a90621d34ec02091602310042a86ff2a1ae", "query") as unknown as DocumentNode<DevicePast_AsOfQueryQuery, DevicePast_AsOfQueryQueryVariables>;
export const QuarantineTab_ItemsQueryDocument = slim("3870e2e8c2b9c7ff5876ae08f3c9937cf4918f5f4aac42c309c43d7b6f411e13", "query") as unknown as DocumentNode<QuarantineTab_ItemsQueryQuery, QuarantineTab_ItemsQueryQueryVariables>;
export const QuarantineTab_TelemetryQueryDocument = slim("0f4cee4c71caf61bbebe0b02346671c86600e146a2e5b026b90c13f63c190e82", "query") as unknown as DocumentNode<QuarantineTab_TelemetryQueryQuery, QuarantineTab_TelemetryQueryQueryVariables>;
export const QuarantineTab_ReleaseItemsMutationDocument = slim("7afc10e76b958641873d2fcf4f33cf893736ef57166364cd6411b6c91afc0442", "mutation") as unknown as DocumentNode<QuarantineTab_ReleaseItemsMutationMutation, QuarantineTab_ReleaseItemsMutationMutationVariables>;
export const QuarantineTab_DiscardItemsMutationDocument = slim("d29656553a8045efdb95329167f780bd8427e1acb0ae3d9bdb3595e0627a214c", "mutation") as unknown as DocumentNode<QuarantineTab_DiscardItemsMutationMutation, QuarantineTab_DiscardItemsMutationMutationVariables>;
export const QuarantineTab_ReleaseTelemetryMutationDocument = slim("4b34de97a08921290917de55ac08d4c5d7c0a215bf7f41134617765054726fbf", "mutation") as unknown as DocumentNode<QuarantineTab_ReleaseTelemetryMutationMutation, QuarantineTab_ReleaseTelemetryMutationMutationVariables>;
export const QuarantineTab_DiscardTelemetryMutationDocument = slim("06cecf88334fe8342d08aa988b072316276d919fde9fd4cd27adffaa40bddfa6", "mutation") as unknown as DocumentNode<QuarantineTab_DiscardTelemetryMutationMutation, QuarantineTab_DiscardTelemetryMutationMutationVariables>;
export const ReplayTab_DeviceQueryDocument = slim("76ea6823767f11e79eddd9766e5342a02e7eb33d73eeb3bc59a37b7fcb17436c", "query") as unknown as DocumentNode<ReplayTab_DeviceQueryQuery, ReplayTab_DeviceQueryQueryVariables>;
export const ReplayTab_ProgressSubscriptionDocument = slim("0daef74b57183a88b4847ff38f4f987de21757e008d22c9223714ee2b2256c05", "subscription") as unknown as DocumentNode<ReplayTab_ProgressSubscriptionSubscription, ReplayTab_ProgressSubscriptionSubscriptionVariables>;
export const TimelineTab_DeviceQueryDocument = slim("bfb5bf343e7329cc1381582e3ead4ba8057d24d80f1d025956a1436bba85c374", "query") as unknown as DocumentNode<TimelineTab_DeviceQueryQuery, TimelineTab_DeviceQueryQueryVariables>;
export const UpdateJournal_DeviceQueryDocument = slim("e1ec10defc44ebdcd8102b06bf1dc5936e499c1e396b291d5722237e2a48b8fc", "query") as unknown as DocumentNode<UpdateJournal_DeviceQueryQuery, UpdateJournal_DeviceQueryQueryVariables>;
export const DeviceTable_DevicesQueryDocument = slim("f3b5c2c3883fc2cc566748ea7014e7fb6f8c8e59e59d26ddddb438a1f3ddec65", "query") as unknown as DocumentNode<DeviceTable_DevicesQueryQuery, DeviceTable_DevicesQueryQueryVariables>;
export const DevicePeekPanel_NameQueryDocument = slim("0735e428426ac7e3c414b31ea919032c269a602070f79dc8e65048997b663b2e", "query") as unknown as DocumentNode<DevicePeekPanel_NameQueryQuery, DevicePeekPanel_NameQueryQueryVariables>;
export const DevicePeek_DeviceQueryDocument = slim("8f0b9a35fe57410d85b531ca7cdf0b3bbcebdcc55a2500cf927ed60f55b08cb5", "query") as unknown as DocumentNode<DevicePeek_DeviceQueryQuery, DevicePeek_DeviceQueryQueryVariables>;
export const FilterBar_PlacesQueryDocument = slim("5677b2b0803f2c62a700e6ae8b001acd7b7ca429bb96f6425b9991cdef88c67c", "query") as unknown as DocumentNode<FilterBar_PlacesQueryQuery, FilterBar_PlacesQueryQueryVariables>;
export const DeviceTable_ChangesSubscriptionDocument = slim("0b55b55481ad0167944ac2a1361b23019d9ef4c20e57d729846f67f62617983d", "subscription") as unknown as DocumentNode<DeviceTable_ChangesSubscriptionSubscription, DeviceTable_ChangesSubscriptionSubscriptionVariables>;
export const DeviceTable_HeartbeatsSubscriptionDocument = slim("c7376f378c20ff735586636564e32f9a2f634994984551a9ba64cc3ebd16e763", "subscription") as unknown as DocumentNode<DeviceTable_HeartbeatsSubscriptionSubscription, DeviceTable_HeartbeatsSubscriptionSubscriptionVariables>;
export const AuthorityConflict_ResolveMutationDocument = slim("ba8a22cafd82955846de4bca6828548aa1d29d63389bdbc46136a3ec6a9c421d", "mutation") as unknown as DocumentNode<AuthorityConflict_ResolveMutationMutation, AuthorityConflict_ResolveMutationMutationVariables>;
export const DomainAuthority_AuthorityQueryDocument = slim("d7d49259a67766fc3bcf24c9e707d1412c61e11dc0d34dd4ce736ad5521ca2a2", "query") as unknown as DocumentNode<DomainAuthority_AuthorityQueryQuery, DomainAuthority_AuthorityQueryQueryVariables>;
export const DomainPage_DomainQueryDocument = slim("4c9c4a0ed4f1d8508bfcccb4470b9d47e5cd701cedcad77e7c677f245bc82454", "query") as unknown as DocumentNode<DomainPage_DomainQueryQuery, DomainPage_DomainQueryQueryVariables>;
export const DomainSettings_DomainQueryDocument = slim("4a154b7af7c4f2a37fd4ae18c67ab08fb22e01690e3ff20a601866b2a0ebd7ca", "query") as unknown as DocumentNode<DomainSettings_DomainQueryQuery, DomainSettings_DomainQueryQueryVariables>;
export const NotWellPanel_CountsQueryDocument = slim("bfe8ee9babf4ebe154ac1214a9f51461f052df02725117eb251a09f209de6b1f", "query") as unknown as DocumentNode<NotWellPanel_CountsQueryQuery, NotWellPanel_CountsQueryQueryVariables>;
export const SettingsForm_SetMutationDocument = slim("1466fe6a4eb533a64efd80a49382a986391d2df04ad5283de4eaa2525d1a438f", "mutation") as unknown as DocumentNode<SettingsForm_SetMutationMutation, SettingsForm_SetMutationMutationVariables>;
export const DebtTimeline_DomainQueryDocument = slim("f14f2633efc3c1a8a61f45b2f6ba87dfc81ad7dba89ffc60e363111918bbeaa3", "query") as unknown as DocumentNode<DebtTimeline_DomainQueryQuery, DebtTimeline_DomainQueryQueryVariables>;
export const DebtTimeline_BacklogQueryDocument = slim("d2fb02586282c054a1bf3733e156c6581d1abc07b9995a2f6f4f169549aab163", "query") as unknown as DocumentNode<DebtTimeline_BacklogQueryQuery, DebtTimeline_BacklogQueryQueryVariables>;
export const TopologyPanel_TopologyQueryDocument = slim("360fac3fa813efdaf3895b48996ca9e640e336e2215ab0143297e9487d4fefb4", "query") as unknown as DocumentNode<TopologyPanel_TopologyQueryQuery, TopologyPanel_TopologyQueryQueryVariables>;
export const PendingDevices_DevicesQueryDocument = slim("5b164e180c81394df1f8404bdae606402dc315ed3a0f1f232c11c20475f11aa7", "query") as unknown as DocumentNode<PendingDevices_DevicesQueryQuery, PendingDevices_DevicesQueryQueryVariables>;
export const PendingDevices_ChangesSubscriptionDocument = slim("b05fd61e8c463e8de7b81e8c24ee83de842acce7ed823352167086ee32b72202", "subscription") as unknown as DocumentNode<PendingDevices_ChangesSubscriptionSubscription, PendingDevices_ChangesSubscriptionSubscriptionVariables>;
export const RuleForm_DomainsQueryDocument = slim("ea34cf735742c5d45714adb05675d52485cb5b7685f276d982e15abc1d77c913", "query") as unknown as DocumentNode<RuleForm_DomainsQueryQuery, RuleForm_DomainsQueryQueryVariables>;
export const RuleForm_CreateMutationDocument = slim("7d692d412cb86b5929d6481a9ea22e252e8de27fba0daab6198d5a46d27ff376", "mutation") as unknown as DocumentNode<RuleForm_CreateMutationMutation, RuleForm_CreateMutationMutationVariables>;
export const RuleList_RulesQueryDocument = slim("396c8666fb953d71cae8d2aa443a874690e7b624b0656ef311d662fa499af890", "query") as unknown as DocumentNode<RuleList_RulesQueryQuery, RuleList_RulesQueryQueryVariables>;
export const RuleList_DisableMutationDocument = slim("2bb8dc2567697208039bd28ea730b2931eb17e96319bea889d2e448677533871", "mutation") as unknown as DocumentNode<RuleList_DisableMutationMutation, RuleList_DisableMutationMutationVariables>;
export const TokenForm_PlacesQueryDocument = slim("de227095b756d27fb66076599de8e56dfc8f63f347d34ccd3a915cbc15c2b64f", "query") as unknown as DocumentNode<TokenForm_PlacesQueryQuery, TokenForm_PlacesQueryQueryVariables>;
export const TokenForm_CreateMutationDocument = slim("05079800c3e5631729d0e021b2f31b493e2e31101ed3b8be61356a75ca112401", "mutation") as unknown as DocumentNode<TokenForm_CreateMutationMutation, TokenForm_CreateMutationMutationVariables>;
export const TokenList_TokensQueryDocument = slim("95f34c1e4229524e61a637827e6a2ce9d5c95442beab16da09abc71f3b38f1a1", "query") as unknown as DocumentNode<TokenList_TokensQueryQuery, TokenList_TokensQueryQueryVariables>;
export const TokenList_RevokeMutationDocument = slim("9ebaf6b9ed721da4da0b1a8db87bd6f840f89f6428defcea2ef07f49cdac1259", "mutation") as unknown as DocumentNode<TokenList_RevokeMutationMutation, TokenList_RevokeMutationMutationVariables>;
export const DomainHealth_SignalsQueryDocument = slim("6a31f4849df088f5ad99f1c0f4838186d414ec9c0b481d1deeceaf4771db627d", "query") as unknown as DocumentNode<DomainHealth_SignalsQueryQuery, DomainHealth_SignalsQueryQueryVariables>;
export const Health_SignalsQueryDocument = slim("71d1385d4e81aad391e7d7fd336170f4c95a4376820175811c50d638cb8284cc", "query") as unknown as DocumentNode<Health_SignalsQueryQuery, Health_SignalsQueryQueryVariables>;
export const Health_IngestQueryDocument = slim("2a9db925358dad9e90c019f968b5738ade09a59acdc7095d06437a288aba6ee1", "query") as unknown as DocumentNode<Health_IngestQueryQuery, Health_IngestQueryQueryVariables>;
export const Health_ChangedSubscriptionDocument = slim("7c4759e439e3b7ba8663c8d25cc3aa5d01ac01a699bd53d97fd477584593b19d", "subscription") as unknown as DocumentNode<Health_ChangedSubscriptionSubscription, Health_ChangedSubscriptionSubscriptionVariables>;
export const AssignChoices_UsersQueryDocument = slim("6ad82ce4c2c243b4475204f9b07c68a24ac6638c9ae139385cc445c29ecbd116", "query") as unknown as DocumentNode<AssignChoices_UsersQueryQuery, AssignChoices_UsersQueryQueryVariables>;
export const InboxPeek_ItemQueryDocument = slim("e1342c67586317cd3df0fddd5ad92d6f2877b322c08d545d5acb18de2cbe3fdf", "query") as unknown as DocumentNode<InboxPeek_ItemQueryQuery, InboxPeek_ItemQueryQueryVariables>;
export const InboxPeek_ChangesSubscriptionDocument = slim("93f985749345e4fa533c381cc03a97787658393e140d98a3de18752f2d5675cb", "subscription") as unknown as DocumentNode<InboxPeek_ChangesSubscriptionSubscription, InboxPeek_ChangesSubscriptionSubscriptionVariables>;
export const Inbox_QueueQueryDocument = slim("e02cd8d58a69ee22c1c6e3b2c9ceba71e119aff47afaf65b1f557e9f1e739ab9", "query") as unknown as DocumentNode<Inbox_QueueQueryQuery, Inbox_QueueQueryQueryVariables>;
export const NothingHere_DevicesQueryDocument = slim("41e336c07a8bd97f126e93c7a3acdc8cd929e9b1ff27406aaf91a247b1310414", "query") as unknown as DocumentNode<NothingHere_DevicesQueryQuery, NothingHere_DevicesQueryQueryVariables>;
export const Inbox_ChangesSubscriptionDocument = slim("7fec932179c1f17952b601fcd4256f82453acf7f02616b1f60a213b216bc87b9", "subscription") as unknown as DocumentNode<Inbox_ChangesSubscriptionSubscription, Inbox_ChangesSubscriptionSubscriptionVariables>;
export const Inbox_AcknowledgeMutationDocument = slim("57a67eb19bfea26536abc2ed3cf23c33b3b52d63ddb5e6adc4e7b6a084e414da", "mutation") as unknown as DocumentNode<Inbox_AcknowledgeMutationMutation, Inbox_AcknowledgeMutationMutationVariables>;
export const Inbox_MergeMutationDocument = slim("41b4b84e5287443f68bdde1f9861bf250c42cfab58b44264a1be31bcf5938477", "mutation") as unknown as DocumentNode<Inbox_MergeMutationMutation, Inbox_MergeMutationMutationVariables>;
export const Inbox_DismissMutationDocument = slim("85bd20bf7f2114cd3202edcec7e51c8c7f9ad6eaffcd7a53707c3b1ee4d1257d", "mutation") as unknown as DocumentNode<Inbox_DismissMutationMutation, Inbox_DismissMutationMutationVariables>;
export const Inbox_SnoozeMutationDocument = slim("0b39c0c537908664255f3c61f3a14331f65a5aa952dacd00e3f20e144d950cf1", "mutation") as unknown as DocumentNode<Inbox_SnoozeMutationMutation, Inbox_SnoozeMutationMutationVariables>;
export const Inbox_AssignMutationDocument = slim("17b7dfdb8e29012e94833eef1840b1d35dd79c808d0e65b91ca525f4502411c0", "mutation") as unknown as DocumentNode<Inbox_AssignMutationMutation, Inbox_AssignMutationMutationVariables>;
export const Inbox_ResolveMutationDocument = slim("97a4af7fcb61d73a3688f79b4cc0a3e08366ffc9b46de9b97aeb1d6d97e18630", "mutation") as unknown as DocumentNode<Inbox_ResolveMutationMutation, Inbox_ResolveMutationMutationVariables>;
export const PendingPanel_DevicesQueryDocument = slim("9226e2b6ffc173480b1bec2d70513803e78fd1ef37c7c233253523eef2ed00da", "query") as unknown as DocumentNode<PendingPanel_DevicesQueryQuery, PendingPanel_DevicesQueryQueryVariables>;
export const PendingPanel_ChangesSubscriptionDocument = slim("77139d1e52808189ff5c0a20285c19a39e26755f2b9f482ed10f777704b82e71", "subscription") as unknown as DocumentNode<PendingPanel_ChangesSubscriptionSubscription, PendingPanel_ChangesSubscriptionSubscriptionVariables>;
export const RibbonPanel_HistoryQueryDocument = slim("da5dbb077cb67ef9d464cda7fc07241682c082f1f68ec2e96eb44cf05a89d999", "query") as unknown as DocumentNode<RibbonPanel_HistoryQueryQuery, RibbonPanel_HistoryQueryQueryVariables>;
export const DomainTable_DomainsQueryDocument = slim("c685a1783f9eeb263c671a2e22f8d970a5d4fda98baf86d82d46a31291e32f1d", "query") as unknown as DocumentNode<DomainTable_DomainsQueryQuery, DomainTable_DomainsQueryQueryVariables>;
export const SpectrumPanel_AsOfQueryDocument = slim("1c636ed09cdcdf74e4a008fd6d0cccf0c915c53a58c21b54beefe329284736d7", "query") as unknown as DocumentNode<SpectrumPanel_AsOfQueryQuery, SpectrumPanel_AsOfQueryQueryVariables>;
export const Overview_ChangedSubscriptionDocument = slim("84391596b54d4e2c187fb8ef8c540d2f21f6b818312a744a053a9bcd5fa8bad3", "subscription") as unknown as DocumentNode<Overview_ChangedSubscriptionSubscription, Overview_ChangedSubscriptionSubscriptionVariables>;
export const ScopeDomain_DomainsQueryDocument = slim("0a040f78d9ecca8396268b1bf14ba13e226ffbbca8c873633be6420084d707eb", "query") as unknown as DocumentNode<ScopeDomain_DomainsQueryQuery, ScopeDomain_DomainsQueryQueryVariables>;
export const SpectrumPanel_SpectrumQueryDocument = slim("6fc0354155bfce97ab40347c6e20f73f9cb0fdbdef13bab02ead401a41ad5625", "query") as unknown as DocumentNode<SpectrumPanel_SpectrumQueryQuery, SpectrumPanel_SpectrumQueryQueryVariables>;
export const SpectrumPanel_ChangedSubscriptionDocument = slim("fc75c5283b6410a55045c8c851c6a3f7214c11c6ef597530a96343c97a0b2ca4", "subscription") as unknown as DocumentNode<SpectrumPanel_ChangedSubscriptionSubscription, SpectrumPanel_ChangedSubscriptionSubscriptionVariables>;
export const ArtifactChoice_ArtifactsQueryDocument = slim("983eea3e315a5b0fe20d5d7b8d8b5eacde6fcc8852d6e4d91e21c7d394402d49", "query") as unknown as DocumentNode<ArtifactChoice_ArtifactsQueryQuery, ArtifactChoice_ArtifactsQueryQueryVariables>;
export const MatchedCount_SimulationQueryDocument = slim("4d3696ea9bf5976a7b8b33df23f8808f8d37d9c6916a2fbf535d6f2f0e4637d9", "query") as unknown as DocumentNode<MatchedCount_SimulationQueryQuery, MatchedCount_SimulationQueryQueryVariables>;
export const NamedDevices_DevicesQueryDocument = slim("326483c12e22674aebb5eb62eef44554ecf374c68fd0c3a04244fdbab5b3dda6", "query") as unknown as DocumentNode<NamedDevices_DevicesQueryQuery, NamedDevices_DevicesQueryQueryVariables>;
export const RemoveTemplate_RemoveMutationDocument = slim("d4ad28dd083bc528533eb92710569f7bf8583136cfbf772c033166036cab3176", "mutation") as unknown as DocumentNode<RemoveTemplate_RemoveMutationMutation, RemoveTemplate_RemoveMutationMutationVariables>;
export const SaveTemplate_SaveMutationDocument = slim("76cb87fd26a3d6857536a0e5ace1be96908ba253ae040b6fe63e9b524d1d1f74", "mutation") as unknown as DocumentNode<SaveTemplate_SaveMutationMutation, SaveTemplate_SaveMutationMutationVariables>;
export const SimulationStep_SimulationQueryDocument = slim("0814a9218b81dde633d49ebcf334603b89250ed16e3f1142bfb2181ee07e29fa", "query") as unknown as DocumentNode<SimulationStep_SimulationQueryQuery, SimulationStep_SimulationQueryQueryVariables>;
export const SimulationStep_CreateMutationDocument = slim("7e2d972a9ec8a1219311d63747d3660e5456e6c8f366a022f5a40fdcf58b9b0d", "mutation") as unknown as DocumentNode<SimulationStep_CreateMutationMutation, SimulationStep_CreateMutationMutationVariables>;
export const TemplateDialog_TemplatesQueryDocument = slim("80fcba25bc6c7e0d7bf70c648895f433bf19d7cc072a2f31a60008e579b4d45c", "query") as unknown as DocumentNode<TemplateDialog_TemplatesQueryQuery, TemplateDialog_TemplatesQueryQueryVariables>;
export const TemplateDialog_CreateMutationDocument = slim("5de557b7e60deef2fb977971267afc1ac2fc89199596fd472d4a8ba4b1d29948", "mutation") as unknown as DocumentNode<TemplateDialog_CreateMutationMutation, TemplateDialog_CreateMutationMutationVariables>;
export const BudgetsPanel_BudgetsQueryDocument = slim("d7df79f191b1fef104315ba30c808f50007043f07a41be9e78f7a4881e1779f2", "query") as unknown as DocumentNode<BudgetsPanel_BudgetsQueryQuery, BudgetsPanel_BudgetsQueryQueryVariables>;
export const DryRun_SimulationQueryDocument = slim("960d6e46dfbb64c8839016ac1513f778bb97bec9d31354a6dc24a126098b3b00", "query") as unknown as DocumentNode<DryRun_SimulationQueryQuery, DryRun_SimulationQueryQueryVariables>;
export const Override_RequestMutationDocument = slim("5302b59897ae018f5b8936cb89b3f8c4c3a541177473b8657958e96f2d87a442", "mutation") as unknown as DocumentNode<Override_RequestMutationMutation, Override_RequestMutationMutationVariables>;
export const Override_ApproveMutationDocument = slim("4583779cf5d3c9b0088b51e143acb0ef9eb6c021a83761524ee067215db4f80c", "mutation") as unknown as DocumentNode<Override_ApproveMutationMutation, Override_ApproveMutationMutationVariables>;
export const RolloutTimeline_RolloutQueryDocument = slim("3b4d719a91faff2a082767a168c9d276263a29f13c8f5e367e2c897408c78b39", "query") as unknown as DocumentNode<RolloutTimeline_RolloutQueryQuery, RolloutTimeline_RolloutQueryQueryVariables>;
export const PlaceNames_PlacesQueryDocument = slim("14880344c34dbcd6d7072aaacf8824d46e36ebd33c89fee2b1411ef735cd1ca4", "query") as unknown as DocumentNode<PlaceNames_PlacesQueryQuery, PlaceNames_PlacesQueryQueryVariables>;
export const RolloutCommand_StartMutationDocument = slim("aa8a123bc4f68ff4e684f5d6869ccc3c5fcbe0d676d3eef7d0951d911911b7d7", "mutation") as unknown as DocumentNode<RolloutCommand_StartMutationMutation, RolloutCommand_StartMutationMutationVariables>;
export const RolloutCommand_ApproveMutationDocument = slim("46287d2a30b8bfa546c1fd4b93f418bef7604dc11f4324930639c6555f6cd8fb", "mutation") as unknown as DocumentNode<RolloutCommand_ApproveMutationMutation, RolloutCommand_ApproveMutationMutationVariables>;
export const RolloutCommand_PromoteMutationDocument = slim("592dbb46952a53299166c6254c7221748826d6ed31ab4e48e8f066dc0f2e9dce", "mutation") as unknown as DocumentNode<RolloutCommand_PromoteMutationMutation, RolloutCommand_PromoteMutationMutationVariables>;
export const RolloutCommand_PauseMutationDocument = slim("0950b3503c1670c54ff2f209aeb6ac271f0aec93fefe269c6feb962cce65b97b", "mutation") as unknown as DocumentNode<RolloutCommand_PauseMutationMutation, RolloutCommand_PauseMutationMutationVariables>;
export const RolloutCommand_ResumeMutationDocument = slim("64ca9c28b093774f50fdf36b8dfa44703c9702e162f19b79d43bd8417e6ddfde", "mutation") as unknown as DocumentNode<RolloutCommand_ResumeMutationMutation, RolloutCommand_ResumeMutationMutationVariables>;
export const RolloutCommand_RetryMutationDocument = slim("3a0c532f5472812a37a165b5be1ccc973af0478053b3705b9e36063b204b617e", "mutation") as unknown as DocumentNode<RolloutCommand_RetryMutationMutation, RolloutCommand_RetryMutationMutationVariables>;
export const RolloutCommand_RollBackMutationDocument = slim("4a99ba59c328a5f93d00ec7eceb1ff10dee5d84d13f64937f8aa5a13929f8919", "mutation") as unknown as DocumentNode<RolloutCommand_RollBackMutationMutation, RolloutCommand_RollBackMutationMutationVariables>;
export const RolloutCommand_AbortMutationDocument = slim("5506df3405ab5da36b1a160fa6493b4b6d09a068015e842e7581ba2086d52cbe", "mutation") as unknown as DocumentNode<RolloutCommand_AbortMutationMutation, RolloutCommand_AbortMutationMutationVariables>;
export const Rollout_RolloutQueryDocument = slim("cf25fcb936ce57749201134bd13d849d398ea70c6db3e64b6461ea21a284ed34", "query") as unknown as DocumentNode<Rollout_RolloutQueryQuery, Rollout_RolloutQueryQueryVariables>;
export const Rollout_ChangesSubscriptionDocument = slim("205ebcae0b33ae7eb1169a9be2ff3b06fa080794fd40bac2636711580e80457e", "subscription") as unknown as DocumentNode<Rollout_ChangesSubscriptionSubscription, Rollout_ChangesSubscriptionSubscriptionVariables>;
export const Rollouts_RolloutsQueryDocument = slim("f6f37503bea19c51e67ece817f5f7c3fe29aacd8dc91fd9af08b931a34de898e", "query") as unknown as DocumentNode<Rollouts_RolloutsQueryQuery, Rollouts_RolloutsQueryQueryVariables>;
export const Rollouts_ChangesSubscriptionDocument = slim("964d0e0e661cf9bb8c95d42533238a3d0987e3000c541ac17950d1b0d555ce1d", "subscription") as unknown as DocumentNode<Rollouts_ChangesSubscriptionSubscription, Rollouts_ChangesSubscriptionSubscriptionVariables>;
export const Targets_RolloutQueryDocument = slim("b17e14cf6031ff3870bc6d7578aa45261a9306191aa35d66fd4036a610b19e87", "query") as unknown as DocumentNode<Targets_RolloutQueryQuery, Targets_RolloutQueryQueryVariables>;
export const ApproveRunbook_ApproveMutationDocument = slim("5056226c0f0cd08ff664a785bad4141e7271122d8c6bdc29433d1a7dabad8e34", "mutation") as unknown as DocumentNode<ApproveRunbook_ApproveMutationMutation, ApproveRunbook_ApproveMutationMutationVariables>;
export const RegisterRunbook_RegisterMutationDocument = slim("36f442c3b328f3048fff170c2e07a43029de06ddece43fa1be9ac1be4b2a7af7", "mutation") as unknown as DocumentNode<RegisterRunbook_RegisterMutationMutation, RegisterRunbook_RegisterMutationMutationVariables>;
export const RetireRunbook_RetireMutationDocument = slim("50e0708d44701f4c9356ffccb7358218ed50b916ea10ac792fcd0a5dffa86994", "mutation") as unknown as DocumentNode<RetireRunbook_RetireMutationMutation, RetireRunbook_RetireMutationMutationVariables>;
export const Runbooks_RunbooksQueryDocument = slim("650c8f465ded42a4ddaf6f27b3e8871d53e1556a0ac7717d712e9432cab1c84f", "query") as unknown as DocumentNode<Runbooks_RunbooksQueryQuery, Runbooks_RunbooksQueryQueryVariables>;
export const StatusBoard_StatusBoardQueryDocument = slim("7e1dc2f660527c98fcc2fae78d416a92668804ccabb877d7bc5c188702c61ea5", "query") as unknown as DocumentNode<StatusBoard_StatusBoardQueryQuery, StatusBoard_StatusBoardQueryQueryVariables>;
export const Viewer_ViewerQueryDocument = slim("bf73a850b167a9990ff89790b0b0814923ef8f1a7a18e80a4f469e1bd2f040bd", "query") as unknown as DocumentNode<Viewer_ViewerQueryQuery, Viewer_ViewerQueryQueryVariables>;
export const CommandPalette_DevicesQueryDocument = slim("9f67e4d37182c39cd1340385efb7e55d356dd055c4ed9b91e2768766de390d54", "query") as unknown as DocumentNode<CommandPalette_DevicesQueryQuery, CommandPalette_DevicesQueryQueryVariables>;
export const ScopeCrumbs_DomainsQueryDocument = slim("5b7eadcf00492acd4cab9ea91a4e4a2b3f4ffabf1b940ee4eb7d1c3f2ee9012e", "query") as unknown as DocumentNode<ScopeCrumbs_DomainsQueryQuery, ScopeCrumbs_DomainsQueryQueryVariables>;
function slim(hash?: string, operation?: string): object {
  if (hash === undefined) return { kind: 'Document', definitions: [] };
  const selectionSet = { kind: 'SelectionSet', selections: [] };
  const definitions = [{ kind: 'OperationDefinition', operation, selectionSet }];
  return { __meta__: { hash }, documentId: hash, kind: 'Document', definitions };
}
