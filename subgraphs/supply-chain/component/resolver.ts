/** Components over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Artifact } from '../artifact/graphql.ts';
import { artifactsById, type ArtifactRow } from '../artifact/queries.ts';
import { mayRead } from '../rules.ts';
import { ArtifactComponent, ArtifactComponentConnection, ComponentUsesArgs } from './graphql.ts';
import { readPackageUrl } from './matching/package-url.ts';
import { isInRange, readVersionRange } from './matching/version-range.ts';
import { findComponents, findUses, findVersions, type ComponentUseRow, type Wanted } from './queries.ts';

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
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<ArtifactComponent>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findComponents(em, id, page));
    return connectionOf(rows, page, { cursor: (row) => [row.evidenceId, String(row.ordinal)] });
  }
}

function wantedOf({ purl, name, versions }: ComponentUsesArgs) {
  if ((purl ?? null) === null && (name ?? null) === null) {
    throw new Refusal('INVALID_INPUT', 'Name the component by its purl or by its name.', { argument: 'purl' });
  }
  const read = purl ? readPackageUrl(purl) : null;
  if (purl && !read) {
    throw new Refusal('INVALID_INPUT', `"${purl.slice(0, 100)}" is no package URL, as pkg:npm/left-pad is.`, {
      argument: 'purl',
    });
  }
  const asked = versions ?? (read?.version ? `=${read.version}` : null);
  const range = asked === null ? null : readVersionRange(asked);
  if (asked !== null && !range) {
    throw new Refusal('INVALID_INPUT', `"${asked.slice(0, 100)}" is no range of versions, as ">=1.2 <2" is.`, {
      argument: 'versions',
    });
  }
  const wanted: Wanted = { base: read?.base ?? null, name: name ?? null };
  return { wanted, range };
}
