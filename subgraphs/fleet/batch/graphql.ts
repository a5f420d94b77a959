/** The public face of actions on many devices. */
import { connectionType } from '@flotilla/kernel/connection';
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CommandKind, CommandTargetInput, DeliverySemantics } from '../command/graphql.ts';
import { Device } from '../device/graphql.ts';
import { Domain } from '../domain/graphql.ts';

/** What is done to the devices of a batch. */
export const BatchAction = {
  ...CommandKind,
  QUARANTINE: 'QUARANTINE',
  RELEASE: 'RELEASE',
  REVOKE: 'REVOKE',
  DECOMMISSION: 'DECOMMISSION',
} as const;

registerEnumType(BatchAction, {
  name: 'BatchAction',
  description: 'What is done to the devices of a batch: a command to each, or a change of its life.',
  valuesConfig: {
    DRAIN: { description: 'A command to each: end the work it does for others.' },
    UNCORDON: { description: 'A command to each: take new work again.' },
    CORDON: { description: 'A command to each: take no new work.' },
    RESTART_SERVICE: { description: 'A command to each: restart one service.' },
    SET_CHANNEL: { description: 'A command to each: take software from another channel.' },
    REFRESH_INVENTORY: { description: 'A command to each: report what it is made of.' },
    SUPPORT_BUNDLE: { description: 'A command to each: collect what helps to find a fault.' },
    EXEC: { description: 'A command to each: run an approved runbook.' },
    QUARANTINE: { description: 'Quarantine each.' },
    RELEASE: { description: 'Release each from quarantine.' },
    REVOKE: { description: 'End the trust in each, for good.' },
    DECOMMISSION: { description: 'Begin to take each out of service.' },
  },
});

/** Where a batch is in its life. */
export const BatchState = {
  PLANNED: 'PLANNED',
  AWAITING_APPROVAL: 'AWAITING_APPROVAL',
  RUNNING: 'RUNNING',
  STOPPED: 'STOPPED',
  FINISHED: 'FINISHED',
} as const;

registerEnumType(BatchState, {
  name: 'BatchState',
  description: 'Where a batch is in its life.',
  valuesConfig: {
    PLANNED: { description: 'Somebody looked at what it would do. Nothing happened.' },
    AWAITING_APPROVAL: { description: 'Started; a second person must approve it.' },
    RUNNING: { description: 'It is being carried out.' },
    STOPPED: { description: 'Somebody stopped it: what was handed over by then goes on.' },
    FINISHED: { description: 'Every device of it is done with.' },
  },
});

/** Why a second person is needed. */
export const ApprovalRule = { DEVICES: 'DEVICES', SHARE: 'SHARE', RUNBOOK: 'RUNBOOK' } as const;

registerEnumType(ApprovalRule, {
  name: 'ApprovalRule',
  description: 'Which threshold asks for a second person.',
  valuesConfig: {
    DEVICES: { description: 'More devices than fourEyesAboveDevices of a domain.' },
    SHARE: { description: 'A larger share of a domain than its fourEyesAbovePct; counts from two devices on.' },
    RUNBOOK: { description: 'More devices than the runbook lets one person act on.' },
  },
});

/** How far one device of a batch is. */
export const BatchTargetState = {
  WAITING: 'WAITING',
  ISSUED: 'ISSUED',
  DONE: 'DONE',
  REFUSED: 'REFUSED',
  STOPPED: 'STOPPED',
} as const;

registerEnumType(BatchTargetState, {
  name: 'BatchTargetState',
  description: 'How far one device of a batch is.',
  valuesConfig: {
    WAITING: { description: 'Its turn has not come.' },
    ISSUED: { description: 'It has a command, which tells the rest.' },
    DONE: { description: 'Its life was changed.' },
    REFUSED: { description: 'It could not be done to it.' },
    STOPPED: { description: 'The batch was stopped before its turn came.' },
  },
});

/** How many devices are in one state. */
@ObjectType({ description: 'How many devices of a batch are in one state.' })
export class BatchCount {
  @Field(() => String, { description: 'The state.' })
  state!: string;

  @Field(() => Int, { description: 'Devices in it.' })
  count!: number;
}

/** How many devices of a batch a domain has. */
@ObjectType({ description: 'How many devices of a batch a domain has.' })
export class BatchDomain {
  @Field(() => ID, { description: 'Identity of the domain.' })
  domainId!: string;

  @Field(() => Domain, { nullable: true, description: 'The domain.' })
  domain?: Domain | null;

  @Field(() => Int, { description: 'Devices in it that are reached.' })
  count!: number;
}

/** Why a second person is needed. */
@ObjectType({ description: 'Why a second person is needed.' })
export class ApprovalReason {
  @Field(() => ApprovalRule, { description: 'The threshold.' })
  rule!: keyof typeof ApprovalRule;

  @Field(() => ID, { nullable: true, description: 'The domain whose threshold it is, if it is one.' })
  domainId?: string | null;

  @Field(() => String, { description: 'The numbers, in words.' })
  detail!: string;
}

