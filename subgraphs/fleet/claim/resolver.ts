/** The agents' door for devices that come in or renew their certificate. */
import { Authorize, claimant, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Claims } from './claims.ts';
import { ClaimDeviceInput, CollectCertificateInput, DeviceClaim, RotateCertificateInput } from './graphql.ts';

/** Mutations of devices about their own identity. */
@Resolver()
export class ClaimResolver {
  readonly #claims: Claims;

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  @Authorize(claimant)
  @Mutation(() => DeviceClaim, {
    description:
      'Comes in with a one-use token: the only call that needs neither certificate nor known key. CONFLICT when the ' +
      'token was used; then details.deviceId and details.nonce tell the same key how to go on.',
  })
  async claimDevice(
    @Arg('input', () => ClaimDeviceInput, { description: 'Token, key and first description.' }) input: ClaimDeviceInput,
    @Ctx() context: Context,
  ): Promise<DeviceClaim> {
    return this.#claims.claim(input, context.viewer);
  }

  @Authorize(claimant)
  @Mutation(() => DeviceClaim, {
    description: 'Asks by proof of key for the certificate: polled while PENDING, and the way back after it expired.',
  })
  async collectCertificate(
    @Arg('input', () => CollectCertificateInput, { description: 'The proof.' }) input: CollectCertificateInput,
    @Ctx() context: Context,
  ): Promise<DeviceClaim> {
    return this.#claims.collect(input, context.viewer);
  }

  @Authorize(device)
  @Mutation(() => DeviceClaim, {
    description:
      'Gives the calling device its next certificate. The present one stays accepted until a heartbeat comes with the ' +
      'next, so a crash in between strands nobody.',
  })
  async rotateCertificate(
    @Arg('input', () => RotateCertificateInput, { description: 'For which key.' }) input: RotateCertificateInput,
    @Ctx() context: Context,
  ): Promise<DeviceClaim> {
    return this.#claims.rotate(input.csrPem, context.viewer);
  }
}
