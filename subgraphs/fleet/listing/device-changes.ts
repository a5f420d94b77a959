/** Changes of devices over GraphQL. The class is made per watch, because a subscription has no instance to ask for it. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import type { Numbered } from '@flotilla/kernel/live';
import { Args, Ctx, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { DeviceChange } from '../device/graphql.ts';
import { requireDevice } from '../device/resolver.ts';
import { DeviceChangesArgs } from '../list-args.ts';
import { mayRead } from '../rules.ts';
import { deviceCondition } from './device-filter.ts';
import { matchesFilter } from './device-page.ts';
import type { ChangedDevice, DeviceWatch } from './device-watch.ts';

const idsMax = 200;

/** The resolver class of `deviceChanged`, over one watch. */
export function deviceChangesResolver(watch: DeviceWatch): ClassType<object> {
  @Resolver()
  class DeviceChangesResolver {
    @Authorize(mayRead)
    @Subscription(() => DeviceChange, {
      description: 'Every change of the devices of the tenant; of listed ones also each heartbeat.',
      subscribe: ({ args, context }) => listen(watch, args as DeviceChangesArgs, context as Context),
    })
    async deviceChanged(
      @Args(() => DeviceChangesArgs) { q = null }: DeviceChangesArgs,
      @Root() change: Numbered<ChangedDevice>,
      @Ctx() context: Context,
    ): Promise<DeviceChange> {
      const { deviceId } = change.value;
      const device = await requireDevice(context, deviceId);
      const matches = await context.read((em) => matchesFilter(em, deviceId, q));
      return { seq: change.seq, device, matches };
    }
  }
  return DeviceChangesResolver;
}

/** Refuses what cannot be listened to before the first event, not at it. */
async function listen(watch: DeviceWatch, args: DeviceChangesArgs, context: Context) {
  const { ids = null, q } = args;
  if (ids && ids.length > idsMax) {
    throw new Refusal('INVALID_INPUT', `At most ${idsMax} ids can be listed.`, { argument: 'ids' });
  }
  await context.read((em) => deviceCondition(em, q));
  return watch.listen({ tenantId: context.tenantId, deviceIds: ids });
}
