/** The public face of gates and of what is waited for. */
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { waitingGates, type WaitingGate as GateName } from './waiting.ts';

/** The gates, as the schema shows them. */
export const WaitingGate = Object.fromEntries(waitingGates.map((gate) => [gate, gate])) as {
  readonly [Gate in GateName]: Gate;
};

registerEnumType(WaitingGate, {
  name: 'WaitingGate',
  description: 'What a rollout, a wave or a device waits for.',
  valuesConfig: {
    START: { description: 'That somebody starts the rollout.' },
    RESUME: { description: 'That somebody resumes the rollout.' },
    APPROVAL: { description: 'That a person agrees to the next wave.' },
    TURN: { description: 'That the waves before pass.' },
    ARTIFACT: { description: 'That the artifact is verified, or that somebody decides where it may not be used.' },
    CHANNEL: { description: 'That the artifact is promoted to the channel of the device.' },
    WINDOW: { description: 'That the maintenance window of the place opens.' },
    LOCK: { description: 'That another rollout ends with the device.' },
    BUDGET: { description: 'Room in a budget.' },
    DEVICE: { description: 'That the device is heard and begins.' },
    REPORT: { description: 'That the device reports.' },
    SUCCESS: { description: 'That enough devices succeed.' },
    SOAK: { description: 'That the wave stays well for long enough.' },
    HEALTH: { description: 'That the health of the devices can be judged.' },
  },
});

/** Why something does not go on. */
@ObjectType({ description: 'Why something does not go on: which gate, which number, whose approval, since when.' })
export class WaitingFor {
  @Field(() => WaitingGate, { description: 'What is waited for.' })
  gate!: keyof typeof WaitingGate;

  @Field(() => Int, { nullable: true, description: 'The number there is; null where nothing is counted.' })
  have!: number | null;

  @Field(() => Int, { nullable: true, description: 'The number that is needed, or the limit that is reached.' })
  need!: number | null;

  @Field(() => String, { nullable: true, description: 'The budget without room, e.g. `site:<location id>`.' })
  budget!: string | null;

  @Field(() => String, { nullable: true, description: 'The role that has to agree; null where nobody has to.' })
  approval!: string | null;

  @Field(() => Date, { nullable: true, description: 'Since when.' })
  since!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is over if nothing else happens; null if time does not tell.',
  })
  until!: Date | null;

  @Field(() => String, { description: 'What unblocks it, as a sentence.' })
  unblocks!: string;
}

/** What a wave has to hold to. */
@ObjectType({ description: 'What a wave has to hold to.' })
export class WaveGates {
  @Field(() => Int, { description: 'Successes in percent of devices that can take part, from which it may pass.' })
  successPercent!: number;

  @Field(() => Int, { nullable: true, description: 'Failures in percent from which it stops; null without.' })
  failurePercent!: number | null;

  @Field(() => Int, { nullable: true, description: 'Failures from which it stops; null without.' })
  failureCount!: number | null;

  @Field(() => Int, { description: 'So many must have ended before a share of those that ended counts.' })
  minExecuted!: number;

  @Field(() => Int, { nullable: true, description: 'Devices that fall silent in the middle, from which it stops.' })
  lostMax!: number | null;

  @Field(() => Int, { description: 'How long it has to be well after its threshold was reached, in seconds.' })
  soakS!: number;

  @Field(() => Int, { description: 'How long a device may take, in seconds; then it counts as failed.' })
  deadlineS!: number;

  @Field(() => Boolean, { description: 'Whether a person has to agree before it opens.' })
  needsApproval!: boolean;

  @Field(() => Boolean, { description: 'Whether its devices must be no worse off than before and than their like.' })
  needsHealth!: boolean;
}

/** What a wave shall hold to. */
@InputType({ description: 'What a wave has to hold to; what is absent is as usual.' })
export class WaveGatesInput {
  @Field(() => Int, { nullable: true, description: '0 to 100; 90 if absent.' })
  successPercent?: number | null;

  @Field(() => Int, { nullable: true, description: '1 to 100; 30 if absent; 0 for no such border.' })
  failurePercent?: number | null;

  @Field(() => Int, { nullable: true, description: 'From 1 on; no such border if absent.' })
  failureCount?: number | null;

  @Field(() => Int, { nullable: true, description: 'From 1 on; 10 if absent.' })
  minExecuted?: number | null;

  @Field(() => Int, { nullable: true, description: 'From 1 on; 1 if absent; 0 for no such border.' })
  lostMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds, up to 30 days; 0 if absent.' })
  soakS?: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds from 10 up to 7 days; an hour if absent.' })
  deadlineS?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'False if absent.' })
  needsApproval?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'False if absent.' })
  needsHealth?: boolean | null;
}
