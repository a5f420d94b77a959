/** The agents' door for relays. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { callerOf } from '../../heartbeat/device-call.ts';
import type { Delivery } from './delivery.ts';
import { DeliverRelayedInput, RelayReceipt } from './graphql.ts';

/** The mutation of relays. */
@Resolver()
export class DeliveryResolver {
  readonly #delivery: Delivery;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  @Authorize(device)
  @Mutation(() => [RelayReceipt], {
    description:
      'Envelopes of one device, handed in by its relay, in their order. FORBIDDEN with details.relay NOT_REGISTERED or ' +
      'NOT_ITS_RELAY, or details.trust. What is refused or repeated is told for each envelope.',
  })
  async deliverRelayed(
    @Arg('input', () => DeliverRelayedInput, { description: 'The envelopes.' }) input: DeliverRelayedInput,
    @Ctx() context: Context,
  ): Promise<RelayReceipt[]> {
    const { viewer } = context;
    return this.#delivery.deliver({ ...callerOf(viewer), requestId: viewer.requestId }, input);
  }
}
