/** What happened to a rollout, as a field of it. */
import { pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Rollout } from '../rollout/graphql.ts';
import { RolloutTimelineConnection, type RolloutTimelineEntry } from './graphql.ts';
import { readTimeline } from './queries.ts';

/** What the log adds to a rollout. */
@Resolver(() => Rollout)
export class RolloutTimelineResolver {
  @FieldResolver(() => RolloutTimelineConnection, {
    description: 'What people and gates said and what came of it, newest first.',
  })
  async timeline(
    @Root() { id }: Rollout,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<RolloutTimelineEntry>> {
    const page = pageOf(args);
    return context.read((em) => readTimeline(em, id, page));
  }
}
