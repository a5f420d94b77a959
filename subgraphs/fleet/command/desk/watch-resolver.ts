/** Changes of commands over GraphQL. The class is made per watch: a subscription has no instance to ask for it. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import type { Numbered } from '@flotilla/kernel/live';
import { Arg, Ctx, ID, Resolver, Root, Subscription, type ClassType } from 'type-graphql';
import { findBatch } from '../../batch/queries.ts';
import { requireDevice } from '../../device/resolver.ts';
import { mayRead } from '../../rules.ts';
import { CommandChange } from '../graphql.ts';
import { commandsById } from '../queries.ts';
import type { ChangedCommand, CommandWatch } from './watch.ts';

type Wanted = { readonly deviceId?: string | null; readonly batchId?: string | null };

/** The resolver class of `commandChanged`, over one watch. */
export function commandChangesResolver(watch: CommandWatch): ClassType<object> {
  @Resolver()
  class CommandChangesResolver {
    @Authorize(mayRead)
    @Subscription(() => CommandChange, {
      description: 'Every change of the commands of one device or of one batch.',
      subscribe: ({ args, context }) => listen(watch, args as Wanted, context as Context),
    })
    async commandChanged(
      @Arg('deviceId', () => ID, { nullable: true, description: 'Of this device.' }) _deviceId: string | null,
      @Arg('batchId', () => ID, { nullable: true, description: 'Of this batch.' }) _batchId: string | null,
      @Root() change: Numbered<ChangedCommand>,
      @Ctx() context: Context,
    ): Promise<CommandChange> {
      const { commandId } = change.value;
      const command = await context.loader(commandsById).load(commandId);
      if (!command) throw new Refusal('NOT_FOUND', 'There is no such command in this tenant.', { commandId });
      return { seq: change.seq, command };
    }
  }
  return CommandChangesResolver;
}

/** Refuses what cannot be listened to before the first event, not at it. */
async function listen(watch: CommandWatch, { deviceId, batchId }: Wanted, context: Context) {
  const { tenantId } = context;
  if (deviceId && !batchId) {
    await requireDevice(context, deviceId);
    return watch.listen({ tenantId, deviceId });
  }
  if (!batchId || deviceId) {
    throw new Refusal('INVALID_INPUT', 'Name either deviceId or batchId.', { argument: 'deviceId' });
  }
  if (!(await context.read((em) => findBatch(em, batchId)))) {
    throw new Refusal('NOT_FOUND', 'There is no such batch in this tenant.', { batchId });
  }
  return watch.listen({ tenantId, batchId });
}
