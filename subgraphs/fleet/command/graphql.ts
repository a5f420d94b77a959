/** The public face of commands, for people and for devices. */
import { connectionType } from '@flotilla/kernel/connection';
import { Json, SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a device can be told to do. */
export const CommandKind = {
  DRAIN: 'DRAIN',
  UNCORDON: 'UNCORDON',
  CORDON: 'CORDON',
  RESTART_SERVICE: 'RESTART_SERVICE',
  SET_CHANNEL: 'SET_CHANNEL',
  REFRESH_INVENTORY: 'REFRESH_INVENTORY',
  SUPPORT_BUNDLE: 'SUPPORT_BUNDLE',
  EXEC: 'EXEC',
} as const;

registerEnumType(CommandKind, {
  name: 'CommandKind',
  description: 'What a device can be told to do, and what its payload is.',
  valuesConfig: {
    DRAIN: { description: 'End the work it does for others: `{graceS: 0..3600}`, 60 by default.' },
    UNCORDON: { description: 'Take new work again: `{}`.' },
    CORDON: { description: 'Take no new work: `{}`.' },
    RESTART_SERVICE: { description: 'Restart one service: `{service}`.' },
    SET_CHANNEL: { description: 'Take software from another channel: `{channel}` is dev, canary or prod.' },
    REFRESH_INVENTORY: { description: 'Report what it is made of: `{}`.' },
    SUPPORT_BUNDLE: {
      description:
        'Collect what helps to find a fault: `{include}` of logs, config, inventory, journal, queue, metrics.',
    },
    EXEC: { description: 'Run an approved runbook: `{runbookId, version, args}`.' },
  },
});

/** How often a command may reach its device. */
export const DeliverySemantics = { AT_MOST_ONCE: 'AT_MOST_ONCE', AT_LEAST_ONCE: 'AT_LEAST_ONCE' } as const;

registerEnumType(DeliverySemantics, {
  name: 'DeliverySemantics',
  description: 'How often a command may reach its device.',
  valuesConfig: {
    AT_MOST_ONCE: { description: 'Handed over once; if nothing is heard of it, its outcome stays unknown.' },
    AT_LEAST_ONCE: { description: 'Handed over until it is acknowledged; its idempotency key makes it once.' },
  },
});

/** Where a command is in its life. */
export const CommandState = {
  QUEUED: 'QUEUED',
  DELIVERED: 'DELIVERED',
  ACKED: 'ACKED',
  APPLIED: 'APPLIED',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'CANCELLED',
} as const;

registerEnumType(CommandState, {
  name: 'CommandState',
  description: 'Where a command is in its life. The last four are final.',
  valuesConfig: {
    QUEUED: { description: 'It waits for its device.' },
    DELIVERED: { description: 'It was handed over; the device has not said that it has it.' },
    ACKED: { description: 'The device has it and does it.' },
    APPLIED: { description: 'The device did it.' },
    FAILED: { description: 'The device could not do it, or would not.' },
    EXPIRED: { description: 'Its time was over. If it was handed over, its outcome is unknown.' },
    CANCELLED: { description: 'Somebody cancelled it before it was done.' },
  },
});

/** How a command ended on its device. */
export const CommandOutcome = { APPLIED: 'APPLIED', FAILED: 'FAILED' } as const;

registerEnumType(CommandOutcome, {
  name: 'CommandOutcome',
  description: 'How a command ended on its device.',
  valuesConfig: { APPLIED: { description: 'It was done.' }, FAILED: { description: 'It was not.' } },
});

/** What a device said about a command it ended. */
@ObjectType({ description: 'What a device said about a command it ended.' })
export class CommandReport {
  @Field(() => Int, { nullable: true, description: 'Exit status of the program; null where there was none.' })
  exitCode?: number | null;

  @Field(() => Int, { description: 'Bytes of output that are kept.' })
  outputBytes!: number;

  @Field(() => Boolean, { description: 'Whether there was more output than is kept.' })
  outputTruncated!: boolean;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the output as it is kept, lower-case hex.' })
  outputHash?: string | null;

  @Field(() => String, { nullable: true, description: 'What was done where not everything was, as JSON text.' })
  partial?: string | null;

  @Field(() => SafeInt, { nullable: true, description: "When it began, by the device's clock, in ms since 1970." })
  startedAtMs?: number | null;

  @Field(() => SafeInt, { nullable: true, description: "When it ended, by the device's clock, in ms since 1970." })
  finishedAtMs?: number | null;
}

/** A report that came after the command had been given up. */
@ObjectType({ description: 'What a device said about a command after that had been given up.' })
export class LateCommandReport extends CommandReport {
  @Field(() => CommandOutcome, { description: 'How it ended on the device.' })
  outcome!: keyof typeof CommandOutcome;
}

/** One order to one device. */
@ObjectType({ description: 'One order to one device.' })
export class Command {
  @Field(() => ID, { description: 'Identity of the command.' })
  id!: string;

  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => ID, { nullable: true, description: 'The batch it is part of; null for a command to one device.' })
  batchId?: string | null | undefined;

  @Field(() => CommandKind, { description: 'What the device is to do.' })
  kind!: keyof typeof CommandKind;

  @Field(() => Json, { description: 'With what.' })
  payload!: Record<string, unknown>;

  @Field(() => DeliverySemantics, { description: 'How often it may reach its device.' })
  delivery!: keyof typeof DeliverySemantics;

  @Field(() => String, { description: 'What makes it once on its device.' })
  idempotencyKey!: string;

  @Field(() => String, { description: 'By whose authority.' })
  authorityId!: string;

  @Field(() => Int, { description: 'Fencing epoch of that authority.' })
  authorityEpoch!: number;

  @Field(() => String, { description: 'Why, by whoever issued it.' })
  reason!: string;

  @Field(() => String, { description: 'Who issued it: `user:<id>` or `service:<id>`.' })
  issuedBy!: string;

  @Field(() => String, { nullable: true, description: 'Why it is where it is, e.g. NOT_ACKNOWLEDGED for EXPIRED.' })
  stageReason?: string | null | undefined;

  @Field(() => Date, { description: 'When it was issued.' })
  queuedAt!: Date;

  @Field(() => Date, { description: 'It is not handed over from then on.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last handed over.' })
  deliveredAt?: Date | null | undefined;

  @Field(() => Int, { description: 'How often it was handed over.' })
  attempts!: number;

  @Field(() => Date, { nullable: true, description: 'When the device said that it has it.' })
  acknowledgedAt?: Date | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When somebody wanted it stopped that its device may have.' })
  cancelRequestedAt?: Date | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  endedAt?: Date | null | undefined;

  @Field(() => CommandReport, { nullable: true, description: 'What the device said about its end.' })
  report?: CommandReport | null | undefined;

  @Field(() => LateCommandReport, { nullable: true, description: 'What it said after it had been given up.' })
  lateReport?: LateCommandReport | null | undefined;
}

