/** The topology over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import { SpectrumArgs } from '../list-args.ts';
import { mayRead } from '../rules.ts';
import { subtreeOf } from '../spectrum/resolver.ts';
import { Fold, Topology } from './graphql.ts';
import { foldsByDevice, readTopology } from './queries.ts';

const dotsMax = 2_000;

@ArgsType()
class TopologyArgs extends SpectrumArgs {
  @Field(() => Int, { defaultValue: 400, description: 'Dots for each way at most; up to 2,000.' })
  dots!: number;
}

/** The query of the topology, and the field of devices about what explains their absence. */
@Resolver(() => Device)
export class TopologyResolver {
  @Authorize(mayRead)
  @Query(() => Topology, { description: 'Which way the devices of a domain and below are reached.' })
  async topology(
    @Args(() => TopologyArgs) { domainId, dots }: TopologyArgs,
    @Ctx() context: Context,
  ): Promise<Topology> {
    if (dots < 0 || dots > dotsMax) {
      throw new Refusal('INVALID_INPUT', `dots is 0 to ${dotsMax}.`, { argument: 'dots' });
    }
    const domainIds = await subtreeOf(context, domainId);
    return context.read((em) => readTopology(em, { domainIds, dotsMax: dots }));
  }

  @FieldResolver(() => Fold, {
    nullable: true,
    description: 'The relay, location or domain that is away as a whole and explains its absence; null otherwise.',
  })
  async foldedUnder(@Root() { id }: { id: string }, @Ctx() context: Context): Promise<Fold | null> {
    return context.loader(foldsByDevice).load(id);
  }
}
