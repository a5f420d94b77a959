/** The public face of what relays hand in. */
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Envelope } from '../envelope/envelope.ts';

/** What became of an envelope. */
export const RelayOutcome = { ACCEPTED: 'ACCEPTED', DUPLICATE: 'DUPLICATE', REFUSED: 'REFUSED' } as const;

registerEnumType(RelayOutcome, {
  name: 'RelayOutcome',
  description: 'What became of an envelope.',
  valuesConfig: {
    ACCEPTED: { description: 'It was genuine, and the device has an answer.' },
    DUPLICATE: { description: 'It, or a later one of the device, was here before: it had no effect.' },
    REFUSED: {
      description: 'It is not what this device signed and sealed: it had no effect and is not to be sent again.',
    },
  },
});

/** An envelope as it is handed in. */
@InputType({
  description: 'What a device sealed for the control plane and signed. Nobody on the way can read or change it.',
})
export class RelayEnvelopeInput implements Envelope {
  @Field(() => ID, { description: 'The device that made it.' })
  deviceId!: string;

  @Field(() => SafeInt, { description: 'Rises when the device starts its numbers anew.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Rises with every envelope of an epoch.' })
  seq!: number;

  @Field(() => String, { description: 'Base64 of the X25519 key that was made for it, 32 bytes.' })
  ephemeralKey!: string;

  @Field(() => String, { description: 'Base64, 12 bytes.' })
  nonce!: string;

  @Field(() => String, { description: 'Base64, 16 bytes: the tag of AES-256-GCM.' })
  tag!: string;

  @Field(() => String, { description: 'Base64 of what is inside, encrypted.' })
  ciphertext!: string;

  @Field(() => String, { description: "Base64 of the device key's signature over all of it." })
  signature!: string;
}

/** What a relay hands in for one device. */
@InputType({ description: 'What a relay hands in for one device.' })
export class DeliverRelayedInput {
  @Field(() => ID, { description: 'The device: reached through this relay, or in its domain or below.' })
  deviceId!: string;

  @Field(() => [RelayEnvelopeInput], { description: 'Its envelopes in their order, 32 at most.' })
  envelopes!: RelayEnvelopeInput[];
}

/** What became of one envelope. */
@ObjectType({ description: 'What became of one envelope.' })
export class RelayReceipt {
  @Field(() => SafeInt, { description: 'Its epoch.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Its number.' })
  seq!: number;

  @Field(() => RelayOutcome, { description: 'What became of it.' })
  outcome!: keyof typeof RelayOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was refused: DEVICE, SHAPE, SIGNATURE or SEAL.' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Opaque bytes for the device, base64: sealed for it and signed. Hand them over unchanged.',
  })
  answer!: string | null;

  @Field(() => Int, { nullable: true, description: 'When the device should send its next one, in milliseconds.' })
  retryAfterMs!: number | null;
}
