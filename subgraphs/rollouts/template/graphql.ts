/** The public face of templates. */
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { WaveGates } from '../gate/graphql.ts';
import { FailureAction, RolloutArtifactInput, RolloutStrategy, RolloutTemplatePlanInput } from '../plan/graphql.ts';
import { MaintenanceWindow } from '../rollout/graphql.ts';
import { RolloutSelection, RolloutSelectionInput } from '../wave/graphql.ts';

/** One wave of a template. */
@ObjectType({ description: 'One wave as a template plans it.' })
export class RolloutTemplateWave {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => RolloutSelection, { nullable: true, description: 'Only these of the remaining; null for all.' })
  selection!: RolloutSelection | null;

  @Field(() => Int, { nullable: true, description: 'So many of the remaining at most; null without.' })
  count!: number | null;

  @Field(() => Int, { nullable: true, description: 'So many percent of the remaining; null without.' })
  percent!: number | null;

  @Field(() => WaveGates, { description: 'What it has to hold to.' })
  gates!: WaveGates;
}

/** A plan without an artifact. */
@ObjectType({ description: 'A plan without an artifact, kept under a name to be used again.' })
export class RolloutTemplate {
  @Field(() => ID, { description: 'Immutable identity; another plan under the same name keeps it.' })
  id!: string;

  @Field(() => String, { description: 'Its name, unique in the tenant.' })
  name!: string;

  @Field(() => RolloutStrategy, { description: 'How rollouts of it go about it.' })
  strategy!: keyof typeof RolloutStrategy;

  @Field(() => Json, { description: 'How a device runs the artifact.' })
  executor!: unknown;

  @Field(() => [Json], { description: 'How a device knows that it is well.' })
  health!: readonly unknown[];

  @Field(() => [String], { description: "Where else the bytes can be had; the artifact's own mirrors where empty." })
  mirrors!: readonly string[];

  @Field(() => RolloutSelection, { description: 'Which devices it is for, unless a rollout says otherwise.' })
  selection!: RolloutSelection;

  @Field(() => [RolloutTemplateWave], { description: 'Its waves, in their order.' })
  waves!: RolloutTemplateWave[];

  @Field(() => Int, { nullable: true, description: 'Devices of a rollout that may be busy at once; null without.' })
  parallelMax!: number | null;

  @Field(() => MaintenanceWindow, { nullable: true, description: 'When devices may be updated; null for always.' })
  window!: MaintenanceWindow | null;

  @Field(() => FailureAction, { description: 'What happens when a wave stops.' })
  onFailure!: keyof typeof FailureAction;

  @Field(() => Int, { description: 'How long a lease waits for its device, in seconds.' })
  beginWithinS!: number;

  @Field(() => Date, { description: 'When it was saved last.' })
  savedAt!: Date;

  @Field(() => String, { description: 'Who saved it, e.g. `user:<id>`.' })
  savedBy!: string;
}

/** A template as it shall be. */
@InputType({ description: 'A template as it shall be.' })
export class SaveRolloutTemplateInput {
  @Field(() => String, { description: '1 to 80 characters. What the name stood for before is replaced.' })
  name!: string;

  @Field(() => RolloutTemplatePlanInput, { description: 'The plan without its artifact.' })
  plan!: RolloutTemplatePlanInput;
}

/** A rollout from a template. */
@InputType({ description: 'A rollout as a template has it, for one artifact.' })
export class RolloutFromTemplateInput {
  @Field(() => String, { description: 'Identity or name of the template.' })
  template!: string;

  @Field(() => RolloutArtifactInput, { description: 'What devices are to run.' })
  artifact!: RolloutArtifactInput;

  @Field(() => RolloutArtifactInput, {
    nullable: true,
    description: 'What devices go back to that have nothing else to go back to.',
  })
  previous?: RolloutArtifactInput | null;

  @Field(() => String, {
    nullable: true,
    description: "The rollout's name; that of the artifact and version if absent.",
  })
  name?: string | null;

  @Field(() => RolloutSelectionInput, { nullable: true, description: "Which devices; the template's if absent." })
  selection?: RolloutSelectionInput | null;
}
