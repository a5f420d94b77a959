/** The public face of rollouts. */
import { connectionType } from '@flotilla/kernel/connection';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Json, Key, SafeInt } from '@flotilla/kernel/schema';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FailureAction, RolloutStrategy, Weekday } from '../plan/graphql.ts';
import { RolloutSelection } from '../wave/graphql.ts';
import type { RolloutStage } from './rollout.ts';

/** The life of a rollout, as the schema shows it. */
export const RolloutState = {
  DRAFT: 'DRAFT',
  RUNNING: 'RUNNING',
  PAUSED: 'PAUSED',
  ROLLING_BACK: 'ROLLING_BACK',
  FINISHED: 'FINISHED',
  ABORTED: 'ABORTED',
  ROLLED_BACK: 'ROLLED_BACK',
} as const satisfies Record<RolloutStage, RolloutStage>;

registerEnumType(RolloutState, {
  name: 'RolloutState',
  description: 'Where a rollout is in its life.',
  valuesConfig: {
    DRAFT: { description: 'Planned; nothing happens.' },
    RUNNING: { description: 'Wave by wave.' },
    PAUSED: { description: 'No device starts; those at work finish.' },
    ROLLING_BACK: { description: 'Every changed device goes back.' },
    FINISHED: { description: 'Every device came to its end.' },
    ABORTED: { description: 'Given up.' },
    ROLLED_BACK: { description: 'Every changed device went back.' },
  },
});

/** Bytes devices are to run. */
@ObjectType({ description: 'Bytes that devices are to run.' })
export class RolloutArtifact {
  @Field(() => String, { description: '`sha256:` and 64 hex digits.' })
  digest!: string;

  @Field(() => SafeInt, { description: 'Its size in bytes.' })
  size!: number;

  @Field(() => String, { description: 'Its media type.' })
  mediaType!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its version.' })
  version!: string;
}

/** When devices may be updated. */
@ObjectType({ description: 'When devices may be updated, by the clock of their place.' })
export class MaintenanceWindow {
  @Field(() => [Weekday], { description: 'Days on which it opens; every day if empty.' })
  days!: readonly (keyof typeof Weekday)[];

  @Field(() => String, { description: '`HH:MM`.' })
  from!: string;

  @Field(() => String, { description: '`HH:MM`; on the next day where it is not after from.' })
  to!: string;
}

/** A rollout. */
@Key('id')
@ObjectType({ description: 'Staged delivery of an artifact to devices.' })
export class Rollout {
  @Field(() => ID, { description: 'Immutable identity.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => RolloutState, { description: 'Where it is in its life.' })
  state!: keyof typeof RolloutState;

  @Field(() => Date, { description: 'Since when.' })
  stateSince!: Date;

  @Field(() => String, { nullable: true, description: 'Why, where somebody or a gate said so.' })
  stateReason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who or what did that: OPERATOR, ARTIFACT, or the gate: FAILURES, HEARTBEAT_LOSS, HEALTH.',
  })
  stateCause!: string | null;

  @Field(() => RolloutStrategy, { description: 'How it goes about it.' })
  strategy!: keyof typeof RolloutStrategy;

  @Field(() => RolloutArtifact, { description: 'What devices are to run.' })
  artifact!: RolloutArtifact;

  @Field(() => RolloutArtifact, { nullable: true, description: 'What devices go back to that have nothing else.' })
  previous!: RolloutArtifact | null;

  @Field(() => Json, { description: 'How a device runs it.' })
  executor!: unknown;

  @Field(() => [Json], { description: 'How a device knows that it is well.' })
  health!: readonly unknown[];

  @Field(() => [String], { description: 'Where else the bytes can be had.' })
  mirrors!: readonly string[];

  @Field(() => RolloutSelection, { description: 'Which devices it is for.' })
  selection!: RolloutSelection;

  @Field(() => Int, {
    nullable: true,
    description: 'Devices of it that may be busy at once; null leaves it to budgets.',
  })
  parallelMax!: number | null;

  @Field(() => MaintenanceWindow, { nullable: true, description: 'When devices may be updated; null for always.' })
  window!: MaintenanceWindow | null;

  @Field(() => FailureAction, { description: 'What happens when a wave stops.' })
  onFailure!: keyof typeof FailureAction;

  @Field(() => Int, { description: 'How long a lease waits for its device, in seconds.' })
  beginWithinS!: number;

  @Field(() => Date, { description: 'When it was planned.' })
  createdAt!: Date;

  @Field(() => String, { description: 'Who planned it, e.g. `user:<id>`.' })
  createdBy!: string;

  @Field(() => Date, { nullable: true, description: 'When it was started.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it came to its end.' })
  endedAt!: Date | null;
}

/** A page of rollouts. */
export const RolloutConnection = connectionType(Rollout, 'Rollout');

/** Which rollouts. */
@ArgsType()
export class RolloutListArgs extends PageArgs {
  @Field(() => [RolloutState], { nullable: true, description: 'Only those that are that far.' })
  states?: (keyof typeof RolloutState)[] | null;

  @Field(() => String, { nullable: true, description: 'Only those of this artifact, whatever its version.' })
  artifactName?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those that bring a bundle of this name.' })
  bundle?: string | null;
}

/** Which rollout, and why. */
@InputType({ description: 'Which rollout, and why.' })
export class RolloutReasonInput {
  @Field(() => ID, { description: 'Identity of the rollout.' })
  rolloutId!: string;

  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}

/** Which wave. */
@InputType({ description: 'Which wave of which rollout.' })
export class RolloutWaveWordInput {
  @Field(() => ID, { description: 'Identity of the rollout.' })
  rolloutId!: string;

  @Field(() => Int, { description: 'Index of the wave, from 0.' })
  wave!: number;
}

/** Which wave to let pass, and why. */
@InputType({ description: 'Which wave to let pass whatever its gates say, and why.' })
export class PromoteWaveInput extends RolloutWaveWordInput {
  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}
