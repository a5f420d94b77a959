/** Progress of returns over GraphQL. The class is made per watch: a subscription has no instance to ask for it. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Numbered } from '@flotilla/kernel/live';
import { Arg, Ctx, ID, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { requireDevice } from '../../device/resolver.ts';
import { mayRead } from '../../rules.ts';
import { ReplayProgress } from '../graphql.ts';
import { newestReplays } from '../queries.ts';
import type { DeviceOf } from './head.ts';
import type { ReplayWatch } from './progress.ts';

/** The resolver class of `replayProgress`, over one watch. */
export function replayProgressResolver(watch: ReplayWatch): ClassType<object> {
  @Resolver()
  class ReplayProgressResolver {
    @Authorize(mayRead)
    @Subscription(() => ReplayProgress, {
      description: "A device's return as it moves on; while it is watched at least every two seconds.",
      subscribe: ({ args, context }) => listen(watch, (args as { deviceId: string }).deviceId, context as Context),
    })
    async replayProgress(
      @Arg('deviceId', () => ID, { description: 'Identity of the device.' }) deviceId: string,
      @Root() moved: Numbered<DeviceOf>,
      @Ctx() context: Context,
    ): Promise<ReplayProgress> {
      const replay = await context.loader(newestReplays).load(deviceId);
      return { seq: moved.seq, deviceId, replay };
    }
  }
  return ReplayProgressResolver;
}

/** Refuses a device of another tenant before the first event, not at it. */
async function listen(watch: ReplayWatch, deviceId: string, context: Context) {
  await requireDevice(context, deviceId);
  return watch.listen({ tenantId: context.tenantId, deviceId });
}
