/** The agents' door for what devices call all the time. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { callerOf } from './device-call.ts';
import { HeartbeatInput, HeartbeatReply, InventoryInput } from './graphql.ts';
import type { Reception } from './reception.ts';

/** Mutations of devices about their state. */
@Resolver()
export class HeartbeatResolver {
  readonly #reception: Reception;

  constructor(reception: Reception) {
    this.#reception = reception;
  }

  @Authorize(device)
  @Mutation(() => HeartbeatReply, {
    description: 'A sign of life. FORBIDDEN with details.trust REVOKED tells the agent to clear its state and to end.',
  })
  async heartbeat(
    @Arg('input', () => HeartbeatInput, { description: 'The sign of life.' }) input: HeartbeatInput,
    @Ctx() context: Context,
  ): Promise<HeartbeatReply> {
    return this.#reception.heartbeat(callerOf(context.viewer), input);
  }

  @Authorize(device)
  @Mutation(() => Boolean, { description: 'What the device is made of. True when it differs from the last report.' })
  async reportInventory(
    @Arg('input', () => InventoryInput, { description: 'The inventory.' }) input: InventoryInput,
    @Ctx() context: Context,
  ): Promise<boolean> {
    return this.#reception.inventory(callerOf(context.viewer), input);
  }
}
