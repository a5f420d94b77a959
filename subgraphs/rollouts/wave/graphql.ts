/** The public face of waves, selections and denominators. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { WaveGates, WaveGatesInput } from '../gate/graphql.ts';
import { buckets, type Bucket, type DeferredBy } from './buckets.ts';

/** The buckets, as the schema shows them. */
export const RolloutBucket = Object.fromEntries(buckets.map((bucket) => [bucket, bucket])) as {
  readonly [Each in Bucket]: Each;
};

registerEnumType(RolloutBucket, {
  name: 'RolloutBucket',
  description: 'Where a device of a rollout is; each one is in exactly one.',
  valuesConfig: {
    DONE: { description: 'It runs what it was to run, by this rollout.' },
    ALREADY_INSTALLED: { description: 'It ran it before.' },
    FAILED: { description: 'It did not succeed, or went back by itself.' },
    APPLYING: { description: 'It is at work, or fell silent in the middle.' },
    DEFERRED: { description: 'It waits: see deferredBy.' },
    UNREACHABLE: { description: 'It cannot be told; taken later under the same gates.' },
    INCAPABLE: { description: 'It said that it can never do it, or has nothing to go back to.' },
    WITHDRAWN: { description: 'It had not begun when the rollout ended or turned back.' },
  },
});

/** What a deferred device waits for, as the schema shows it. */
export const DeferredReason = {
  WAVE: 'WAVE',
  CHANNEL: 'CHANNEL',
  WINDOW: 'WINDOW',
  CONSTRAINT: 'CONSTRAINT',
  LOCK: 'LOCK',
} as const satisfies Record<DeferredBy, DeferredBy>;

registerEnumType(DeferredReason, {
  name: 'DeferredReason',
  description: 'What a deferred device waits for.',
  valuesConfig: {
    WAVE: { description: 'Its wave.' },
    CHANNEL: { description: 'That the artifact is promoted to its channel.' },
    WINDOW: { description: 'The maintenance window of its place.' },
    CONSTRAINT: { description: 'Room in a budget, or its own begin.' },
    LOCK: { description: 'Another rollout has it.' },
  },
});

/** How many are where. */
@ObjectType({ description: 'How many devices are where. They add up to total: nobody is counted twice or left out.' })
export class RolloutCounts {
  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => Int, { description: 'Run it by this rollout.' })
  done!: number;

  @Field(() => Int, { description: 'Ran it before.' })
  alreadyInstalled!: number;

  @Field(() => Int, { description: 'Did not succeed, or went back by themselves.' })
  failed!: number;

  @Field(() => Int, { description: 'At work.' })
  applying!: number;

  @Field(() => Int, { description: 'Wait for their wave, their window, room in a budget, or another rollout.' })
  deferred!: number;

  @Field(() => Int, { description: 'Cannot be told.' })
  unreachable!: number;

  @Field(() => Int, { description: 'Can never do it.' })
  incapable!: number;

  @Field(() => Int, { description: 'Had not begun when the rollout ended or turned back.' })
  withdrawn!: number;
}

/** A label. */
@ObjectType({ description: 'A label that devices must have.' })
export class RolloutLabel {
  @Field(() => String, { description: 'Its key.' })
  key!: string;

  @Field(() => String, { description: 'Its value.' })
  value!: string;
}

/** Which devices. */
@ObjectType({ description: 'Which devices: each part that is not empty has to hold.' })
export class RolloutSelection {
  @Field(() => [RolloutLabel], { description: 'They have all of these labels.' })
  labels!: readonly RolloutLabel[];

  @Field(() => [ID], { description: 'They are in one of these domains or below.' })
  domainIds!: readonly string[];

  @Field(() => [ID], { description: 'They stand at one of these locations.' })
  locationIds!: readonly string[];

  @Field(() => [String], { description: 'They take software from one of these channels.' })
  channels!: readonly string[];

