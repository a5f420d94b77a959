/** How far artifacts and keys reach, over GraphQL, and the people behind them: what one wants to know before one acts. */
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Artifact } from '../artifact/graphql.ts';
import type { ArtifactRow } from '../artifact/queries.ts';
import { DeviceSoftwareConnection, type DeviceSoftware } from '../device-software/graphql.ts';
import { SigningKey } from '../signing-key/graphql.ts';
import type { SigningKeyRow } from '../signing-key/queries.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import { deviceCountByArtifact, findRunningOn, reachByKey } from './queries.ts';

/** Where an artifact runs, and who registered it. */
@Resolver(() => Artifact)
export class ArtifactReachResolver {
  @FieldResolver(() => Int, { description: 'How many devices run it, as far as their updates tell.' })
  async deviceCount(@Root() { id }: ArtifactRow, @Ctx() context: Context): Promise<number> {
    return (await context.loader(deviceCountByArtifact).load(id)) ?? 0;
  }

  @FieldResolver(() => DeviceSoftwareConnection, {
    description: 'The devices that run it, as far as their updates tell.',
  })
  async runningOn(
    @Root() { id }: ArtifactRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<DeviceSoftware>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findRunningOn(em, id, page));
    return connectionOf(rows, page, { cursor: ({ deviceId, name }) => [deviceId, name] });
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'The person who registered it; null for a program.',
  })
  registeredByUser(@Root() { registeredBy }: ArtifactRow): UserReference | null {
    return userIn(registeredBy);
  }
}

/** What rests on a key, and who added it. */
@Resolver(() => SigningKey)
export class SigningKeyReachResolver {
  @FieldResolver(() => Int, { description: 'How many artifacts it vouches for.' })
  async artifactCount(@Root() { keyId }: SigningKeyRow, @Ctx() context: Context): Promise<number> {
    return (await context.loader(reachByKey).load(keyId))?.artifacts ?? 0;
  }

  @FieldResolver(() => Int, { description: 'How many devices run an artifact it vouches for.' })
  async deviceCount(@Root() { keyId }: SigningKeyRow, @Ctx() context: Context): Promise<number> {
    return (await context.loader(reachByKey).load(keyId))?.devices ?? 0;
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who added it; null for a program.' })
  addedByUser(@Root() { addedBy }: SigningKeyRow): UserReference | null {
    return userIn(addedBy);
  }
}
