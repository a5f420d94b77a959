/** The public face of leases, and the wire by which devices get, begin and report updates. */
import { SafeInt } from '@flotilla/kernel/schema';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BeginVerdict as VerdictName } from './lease.ts';
import type {
  LeaseOutcome as OutcomeName,
  LeaseStage as StageName,
  UpdateDirection as DirectionName,
} from './events.ts';

/** Which way an update goes, as the schema shows it. */
export const UpdateDirection = { FORWARD: 'FORWARD', BACK: 'BACK' } as const satisfies Record<DirectionName, string>;

registerEnumType(UpdateDirection, {
  name: 'UpdateDirection',
  description: 'Which way an update goes.',
  valuesConfig: {
    FORWARD: { description: 'To the artifact of the rollout.' },
    BACK: { description: 'To what was there before.' },
  },
});

/** The life of a lease, as the schema shows it. */
export const LeaseState = {
  GRANTED: 'GRANTED',
  ACTIVE: 'ACTIVE',
  SUSPECT: 'SUSPECT',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  ROLLED_BACK: 'ROLLED_BACK',
  ABORTED: 'ABORTED',
  EXPIRED: 'EXPIRED',
  OVERRIDDEN: 'OVERRIDDEN',
} as const satisfies Record<StageName, StageName>;

registerEnumType(LeaseState, {
  name: 'LeaseState',
  description: 'Where a lease is in its life. The first three hold their slot in every budget.',
  valuesConfig: {
    GRANTED: { description: 'The device may ask to begin.' },
    ACTIVE: { description: 'The device is at work. Time frees nothing from here.' },
    SUSPECT: { description: 'The device is at work and silent, or takes too long.' },
    SUCCEEDED: { description: 'The device runs what it was to run.' },
    FAILED: { description: 'The device did not succeed.' },
    ROLLED_BACK: { description: 'The device went back by itself.' },
    ABORTED: { description: 'The device changed nothing.' },
    EXPIRED: { description: 'The device did not begin in time.' },
    OVERRIDDEN: { description: 'Two persons freed the slot.' },
  },
});

/** How a device says an update ended, as the schema shows it. */
export const UpdateOutcome = {
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  ROLLED_BACK: 'ROLLED_BACK',
  ABORTED: 'ABORTED',
} as const satisfies Record<OutcomeName, OutcomeName>;

registerEnumType(UpdateOutcome, {
  name: 'UpdateOutcome',
  description: 'How a device says an update ended.',
  valuesConfig: {
    SUCCEEDED: { description: 'It runs, and is well.' },
    FAILED: { description: 'It does not run, and the device could not go back.' },
    ROLLED_BACK: { description: 'It was not well, and the device went back by itself.' },
    ABORTED: { description: 'Nothing was changed. With the code INCAPABLE it is not tried again.' },
  },
});

/** The answer to a device that asks to begin, as the schema shows it. */
export const BeginVerdict = {
  PERMITTED: 'PERMITTED',
  STALE: 'STALE',
  EXPIRED: 'EXPIRED',
  OTHER_INTENT: 'OTHER_INTENT',
  NOT_NOW: 'NOT_NOW',
} as const satisfies Record<VerdictName, VerdictName>;

registerEnumType(BeginVerdict, {
  name: 'BeginVerdict',
  description: 'The answer to a device that asks to begin.',
  valuesConfig: {
    PERMITTED: { description: 'Begin. Asked again under the same fence, the answer is the same.' },
    STALE: { description: 'There is a newer lease, or this one is over.' },
    EXPIRED: { description: 'It was asked too late.' },
    OTHER_INTENT: { description: 'The lease is for another intent.' },
    NOT_NOW: { description: 'The rollout pauses, or a budget has no room any more. Ask again.' },
  },
});

/** One lease. */
@ObjectType({ description: 'Permission of one device to start one intent.' })
export class Lease {
  @Field(() => ID, { description: 'Identity of the lease.' })
  id!: string;

  @Field(() => LeaseState, { description: 'Where it is in its life.' })
  state!: keyof typeof LeaseState;

  @Field(() => Int, { description: 'Rises with every lease of the device.' })
  fence!: number;

  @Field(() => UpdateDirection, { description: 'Which way the update goes.' })
  direction!: keyof typeof UpdateDirection;

  @Field(() => [String], { description: 'The budgets it counts in.' })
  scopes!: string[];

  @Field(() => Date, { description: 'When it was granted.' })
  grantedAt!: Date;