  @Field(() => [ID], { description: 'They are these.' })
  deviceIds!: readonly string[];
}

/** A label that devices must have. */
@InputType({ description: 'A label that devices must have.' })
export class RolloutLabelInput {
  @Field(() => String, { description: 'Its key.' })
  key!: string;

  @Field(() => String, { description: 'Its value.' })
  value!: string;
}

/** Which devices. */
@InputType({
  description: 'Which devices: each part that is given has to hold. Devices that do not match never update.',
})
export class RolloutSelectionInput {
  @Field(() => [RolloutLabelInput], { nullable: true, description: 'They have all of these labels.' })
  labels?: RolloutLabelInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'They are in one of these domains or below.' })
  domainIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'They stand at one of these locations.' })
  locationIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'They take software from one of these channels.' })
  channels?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'They are these.' })
  deviceIds?: string[] | null;
}

/** One wave as it shall be. */
@InputType({ description: 'One wave. Behind waves that leave somebody out comes one for all who are left.' })
export class RolloutWaveInput {
  @Field(() => String, { description: '1 to 40 characters.' })
  name!: string;

  @Field(() => RolloutSelectionInput, { nullable: true, description: 'Only these of the remaining; all if absent.' })
  selection?: RolloutSelectionInput | null;

  @Field(() => Int, { nullable: true, description: 'So many of the remaining at most. Not together with percent.' })
  count?: number | null;

  @Field(() => Int, { nullable: true, description: 'So many percent of the remaining, rounded up.' })
  percent?: number | null;

  @Field(() => WaveGatesInput, { nullable: true, description: 'What it has to hold to; as usual if absent.' })
  gates?: WaveGatesInput | null;
}

/** Where a wave is in its life. */
export const WaveState = { WAITING: 'WAITING', OPEN: 'OPEN', PASSED: 'PASSED' } as const;

registerEnumType(WaveState, {
  name: 'WaveState',
  description: 'Where a wave is in its life.',
  valuesConfig: {
    WAITING: { description: 'Its turn has not come.' },
    OPEN: { description: 'Its devices are updated.' },
    PASSED: { description: 'Its gates let it pass, or a person did.' },
  },
});

/** A threshold and what it was compared with. */
@ObjectType({ description: 'A threshold and what it was compared with, when it decided.' })
export class WaveNumbers {
  @Field(() => Int, { description: 'What there was.' })
  have!: number;

  @Field(() => Int, { description: 'What the threshold was.' })
  need!: number;

  @Field(() => Int, { description: 'Of how many devices.' })
  of!: number;
}

/** One wave. */
@ObjectType({ description: 'One wave of a rollout.' })
export class RolloutWave {
  @Field(() => Int, { description: 'Its place, from 0.' })
  index!: number;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => WaveState, { description: 'Where it is in its life.' })
  state!: keyof typeof WaveState;

  @Field(() => RolloutSelection, { nullable: true, description: 'Only these of the remaining; null for all.' })
  selection!: RolloutSelection | null;

  @Field(() => Int, { nullable: true, description: 'So many of the remaining at most; null without.' })
  count!: number | null;

  @Field(() => Int, { nullable: true, description: 'So many percent of the remaining; null without.' })
  percent!: number | null;

  @Field(() => WaveGates, { description: 'What it has to hold to.' })
  gates!: WaveGates;

  @Field(() => RolloutCounts, { description: 'Its devices as far as it was opened.' })
  counts!: RolloutCounts;

  @Field(() => Date, { nullable: true, description: 'When it opened.' })
  openedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it passed.' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who agreed to it; null while nobody had to or did.' })
  approvedBy!: string | null;

  @Field(() => WaveNumbers, { nullable: true, description: 'The threshold that last decided about it.' })
  numbers!: WaveNumbers | null;

  @Field(() => String, { nullable: true, description: 'What stopped it: FAILURES, HEARTBEAT_LOSS or HEALTH.' })
  stopCause!: string | null;
}
