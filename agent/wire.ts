/** The shapes of what the agent sends and receives, as the documents in `documents/` ask for them. */
import type { LinkQuality } from './link-meter.ts';

/** May the device take part? */
export type TrustState = 'PENDING' | 'TRUSTED' | 'QUARANTINED' | 'REVOKED';

/** What sort of compute element a device can claim to be. */
export const deviceKinds = ['EDGE', 'DC', 'GATEWAY', 'RELAY', 'VIRTUAL'] as const;

/** One of the kinds. */
export type DeviceKind = (typeof deviceKinds)[number];

/** The answer to a claim, a collection or a rotation. No certificate while the device is pending. */
export type DeviceClaim = {
  readonly deviceId: string;
  readonly trust: TrustState;
  /** To be signed to collect the certificate. */
  readonly nonce: string;
  readonly certificatePem: string | null;
  /** Base64 of the public key that commands are signed with. */
  readonly commandKey?: string | null;
  readonly relayKey?: string | null;
  readonly relayAnswerKey?: string | null;
  readonly retryAfterMs: number | null;
};

/** What a heartbeat says. */
export type HeartbeatInput = {
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly sentAt: string;
  readonly agentVersion: string;
  readonly health: 'OK' | 'DEGRADED' | 'FAILED' | 'UNKNOWN';
  readonly uptimeS: number;
  readonly linkQuality: LinkQuality;
  readonly syncDebt: { readonly secondsBehind: number; readonly backlogMessages: number };
  /** Only what a device can know of itself may be declared. */
  readonly declaredMode: 'LIVE' | 'AUTONOMOUS';
  readonly journalEpoch: number;
  readonly journalLastSeq: number;
  readonly journalLastHash: string;
  readonly authorityEpoch: number;
  readonly capabilities: readonly string[];
  readonly seriesCount: number;
  readonly policyAgeS: number | null;
  /** Says which list of decisions it goes by; see `autonomy/autonomy.ts`. */
  readonly decisionsDigest: string;
  /** The key it knows that commands are signed with; empty for none. */
  readonly commandKey: string;
};

/** How the connection of a device stands, as the control plane sees it. */
export type ConnectivityMode =
  'LIVE' | 'DELAYED' | 'EDGE_CACHED' | 'AUTONOMOUS' | 'DISCONNECTED' | 'RETURNING' | 'REPLAYING';

/** Who decides about a device. */
export type MasterOfRecord = 'GLOBAL' | 'REGION' | 'LOCAL';

/** What a heartbeat is answered. */
export type HeartbeatReply = {
  readonly intervalMs: number;
  readonly serverTime: string;
  readonly trust: TrustState;
  readonly phase: string;
  readonly inventoryWanted: boolean;
  readonly desiredGeneration: number;
  readonly updateHintGeneration: number;
  // Null is "as you were last told", or that nobody keeps account of it.
  readonly pendingCommands: number | null;
  /** The key that commands are signed with, where it is another than the one this device said. */
  readonly commandKey?: string | null;
  /** Whether the server misses records of the journal. */
  readonly replayRequired: boolean | null;
  readonly authorityEpoch: number | null;
  readonly masterOfRecord: MasterOfRecord | null;
  readonly mode: ConnectivityMode | null;
  readonly cordoned: boolean | null;
  /** All it may decide while it is on its own. A server that does not tell leaves it out. */
  readonly allowedDecisions?: readonly string[] | null;
  /** What calls through relays are sealed for, and what their answers are signed by; not told through a relay. */
  readonly relayKey?: string | null;
  readonly relayAnswerKey?: string | null;
};

/**
 * The classes of journal records, in the order in which they are given up when the journal is full: decisions last, since
 * one that nobody can judge any more puts the device into quarantine.
 */
export const journalClasses = ['SNAPSHOT', 'LIFECYCLE', 'SECURITY', 'DECISION'] as const;

/** One of the classes. */
export type JournalClass = (typeof journalClasses)[number];

