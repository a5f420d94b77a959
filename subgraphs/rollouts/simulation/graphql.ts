/** The public face of simulations. */
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Device } from '../references.ts';
import { violationCodes, type ViolationCode } from './violations.ts';

/** One opening of a window. */
@ObjectType({ description: 'One opening of a maintenance window, as moments that really come.' })
export class WindowOpening {
  @Field(() => Date, { description: 'When it opens.' })
  opensAt!: Date;

  @Field(() => Date, { description: 'When it closes.' })
  closesAt!: Date;
}

/** One device's turn. */
@ObjectType({ description: 'When one device is expected to be updated.' })
export class SimulatedTurn {
  @Field(() => Device, { description: 'The device.' })
  device!: Device;

  @Field(() => Date, { description: 'When it would begin.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'When it would end, by how much of the time it was reachable so far.' })
  endsAt!: Date;
}

/** A device without a turn. */
@ObjectType({ description: 'A device that would never get a turn.' })
export class StuckDevice {
  @Field(() => Device, { description: 'The device.' })
  device!: Device;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

/** One wave. */
@ObjectType({ description: 'One wave as it would go.' })
export class SimulatedWave {
  @Field(() => Int, { description: 'Its place, from 0.' })
  index!: number;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Int, { description: 'Devices it would take.' })
  devices!: number;

  @Field(() => Int, { description: 'Those of them that are away now: taken later, not part of what is expected.' })
  unreachable!: number;

  @Field(() => Int, { description: 'Those of them that run the artifact already.' })
  alreadyInstalled!: number;

  @Field(() => [SimulatedTurn], { description: 'The first turns, in order: 200 at most.' })
  turns!: SimulatedTurn[];

  @Field(() => [StuckDevice], { description: 'Who would never get a turn: 200 at most.' })
  stuck!: StuckDevice[];

  @Field(() => Date, { nullable: true, description: 'When it would pass; null while somebody is stuck.' })
  passesAt!: Date | null;
}

/** One place. */
@ObjectType({ description: 'What a rollout would mean for one place.' })
export class SimulatedSite {
  @Field(() => ID, { nullable: true, description: 'The location; null for devices without one.' })
  locationId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string | null;

  @Field(() => Int, { description: 'Devices that would be updated there.' })
  devices!: number;

  @Field(() => SafeInt, { description: 'Bytes they would fetch together.' })
  bytes!: number;

  @Field(() => [WindowOpening], { description: 'The next three openings of the window there; empty without a window.' })
  openings!: WindowOpening[];
}

/** A budget that makes devices wait. */
@ObjectType({ description: 'A budget that would make devices wait.' })
export class TightBudget {
  @Field(() => String, { description: 'What it limits.' })
  scope!: string;

  @Field(() => Int, { description: 'Its limit.' })
  limit!: number;

  @Field(() => Int, { description: 'Devices that would wait for it.' })
  delayed!: number;
}

/** The rules, as the schema shows them. */
export const RolloutViolationCode = Object.fromEntries(violationCodes.map((code) => [code, code])) as {
  readonly [Code in ViolationCode]: Code;
};

registerEnumType(RolloutViolationCode, {
  name: 'RolloutViolationCode',
  description: 'A rule that can be against a plan.',
  valuesConfig: {
    ARTIFACT_NOT_VERIFIED: {
      description: 'The artifact is unsigned, rejected, or has no bytes: it cannot be rolled out.',
    },
    ARTIFACT_WITHDRAWN: { description: 'The artifact was withdrawn.' },
    CHANNEL_NOT_PROMOTED: { description: 'The artifact is not in the channel of these devices: they wait for that.' },
    LAST_OF_ROLE: { description: 'They are the last of an indispensable role in their area: they are never leased.' },
    NO_WAY_BACK: { description: 'A rollback could not take them back.' },
    OUTSIDE_WINDOW: { description: 'They would be updated outside of the maintenance window.' },
  },
});

/** A rule against a plan. */
@ObjectType({ description: 'A rule that is against a plan, whatever the plan says.' })
export class RolloutViolation {
  @Field(() => RolloutViolationCode, { description: 'Which rule.' })
  code!: ViolationCode;

  @Field(() => String, { description: 'What it is about: an artifact, a channel, a role, a window.' })
  subject!: string;

  @Field(() => Int, { description: 'Devices of the rollout that it concerns.' })
  devices!: number;

  @Field(() => String, { description: 'What it comes to and what to do, as a sentence.' })
  words!: string;
}

/** What would happen. */
@ObjectType({ description: 'What a rollout would do if it were started now and every device succeeded.' })
export class RolloutSimulation {
  @Field(() => Int, { description: 'Devices it is for.' })
  matched!: number;

  @Field(() => [SimulatedWave], { description: 'Its waves, in their order.' })
  waves!: SimulatedWave[];

  @Field(() => [SimulatedSite], { description: 'What it means for each place, most bytes first.' })
  sites!: SimulatedSite[];

  @Field(() => [TightBudget], { description: 'Budgets that would make devices wait.' })
  budgets!: TightBudget[];

  @Field(() => [RolloutViolation], { description: 'Rules that are against the plan, the gravest first.' })
  violations!: RolloutViolation[];

  @Field(() => Date, { description: 'When the last wave would have passed.' })
  finishesAt!: Date;

  @Field(() => Int, { description: 'What is assumed for one device that is always reachable, in seconds.' })
  updateS!: number;
}