  @Field(() => Date, { description: 'From then on it can only expire, unless the device has begun.' })
  beginBefore!: Date;

  @Field(() => Date, { nullable: true, description: 'When the device began.' })
  begunAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'From then on the device takes too long.' })
  dueAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it is suspected: HEARTBEAT_LOST or DEADLINE.' })
  suspicion!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who wants it overridden, e.g. `user:<id>`.' })
  overrideRequestedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  overrideReason!: string | null;
}

/** Which lease to override, and why. */
@InputType({ description: 'Which lease, and why its device will not report.' })
export class RequestLeaseOverrideInput {
  @Field(() => ID, { description: 'Identity of the lease.' })
  leaseId!: string;

  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}

/** What a device is to run. */
@ObjectType({
  description: 'What the calling device is to run, and its permission to start, each as the text that is signed.',
})
export class UpdateIntent {
  @Field(() => SafeInt, { description: 'Rises with every intent of the device; a lower one is to be refused.' })
  generation!: number;

  @Field(() => String, { description: 'The intent: canonical JSON. Its SHA-256 is what leases and begins name.' })
  intent!: string;

  @Field(() => String, { description: 'Base64 of the Ed25519 signature over the text of the intent.' })
  intentSignature!: string;

  @Field(() => String, { nullable: true, description: 'The lease: canonical JSON; null while there is none.' })
  lease!: string | null;

  @Field(() => String, { nullable: true, description: 'Base64 of the Ed25519 signature over the text of the lease.' })
  leaseSignature!: string | null;

  @Field(() => String, { description: 'Base64 of the SubjectPublicKeyInfo that signs intents of the tenant.' })
  intentPublicKey!: string;

  @Field(() => String, { description: 'Base64 of the SubjectPublicKeyInfo that signs leases of the tenant.' })
  leasePublicKey!: string;
}

/** Which lease to begin. */
@InputType({ description: 'Which lease the device wants to begin.' })
export class BeginUpdateInput {
  @Field(() => ID, { description: 'Identity of the lease.' })
  leaseId!: string;

  @Field(() => Int, { description: 'Its fence.' })
  fence!: number;

  @Field(() => String, { description: 'SHA-256 of the text of the intent, lower-case hex.' })
  intentDigest!: string;
}

/** The answer to a device that asks to begin. */
@ObjectType({ description: 'Whether the device may begin.' })
export class UpdatePermit {
  @Field(() => Boolean, { description: 'True: begin now. False: do not.' })
  permitted!: boolean;

  @Field(() => BeginVerdict, { description: 'Why.' })
  verdict!: keyof typeof BeginVerdict;

  @Field(() => Int, { nullable: true, description: 'When to ask again, in milliseconds; null for a new lease first.' })
  retryAfterMs!: number | null;
}

/** One step of an update. */
@InputType({ description: "A step of an update, as the device's own journal has it." })
export class UpdateStepInput {
  @Field(() => String, { description: 'What began, e.g. STAGED; cut at 40 characters.' })
  state!: string;

  @Field(() => Date, { description: "When, by the device's clock." })
  at!: Date;
}

/** Which intent the device will not run, and why. */
@ArgsType()
export class RefuseUpdateArgs {
  @Field(() => SafeInt, { description: 'Generation of the intent.' })
  generation!: number;

  @Field(() => String, { description: 'SHA-256 of the text of the intent, lower-case hex.' })
  intentDigest!: string;

  @Field(() => String, { description: 'Why, in one word, e.g. DIGEST_MISMATCH; 1 to 80 characters.' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Why, in a sentence; cut at 2,000 characters.' })
  detail?: string | null;
}

/** How an update ended. */
@InputType({ description: 'How an update ended.' })
export class ReportUpdateInput {
  @Field(() => ID, { description: 'Identity of the lease.' })
  leaseId!: string;

  @Field(() => Int, { description: 'Its fence.' })
  fence!: number;

  @Field(() => UpdateOutcome, { description: 'How it ended.' })
  outcome!: keyof typeof UpdateOutcome;

  @Field(() => String, { nullable: true, description: 'Why, in one word, e.g. HEALTH_CHECK; at most 80 characters.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in a sentence; cut at 2,000 characters.' })
  detail?: string | null;

  @Field(() => [UpdateStepInput], {
    nullable: true,
    description: 'How the device got there, from its own journal of this lease, the first step first; at most 50.',
  })
  steps?: UpdateStepInput[] | null;
}
