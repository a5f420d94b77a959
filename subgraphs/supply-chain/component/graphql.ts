/** The public face of components. */
import { connectionType } from '@flotilla/kernel/connection';
import { PageArgs } from '@flotilla/kernel/page-args';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';

/** One part of an artifact. */
@ObjectType({ description: 'One part of an artifact, as its bill of materials names it.' })
export class ArtifactComponent {
  @Field(() => ID, { description: 'The artifact it is part of.' })
  artifactId!: string;

  @Field(() => ID, { description: 'The bill of materials that says so.' })
  evidenceId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its version.' })
  version?: string | null;

  @Field(() => String, { nullable: true, description: 'Its package URL, e.g. `pkg:npm/left-pad@1.3.0`.' })
  purl?: string | null;

  @Field(() => String, { description: 'What it is: application, library, operating-system and so on.' })
  type!: string;
}

/** A page of components. */
export const ArtifactComponentConnection = connectionType(ArtifactComponent, 'ArtifactComponent');

/** Which components of one artifact. */
@ArgsType()
export class ComponentListArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only those whose name or package URL contains this, in whatever case.',
  })
  containing?: string | null;
}

/** Which component. */
@ArgsType()
export class ComponentUsesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Its package URL, e.g. `pkg:npm/left-pad`; with a version only that one. This or a name.',
  })
  purl?: string | null;

  @Field(() => String, { nullable: true, description: 'Its bare name, for components without a package URL.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only these versions, e.g. `>=1.2 <2` or `<1.0 || >=3`. A version before its release counts as lower.',
  })
  versions?: string | null;
}