/** One record of the journal. */
export type JournalRecord = {
  readonly seq: number;
  readonly class: JournalClass;
  readonly kind: string;
  readonly atMs: number;
  /** JSON text. */
  readonly body: string;
  readonly hash: string;
  /** Base64 of the DER signature over the text of `hash`. */
  readonly signature: string;
};

/** A signed statement that a range of journal records was given up. */
export type JournalDrop = {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly reason: string;
  readonly lastHash: string;
  readonly signature: string;
};

/** What a device says that has journal records to deliver. Clocks inform and decide nothing. */
export type ReplayHello = {
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly bootId: string;
  readonly deviceClock: string;
  readonly monotonicMs: number;
  readonly dropped: readonly JournalDrop[];
};

/** The lock and how to go on. */
export type ReplaySession = {
  readonly sessionToken: string;
  readonly sessionEpoch: number;
  /** What comes before is accepted. */
  readonly resumeFrom: number;
  readonly resumeHash: string;
  readonly chunkRecordsMax: number;
  readonly chunkBytesMax: number;
  readonly windowChunks: number;
  readonly retryAfterMs: number | null;
  readonly nothingToReplay: boolean;
};

/** Records in order; all of them are taken, or none. */
export type ReplayChunk = {
  readonly sessionToken: string;
  readonly epoch: number;
  readonly fromSeq: number;
  readonly records: readonly JournalRecord[];
};

/** What a chunk is answered: durable up to and including `acknowledgedSeq`. */
export type ReplayReceipt = {
  readonly acknowledgedSeq: number;
  readonly duplicate: boolean;
  readonly retryAfterMs: number | null;
};

/** How a return ended. */
export type ReplayConclusion = {
  readonly outcome: 'LIVE' | 'QUARANTINED';
  readonly permitted: number;
  readonly conflicts: number;
  readonly unauthorised: number;
  readonly mode: ConnectivityMode;
  readonly evidence: string | null;
};

/** The two classes of telemetry, in the order in which they are given up when the queue is full. */
export const telemetryClasses = ['SAMPLES', 'KERNEL_EVENTS'] as const;

/** One of the classes. */
export type TelemetryClass = (typeof telemetryClasses)[number];

/** What the kernel can report. */
export type KernelEventType = 'PROCESS_EXIT' | 'TCP_RETRANSMIT' | 'OOM_KILL' | 'BLOCK_IO_SLOW' | 'HEALTH_FAIL';

/** Measurements, columnar: `values[j][i]` is series j at `timesMs[i]`; null is not measured. */
export type Samples = {
  readonly timesMs: readonly number[];
  readonly series: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
};

/** Kernel events, columnar. */
export type KernelEvents = {
  readonly timesMs: readonly number[];
  readonly types: readonly KernelEventType[];
  readonly pids: readonly number[];
  readonly comms: readonly string[];
  /** JSON text each. */
  readonly details: readonly string[];
};

/** A signed statement that records were produced and given up. */
export type Dropped = {
  readonly class: TelemetryClass;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  /** Base64 of the DER signature. */
  readonly signature: string;
};

/** One batch. Every number from `fromSeq` to `toSeq` is one row of `samples`, one kernel event, or counted in `dropped`. */
export type TelemetryBatch = {
  readonly epoch: number;
  readonly runKey: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly samples: Samples | null;
  readonly kernelEvents: KernelEvents | null;
  readonly dropped: readonly Dropped[];
};

/** What a batch is answered: durable up to and including `acknowledgedSeq`. */
export type TelemetryReceipt = {
  readonly acknowledgedSeq: number;
  readonly duplicate: boolean;
  readonly stored: number;
  readonly rejected: readonly { readonly name: string; readonly reason: string }[];
  readonly retryAfterMs: number | null;
};

/** Whether one source of knowledge works. */
export type CollectorReport = {
  readonly name: string;
  readonly state: 'OK' | 'MISSING' | 'FAILING';
  readonly reason: string | null;
};

/** What the device is made of. */
export type Inventory = {
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
