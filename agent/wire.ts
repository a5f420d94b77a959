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
};

/** What a heartbeat is answered. */
export type HeartbeatReply = {
  readonly intervalMs: number;
  readonly serverTime: string;
  readonly trust: TrustState;
  readonly phase: string;
  readonly inventoryWanted: boolean;
  readonly desiredGeneration: number;
  readonly updateHintGeneration: number;
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
