/**
 * What a device can be ordered to do and what it says about it, as the wire and the signed envelope have it. Nothing of a
 * delivery is believed but its envelope; the rest only says which envelope it is.
 */

/** What a device can be told to do. */
export const commandKinds = [
  'DRAIN',
  'UNCORDON',
  'CORDON',
  'RESTART_SERVICE',
  'SET_CHANNEL',
  'REFRESH_INVENTORY',
  'SUPPORT_BUNDLE',
  'EXEC',
] as const;

/** One of the kinds. */
export type CommandKind = (typeof commandKinds)[number];

/** Whether what may have been done already may be done again. */
export type DeliverySemantics = 'AT_MOST_ONCE' | 'AT_LEAST_ONCE';

/** A command as its envelope says it. */
export type Order = {
  readonly commandId: string;
  readonly deviceId: string;
  readonly kind: CommandKind;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly authorityId: string;
  readonly authorityEpoch: number;
  /** By the server's clock. */
  readonly expiresAtMs: number;
  readonly delivery: DeliverySemantics;
  readonly idempotencyKey: string;
};

/** A command as it is handed over. */
export type DeliveredCommand = { readonly id: string; readonly envelope: string; readonly signature: string };

/** The answer of `awaitCommands`. */
export type CommandDelivery = {
  readonly commands: readonly DeliveredCommand[];
  readonly cancelled: readonly string[];
  readonly retryAfterMs: number | null;
  /** Newer than the hint it was asked with: there is an update to ask for. */
  readonly updateHintGeneration: number | null;
};

/** How a command ended, as it is reported. */
export type Report = {
  readonly outcome: 'APPLIED' | 'FAILED';
  /** Why not; null when it was done. */
  readonly reason: string | null;
  readonly exitCode: number | null;
  readonly output: string | null;
  readonly outputTruncated: boolean;
  /** What was done where not everything was. */
  readonly partial: Readonly<Record<string, unknown>> | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
};

/** What doing a command came to; the times are noted by whoever has it done. */
export type Performed = Omit<Report, 'startedAtMs' | 'finishedAtMs'>;

/** Done, with something to show for it or without. */
export function applied(more: Partial<Performed> = {}): Performed {
  return { ...nothingToShow, outcome: 'APPLIED', ...more };
}

/** Not done, or not to its end. */
export function failure(reason: string, more: Partial<Performed> = {}): Performed {
  return { ...nothingToShow, outcome: 'FAILED', reason, ...more };
}

const nothingToShow = { reason: null, exitCode: null, output: null, outputTruncated: false, partial: null } as const;
