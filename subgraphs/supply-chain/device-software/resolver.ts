/** What devices run, over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Artifact } from '../artifact/graphql.ts';
import { artifactsById } from '../artifact/queries.ts';
import { ComponentUsesArgs } from '../component/graphql.ts';
import { findVersions } from '../component/queries.ts';
import { isInRange } from '../component/matching/version-range.ts';
import { wantedOf } from '../component/wanted.ts';
import { mayRead } from '../rules.ts';
import { Device, DeviceSoftware, DeviceSoftwareConnection, SoftwareTrace } from './graphql.ts';
import { supplyChainsByDevice } from '../device-supply-chain/queries.ts';
import { SupplyChainProjection } from '../device-supply-chain/graphql.ts';
import { traceOf } from './trace.ts';
import { findRunning, softwareByDevice, type DeviceSoftwareRow } from './queries.ts';

/** The query over all devices, and the fields of what they run. */
@Resolver(() => DeviceSoftware)
export class DeviceSoftwareResolver {
  @Authorize(mayRead)
  @Query(() => DeviceSoftwareConnection, {
    description:
      'Which devices run a component, and in what: by the bills of materials of what they were updated to or report.',
  })
  async devicesRunning(
    @Args(() => ComponentUsesArgs) args: ComponentUsesArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<DeviceSoftware>> {
    const page = pageOf(args);
    const { wanted, range } = wantedOf(args);
    const rows = await context.read(async (em) => {
      const versions = range && (await findVersions(em, wanted)).filter((version) => isInRange(version, range));
      return findRunning(em, { wanted, versions, page });
    });
    return connectionOf(rows, page, { cursor: ({ deviceId, name, digest }) => [deviceId, name, digest] });
  }

  @FieldResolver(() => Device, { description: 'The device that runs it.' })
  device(@Root() { deviceId }: DeviceSoftwareRow): Device {
    return { id: deviceId };
  }

  @FieldResolver(() => Artifact, { nullable: true, description: 'The artifact with these bytes; null where none has.' })
  async artifact(@Root() { artifactId }: DeviceSoftwareRow, @Ctx() context: Context): Promise<Artifact | null> {
    return artifactId === null ? null : context.loader(artifactsById).load(artifactId);
  }

  @FieldResolver(() => SoftwareTrace, { description: 'Whether its bytes can be traced to somebody who vouches.' })
  trace(@Root() { stage }: DeviceSoftwareRow): keyof typeof SoftwareTrace {
    return traceOf(stage);
  }
}

/** What the supply chain adds to devices. */
@Resolver(() => Device)
export class DeviceResolver {
  @FieldResolver(() => [DeviceSoftware], { description: 'What it runs, as far as its updates tell, by name.' })
  async software(@Root() { id }: Device, @Ctx() context: Context): Promise<DeviceSoftware[]> {
    return (await context.loader(softwareByDevice).load(id)) ?? [];
  }

  @FieldResolver(() => SupplyChainProjection, {
    nullable: true,
    description: 'What it consists of and runs by its own signed word; null until it has said so.',
  })
  async supplyChain(@Root() { id }: Device, @Ctx() context: Context): Promise<SupplyChainProjection | null> {
    return context.loader(supplyChainsByDevice).load(id);
  }
}
