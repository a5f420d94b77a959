/** The agents' door for devices whose credentials were rotated. */
import { Authorize, claimant } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { DeviceClaim, RenewIdentityInput } from './graphql.ts';
import { renewIdentity, type RenewalParts } from './renewal.ts';

/** The mutation of devices that get a new key. */
@Resolver()
export class RenewalResolver {
  readonly #parts: RenewalParts;

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  @Authorize(claimant)
  @Mutation(() => DeviceClaim, {
    description:
      'Gives a device whose credentials were rotated a certificate for a new key, proved by the old one. CONFLICT when ' +
      'the nonce is stale; then details.nonce is fresh. FORBIDDEN after the time that the rotation gave.',
  })
  async renewIdentity(
    @Arg('input', () => RenewIdentityInput, { description: 'The new key, and both proofs.' }) input: RenewIdentityInput,
    @Ctx() context: Context,
  ): Promise<DeviceClaim> {
    return renewIdentity(this.#parts, input, context.viewer);
  }
}