/** A page of commands. */
export const CommandConnection = connectionType(Command, 'Command');

/** A command changed. */
@ObjectType({ description: 'A command changed. A step of more than one in seq means that changes were missed.' })
export class CommandChange {
  @Field(() => Int, { description: 'Number of the change in this subscription.' })
  seq!: number;

  @Field(() => Command, { description: 'The command as it is now.' })
  command!: Command;
}

/** Which devices. Exactly one of the three. */
@InputType({ description: 'Which devices: exactly one of the three.' })
export class CommandTargetInput {
  @Field(() => [ID], { nullable: true, description: 'These devices, 1000 at most.' })
  deviceIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The devices of a filter, in the grammar of `devices(q)`.' })
  q?: string | null;

  @Field(() => ID, { nullable: true, description: 'The devices of a domain and of those below it.' })
  domainId?: string | null;
}

/** An order to devices. */
@InputType({ description: 'An order to devices.' })
export class IssueCommandInput {
  @Field(() => CommandTargetInput, { description: 'Which devices.' })
  target!: CommandTargetInput;

  @Field(() => CommandKind, { description: 'What they are to do.' })
  kind!: keyof typeof CommandKind;

  @Field(() => Json, { nullable: true, description: 'With what; see CommandKind.' })
  payload?: unknown;

  @Field(() => DeliverySemantics, { nullable: true, description: 'AT_LEAST_ONCE by default, EXEC AT_MOST_ONCE.' })
  delivery?: keyof typeof DeliverySemantics | null;

  @Field(() => String, {
    description: 'The same key with the same order is the same command; with another order it is CONFLICT.',
  })
  idempotencyKey!: string;

  @Field(() => Int, { nullable: true, description: 'Seconds until it is not handed over any more; 3600 by default.' })
  expiresInS?: number | null;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** A device that did not get a command. */
@ObjectType({ description: 'A device that did not get a command, and why.' })
export class RefusedDevice {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, {
    description: 'NOT_FOUND, PENDING, QUARANTINED, REVOKED, DECOMMISSIONING, RETIRED, QUEUE_FULL or CONFLICT.',
  })
  code!: string;

  @Field(() => String, { description: 'The reason in words, with what to do about it.' })
  message!: string;
}

/** What an order came to. */
@ObjectType({ description: 'What an order came to, device by device.' })
export class CommandIssue {
  @Field(() => ID, { nullable: true, description: 'The batch; null for an order to one device.' })
  batchId?: string | null;

