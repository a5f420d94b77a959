/** The public face of taking devices out of service. */
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** How long a retired device is kept. */
export const RetentionClass = { STANDARD: 'STANDARD', EVIDENCE: 'EVIDENCE' } as const;

registerEnumType(RetentionClass, {
  name: 'RetentionClass',
  description: 'How long what is known of a retired device is kept.',
  valuesConfig: {
    STANDARD: { description: 'A year.' },
    EVIDENCE: { description: 'Seven years, because it may have to be shown.' },
  },
});

/** What has to happen before a device is out of service. */
export const DecommissionStepName = {
  COMMANDS_CANCELLED: 'COMMANDS_CANCELLED',
  CREDENTIALS_ENDED: 'CREDENTIALS_ENDED',
  AGENT_CLEARED: 'AGENT_CLEARED',
  EVIDENCE_ARCHIVED: 'EVIDENCE_ARCHIVED',
} as const;

registerEnumType(DecommissionStepName, {
  name: 'DecommissionStepName',
  description: 'What has to happen before a device is out of service.',
  valuesConfig: {
    COMMANDS_CANCELLED: { description: 'Nothing is waiting for the device any more.' },
    CREDENTIALS_ENDED: { description: 'Its trust is over and no certificate of it is accepted.' },
    AGENT_CLEARED: { description: 'The agent was told so and cleared its state; skipped if it is not heard again.' },
    EVIDENCE_ARCHIVED: { description: 'What is known of it is kept as its retention class says; done by retiring.' },
  },
});

/** How far a step is. */
export const DecommissionStepState = { PENDING: 'PENDING', DONE: 'DONE', SKIPPED: 'SKIPPED' } as const;

registerEnumType(DecommissionStepState, {
  name: 'DecommissionStepState',
  description: 'How far a step of a decommission is.',
  valuesConfig: {
    PENDING: { description: 'It has yet to happen.' },
    DONE: { description: 'It happened.' },
    SKIPPED: { description: 'It could not happen, and the device was retired without it.' },
  },
});

/** One step of a decommission. */
@ObjectType({ description: 'One step of taking the device out of service.' })
export class DecommissionStep {
  @Field(() => DecommissionStepName, { description: 'Which step.' })
  name!: keyof typeof DecommissionStepName;

  @Field(() => DecommissionStepState, { description: 'How far it is.' })
  state!: keyof typeof DecommissionStepState;

  @Field(() => Date, { nullable: true, description: 'When it was over; null while it is pending.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'What happened, for people.' })
  detail?: string | null;
}

/** A device on its way out of service. */
@ObjectType({ description: 'How far the device is on its way out of service.' })
export class Decommission {
  @Field(() => Date, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => [DecommissionStep], { description: 'Its steps, in their order.' })
  steps!: DecommissionStep[];
}

/** What is kept of a retired device. */
@ObjectType({ description: 'What is kept of a retired device, and for how long.' })
export class Retention {
  @Field(() => RetentionClass, { description: 'How long it is kept.' })
  retentionClass!: keyof typeof RetentionClass;

  @Field(() => Date, { description: 'When it was retired.' })
  retiredAt!: Date;

  @Field(() => Date, { description: 'Until when it is kept at least.' })
  retainUntil!: Date;

  @Field(() => Json, { description: 'What was known of it, as one document. Its timeline stays readable besides.' })
  evidence!: unknown;
}

/** Which device to take out of service, and why. */
@InputType({ description: 'Which device to take out of service, and why.' })
export class StartDecommissionInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Which device to retire, and how long to keep it. */
@InputType({ description: 'Which decommissioned device to retire, and how long to keep what is known of it. Final.' })
export class RetireDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => RetentionClass, { defaultValue: 'STANDARD', description: 'How long it is kept.' })
  retentionClass!: keyof typeof RetentionClass;

  @Field(() => String, { defaultValue: 'decommission complete', description: 'Why: 3 to 500 characters.' })
  reason!: string;
}