/** What an action would do. */
@ObjectType({ description: 'What an action would do. Nothing happens by planning it.' })
export class BatchPlan {
  @Field(() => ID, { description: 'Identity of the plan, and of the batch it becomes.' })
  id!: string;

  @Field(() => BatchAction, { description: 'What would be done.' })
  action!: keyof typeof BatchAction;

  @Field(() => Json, { description: 'With what.' })
  payload!: unknown;

  @Field(() => Date, { description: 'It can be started until then, and only while its devices stay the same.' })
  expiresAt!: Date;

  @Field(() => String, { description: 'SHA-256 of the ids of its devices: whether they are still the same.' })
  targetHash!: string;

  @Field(() => Int, { description: 'Devices it reaches.' })
  devices!: number;

  @Field(() => [BatchCount], { description: 'Those by the state they are shown in.' })
  byState!: readonly BatchCount[];

  @Field(() => [BatchDomain], { description: 'Those by domain.' })
  domains!: readonly BatchDomain[];

  @Field(() => Int, { description: 'Tenants it touches: always the one of whoever plans it.' })
  tenants!: number;

  @Field(() => Int, { description: 'Relays among them that it stops, with whatever they carry.' })
  relaysCutOff!: number;

  @Field(() => Int, {
    description: 'Devices that cannot be reached now: they act when they are back, if it is in time.',
  })
  actLater!: number;

  @Field(() => Boolean, { description: 'Whether a second person has to approve it.' })
  needsApproval!: boolean;

  @Field(() => [ApprovalReason], { description: 'Why.' })
  why!: readonly ApprovalReason[];

  @Field(() => String, { description: 'What has to be typed to start it.' })
  confirm!: string;
}

/** One device of a batch. */
@ObjectType({ description: 'One device of a batch and how far it is.' })
export class BatchTarget {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => Device, { nullable: true, description: 'The device.' })
  device?: Device | null;

  @Field(() => BatchTargetState, { description: 'How far it is.' })
  state!: keyof typeof BatchTargetState;

  @Field(() => ID, { nullable: true, description: 'Its command, once it has one.' })
  commandId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused, in one word.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  message?: string | null;
}

/** A page of the devices of a batch. */
export const BatchTargetConnection = connectionType(BatchTarget, 'BatchTarget');

/** An action on many devices. */
@ObjectType({ description: 'An action on many devices.' })
export class Batch {
  @Field(() => ID, { description: 'Identity of the batch.' })
  id!: string;

  @Field(() => BatchPlan, { description: 'What it was planned to do.' })
  plan!: BatchPlan;

  @Field(() => BatchState, { description: 'Where it is in its life.' })
  state!: keyof typeof BatchState;

  @Field(() => String, { nullable: true, description: 'Why it was started.' })
  reason?: string | null | undefined;

  @Field(() => String, { description: 'Who planned it.' })
  plannedBy!: string;

  @Field(() => Date, { description: 'When it was planned.' })
  plannedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who started it.' })
  startedBy?: string | null | undefined;

  @Field(() => String, { nullable: true, description: 'Who approved it.' })
  approvedBy?: string | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When it began.' })
  startedAt?: Date | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When it was stopped or finished.' })
  endedAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: 'Why it was stopped.' })
  endReason?: string | null | undefined;

  @Field(() => Date, { description: 'PLANNED, AWAITING_APPROVAL: until when it can go on.' })
  expiresAt!: Date;
}

/** A page of batches. */
export const BatchConnection = connectionType(Batch, 'Batch');

/** An action to look at. */
@InputType({ description: 'An action on devices to look at before it is done.' })
export class PlanBatchInput extends CommandTargetInput {
  @Field(() => BatchAction, { description: 'What to do.' })
  action!: keyof typeof BatchAction;

  @Field(() => Json, { nullable: true, description: 'With what; see CommandKind. Changes of a life carry nothing.' })
  payload?: unknown;

  @Field(() => DeliverySemantics, { nullable: true, description: 'AT_LEAST_ONCE by default, EXEC AT_MOST_ONCE.' })
  delivery?: keyof typeof DeliverySemantics | null;

  @Field(() => Int, { nullable: true, description: 'Seconds until a command is not handed over; 3600 by default.' })
  expiresInS?: number | null;
}

/** Which plan to start. */
@InputType({ description: 'Which plan to start.' })
export class StartBatchInput {
  @Field(() => ID, { description: 'Identity of the plan.' })
  planId!: string;

  @Field(() => String, { description: 'What the plan asks to be typed.' })
  confirm!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Which batch to approve. */
@InputType({ description: 'Which batch to approve. Whoever planned or started it cannot.' })
export class ApproveBatchInput {
  @Field(() => ID, { description: 'Identity of the batch.' })
  batchId!: string;
}

/** Which batch to stop, and why. */
@InputType({ description: 'Which batch to stop, and why. What was handed over goes on.' })
export class StopBatchInput {
  @Field(() => ID, { description: 'Identity of the batch.' })
  batchId!: string;

  @Field(() => String, { description: 'Why: 3 to 400 characters.' })
  reason!: string;
}