  @Field(() => Int, { description: 'Devices that got it.' })
  accepted!: number;

  @Field(() => [RefusedDevice], { description: 'Devices that did not, 200 at most; `batch` pages through all.' })
  refused!: readonly RefusedDevice[];
}

/** Which command to cancel, and why. */
@InputType({ description: 'Which command to cancel, and why.' })
export class CancelCommandInput {
  @Field(() => ID, { description: 'Identity of the command.' })
  commandId!: string;

  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}

/** What a device waits for. */
@InputType({ description: 'What a device waits for.' })
export class AwaitCommandsInput {
  @Field(() => Int, { description: 'How long the call may wait, in milliseconds: 0 to 25000.' })
  waitMs!: number;

  @Field(() => Int, { description: 'Commands that it takes at most: 1 to 32.' })
  max!: number;

  @Field(() => [ID], { description: 'Commands that it has and did not report yet, 256 at most.' })
  have!: string[];

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'The newest updateHintGeneration it heard of: a newer one ends the wait. Absent to be told by heartbeats.',
  })
  knownUpdateHint?: number | null;
}

/** One command as its device gets it. */
@ObjectType({ description: 'One command as its device gets it. Only the envelope is signed: believe that alone.' })
export class DeliveredCommand {
  @Field(() => ID, { description: 'Identity of the command.' })
  id!: string;

  @Field(() => CommandKind, { description: 'What to do.' })
  kind!: keyof typeof CommandKind;

  @Field(() => String, { description: 'What makes it once: do nothing again that was done under this key.' })
  idempotencyKey!: string;

  @Field(() => DeliverySemantics, { description: 'How often it may arrive.' })
  delivery!: keyof typeof DeliverySemantics;

  @Field(() => Date, { description: 'Do not begin it later.' })
  expiresAt!: Date;

  @Field(() => String, { description: 'By whose authority.' })
  authorityId!: string;

  @Field(() => Int, { description: 'Fencing epoch of that authority: refuse a lower one than was seen before.' })
  authorityEpoch!: number;

  @Field(() => Json, { description: 'With what.' })
  payload!: unknown;

  @Field(() => String, {
    description:
      'Canonical JSON of commandId, tenantId, deviceId, kind, payload, authorityId, authorityEpoch, expiresAt, ' +
      'delivery and idempotencyKey.',
  })
  envelope!: string;

  @Field(() => String, { description: "Base64 of the Ed25519 signature of the envelope by the tenant's command key." })
  signature!: string;
}

/** What a waiting device gets. */
@ObjectType({ description: 'What a waiting device gets; nothing when its time was over.' })
export class CommandDelivery {
  @Field(() => [DeliveredCommand], { description: 'Commands it did not have.' })
  commands!: readonly DeliveredCommand[];

  @Field(() => [ID], { description: 'Commands it has and shall stop: end what runs, then report how far it came.' })
  cancelled!: readonly string[];

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'Newer than the hint it knew: there is an update to ask for. Null where there is none, or nobody asked.',
  })
  updateHintGeneration?: number | null;

  @Field(() => Int, { nullable: true, description: 'When to ask again, in milliseconds; null for at once.' })
  retryAfterMs?: number | null;
}

/** Whether a device will do a command. */
@InputType({ description: 'Whether a device will do a command that it got.' })
export class AcknowledgeCommandInput {
  @Field(() => ID, { description: 'Identity of the command.' })
  commandId!: string;

  @Field(() => Boolean, { description: 'Whether it will do it.' })
  accepted!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it will not.' })
  reason?: string | null;
}

/** How a command ended. */
@InputType({ description: 'How a command ended on its device.' })
export class ReportCommandInput {
  @Field(() => ID, { description: 'Identity of the command.' })
  commandId!: string;

  @Field(() => CommandOutcome, { description: 'How it ended.' })
  outcome!: keyof typeof CommandOutcome;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: 'Exit status of the program.' })
  exitCode?: number | null;

  @Field(() => String, { nullable: true, description: 'What it printed, redacted: 65536 bytes are kept.' })
  output?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the device cut the output.' })
  outputTruncated!: boolean;

  @Field(() => Json, { nullable: true, description: 'What was done where not everything was; 8 KiB as JSON.' })
  partial?: unknown;

  @Field(() => SafeInt, { nullable: true, description: "When it began, by the device's clock, in ms since 1970." })
  startedAtMs?: number | null;

  @Field(() => SafeInt, { nullable: true, description: "When it ended, by the device's clock, in ms since 1970." })
  finishedAtMs?: number | null;
}
