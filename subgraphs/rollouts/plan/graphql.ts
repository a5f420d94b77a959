/** What somebody says to plan a rollout. */
import { Json } from '@flotilla/kernel/schema';
import { Field, InputType, Int, registerEnumType } from 'type-graphql';
import type { FailureAction as ActionName, RolloutStrategy as StrategyName } from '../rollout/events.ts';
import { RolloutSelectionInput, RolloutWaveInput } from '../wave/graphql.ts';
import { weekdays, type Weekday as WeekdayName } from '../window/window.ts';

/** The strategies, as the schema shows them. */
export const RolloutStrategy = {
  CANARY: 'CANARY',
  ROLLING: 'ROLLING',
  PINNED: 'PINNED',
  FORCED: 'FORCED',
} as const satisfies Record<StrategyName, StrategyName>;

registerEnumType(RolloutStrategy, {
  name: 'RolloutStrategy',
  description: 'How a rollout goes about it.',
  valuesConfig: {
    CANARY: { description: 'A few first, then the rest.' },
    ROLLING: { description: 'Wave by wave.' },
    PINNED: { description: 'Held for whoever joins: it does not finish by itself.' },
    FORCED: { description: 'For named devices, outside of maintenance windows; budgets hold all the same.' },
  },
});

/** What happens when a wave stops, as the schema shows it. */
export const FailureAction = {
  PAUSE: 'PAUSE',
  ABORT: 'ABORT',
  ROLL_BACK: 'ROLL_BACK',
} as const satisfies Record<ActionName, ActionName>;

registerEnumType(FailureAction, {
  name: 'FailureAction',
  description: 'What happens when a wave stops.',
  valuesConfig: {
    PAUSE: { description: 'No further device starts; a person decides.' },
    ABORT: { description: 'It is given up; changed devices stay as they are.' },
    ROLL_BACK: { description: 'Every changed device goes back, under the same budgets.' },
  },
});

/** The days, as the schema shows them. */
export const Weekday = Object.fromEntries(weekdays.map((day) => [day, day])) as {
  readonly [Day in WeekdayName]: Day;
};

registerEnumType(Weekday, {
  name: 'Weekday',
  description: 'A day of the week.',
  valuesConfig: {
    SUN: { description: 'Sunday.' },
    MON: { description: 'Monday.' },
    TUE: { description: 'Tuesday.' },
    WED: { description: 'Wednesday.' },
    THU: { description: 'Thursday.' },
    FRI: { description: 'Friday.' },
    SAT: { description: 'Saturday.' },
  },
});

/** Which artifact to run. */
@InputType({ description: 'An artifact of the registry: by its digest, or by its name and version.' })
export class RolloutArtifactInput {
  @Field(() => String, { nullable: true, description: '`sha256:` and 64 lower-case hex digits.' })
  digest?: string | null;

  @Field(() => String, { nullable: true, description: 'Its name, with its version; absent with a digest.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Its version, with its name; absent with a digest.' })
  version?: string | null;
}

/** When devices may be updated. */
@InputType({
  description: 'When devices may be updated, by the clock of their place; UTC where a device has no place.',
})
export class MaintenanceWindowInput {
  @Field(() => [Weekday], { nullable: true, description: 'Days on which it opens; every day if absent.' })
  days?: (keyof typeof Weekday)[] | null;

  @Field(() => String, { description: '`HH:MM`.' })
  from!: string;

  @Field(() => String, { description: '`HH:MM`; on the next day where it is not after from.' })
  to!: string;
}

/** A plan as it can be used again. */
@InputType({ description: 'A plan without its artifact.' })
export class RolloutTemplatePlanInput {
  @Field(() => RolloutStrategy, { nullable: true, description: 'ROLLING if absent.' })
  strategy?: keyof typeof RolloutStrategy | null;

  @Field(() => Json, {
    description: 'How a device runs it: `{ kind: "service" | "systemd" | "container" | "agent", name, … }`.',
  })
  executor!: unknown;

  @Field(() => [Json], {
    nullable: true,
    description:
      'How a device knows that it is well: `{ kind: "exit" | "http" | "command" | "control-plane", timeoutS, … }`.',
  })
  health?: unknown[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Where else the bytes can be had: https URLs, at most 10; the artifact's own mirrors if absent.",
  })
  mirrors?: string[] | null;

  @Field(() => RolloutSelectionInput, { description: 'Which devices it is for.' })
  selection!: RolloutSelectionInput;

  @Field(() => [RolloutWaveInput], { nullable: true, description: 'Its waves, at most 20; one for all if absent.' })
  waves?: RolloutWaveInput[] | null;

  @Field(() => Int, { nullable: true, description: 'Devices of this rollout that may be busy at once.' })
  parallelMax?: number | null;

  @Field(() => MaintenanceWindowInput, {
    nullable: true,
    description: 'When devices may be updated; always if absent.',
  })
  window?: MaintenanceWindowInput | null;

  @Field(() => FailureAction, { nullable: true, description: 'ROLL_BACK if absent.' })
  onFailure?: keyof typeof FailureAction | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long a lease waits for its device, in seconds: 10 to 86400; 300.',
  })
  beginWithinS?: number | null;
}

/** A rollout as it shall be. */
@InputType({ description: 'A rollout as it shall be.' })
export class RolloutPlanInput extends RolloutTemplatePlanInput {
  @Field(() => String, { description: '1 to 80 characters.' })
  name!: string;

  @Field(() => RolloutArtifactInput, { description: 'What devices are to run.' })
  artifact!: RolloutArtifactInput;

  @Field(() => RolloutArtifactInput, {
    nullable: true,
    description: 'What devices go back to that have nothing else to go back to.',
  })
  previous?: RolloutArtifactInput | null;
}
