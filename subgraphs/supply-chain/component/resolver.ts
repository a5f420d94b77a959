/** Components over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Artifact } from '../artifact/graphql.ts';
import { artifactsById, type ArtifactRow } from '../artifact/queries.ts';
import { mayRead } from '../rules.ts';
import { ArtifactComponent, ArtifactComponentConnection, ComponentListArgs, ComponentUsesArgs } from './graphql.ts';
import { isInRange } from './matching/version-range.ts';
import { findComponents, findUses, findVersions, type ComponentUseRow } from './queries.ts';
import { wantedOf } from './wanted.ts';

/** The query over all artifacts, and the fields of components. */
@Resolver(() => ArtifactComponent)
export class ComponentResolver {
  @Authorize(mayRead)
  @Query(() => ArtifactComponentConnection, {
    description: 'In which artifacts a component is, rejected and withdrawn ones too: devices may run those as well.',
  })
  async componentUses(
    @Args(() => ComponentUsesArgs) args: ComponentUsesArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<ArtifactComponent>> {
    const page = pageOf(args);
    const { wanted, range } = wantedOf(args);
    const rows = await context.read(async (em) => {
      const versions = range && (await findVersions(em, wanted)).filter((version) => isInRange(version, range));
      return findUses(em, { wanted, versions, page });
    });
    return connectionOf(rows, page, { cursor: (row) => [row.artifactId, row.evidenceId, String(row.ordinal)] });
  }

  @FieldResolver(() => Artifact, { nullable: true, description: 'The artifact it is part of.' })
  async artifact(@Root() { artifactId }: ComponentUseRow, @Ctx() context: Context): Promise<Artifact | null> {
    return context.loader(artifactsById).load(artifactId);
  }
}

/** What an artifact is made of. */
@Resolver(() => Artifact)
export class ArtifactComponentsResolver {
  @FieldResolver(() => ArtifactComponentConnection, { description: 'What it is made of, as its valid bills say.' })
  async components(
    @Root() { id }: ArtifactRow,
    @Args(() => ComponentListArgs) args: ComponentListArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<ArtifactComponent>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findComponents(em, id, { containing: args.containing ?? null, page }));
    return connectionOf(rows, page, { cursor: (row) => [row.evidenceId, String(row.ordinal)] });
  }
}
