/** The public face of bundles, and of the rollouts that bring one. */
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RolloutArtifactInput } from '../plan/graphql.ts';
import { Rollout, RolloutArtifact } from '../rollout/graphql.ts';
import { RolloutSelectionInput } from '../wave/graphql.ts';

/** One artifact of a bundle. */
@ObjectType({ description: 'One artifact of a bundle, and how devices run it.' })
export class UpdateBundleItem {
  @Field(() => RolloutArtifact, { description: 'The artifact.' })
  artifact!: RolloutArtifact;

  @Field(() => Json, { description: 'How a device runs it.' })
  executor!: unknown;

  @Field(() => [Json], { description: 'How a device knows that it is well.' })
  health!: readonly unknown[];
}

/** Artifacts that belong together. */
@ObjectType({ description: 'Artifacts that belong together, in the order in which devices get them.' })
export class UpdateBundle {
  @Field(() => ID, { description: 'Immutable identity; other artifacts under the same name keep it.' })
  id!: string;

  @Field(() => String, { description: 'Its name, unique in the tenant.' })
  name!: string;

  @Field(() => [UpdateBundleItem], { description: 'Its artifacts, in their order; 1 to 20.' })
  items!: UpdateBundleItem[];

  @Field(() => Date, { description: 'When it was saved last.' })
  savedAt!: Date;

  @Field(() => String, { description: 'Who saved it, e.g. `user:<id>`.' })
  savedBy!: string;
}

/** Where a rollout is in the chain that brings a bundle. */
@ObjectType({ description: 'Where a rollout is among those that bring a bundle, one artifact each.' })
export class RolloutChain {
  @Field(() => ID, { description: 'Identity of the chain, the same for all its rollouts.' })
  id!: string;

  @Field(() => String, { description: 'Name of the bundle.' })
  bundle!: string;

  @Field(() => Int, { description: 'Its place, from 0.' })
  position!: number;

  @Field(() => [Rollout], { description: 'All rollouts of the chain, in their order.' })
  rollouts!: Rollout[];
}

/** One artifact of a bundle as it shall be. */
@InputType({ description: 'One artifact of a bundle, and how devices run it.' })
export class UpdateBundleItemInput {
  @Field(() => RolloutArtifactInput, { description: 'The artifact. A name is in a bundle once.' })
  artifact!: RolloutArtifactInput;

  @Field(() => Json, { description: 'How a device runs it: as in a plan.' })
  executor!: unknown;

  @Field(() => [Json], { nullable: true, description: 'How a device knows that it is well: as in a plan.' })
  health?: unknown[] | null;
}

/** A bundle as it shall be. */
@InputType({ description: 'A bundle as it shall be.' })
export class SaveUpdateBundleInput {
  @Field(() => String, { description: '1 to 80 characters. What the name stood for before is replaced.' })
  name!: string;

  @Field(() => [UpdateBundleItemInput], {
    description: 'Its artifacts, in the order in which devices get them; 1 to 20.',
  })
  items!: UpdateBundleItemInput[];
}

/** A rollout of a bundle. */
@InputType({ description: 'Which bundle, and the template that says how it is rolled out.' })
export class BundleRolloutInput {
  @Field(() => String, { description: 'Identity or name of the bundle.' })
  bundle!: string;

  @Field(() => String, {
    description: 'Identity or name of the template: its waves, gates and limits hold for each artifact of the bundle.',
  })
  template!: string;

  @Field(() => String, { nullable: true, description: "The rollouts' name; that of the bundle if absent." })
  name?: string | null;

  @Field(() => RolloutSelectionInput, { nullable: true, description: "Which devices; the template's if absent." })
  selection?: RolloutSelectionInput | null;
}
