/** The keys for what travels through relays, told to devices wherever they are answered: with a claim, with a heartbeat. */
import { FieldResolver, Resolver } from 'type-graphql';
import { DeviceClaim } from '../../claim/graphql.ts';
import { HeartbeatReply } from '../../heartbeat/graphql.ts';
import type { PublicRelayKeys } from '../envelope/keys.ts';

const sealedFor = 'Base64 of the X25519 key, 32 bytes, that envelopes for relays are sealed for.';
const signedBy = 'Base64 of the Ed25519 key, 32 bytes, that answers to such envelopes are signed by.';

/** Fields of the answer to a claim. */
@Resolver(() => DeviceClaim)
export class ClaimKeysResolver {
  readonly #keys: PublicRelayKeys;

  constructor(keys: PublicRelayKeys) {
    this.#keys = keys;
  }

  @FieldResolver(() => String, { description: sealedFor })
  relayKey(): string {
    return this.#keys.relayKey;
  }

  @FieldResolver(() => String, { description: signedBy })
  relayAnswerKey(): string {
    return this.#keys.relayAnswerKey;
  }
}

/** Fields of the answer to a heartbeat. */
@Resolver(() => HeartbeatReply)
export class HeartbeatKeysResolver {
  readonly #keys: PublicRelayKeys;

  constructor(keys: PublicRelayKeys) {
    this.#keys = keys;
  }

  @FieldResolver(() => String, { description: sealedFor })
  relayKey(): string {
    return this.#keys.relayKey;
  }

  @FieldResolver(() => String, { description: signedBy })
  relayAnswerKey(): string {
    return this.#keys.relayAnswerKey;
  }
}
