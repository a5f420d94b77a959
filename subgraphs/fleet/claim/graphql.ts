/** The public face of coming in: claiming, collecting the certificate, rotating it. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DeviceKind, TrustState } from '../lifecycle/graphql.ts';

/** Where a device stands on its way in. */
@ObjectType({ description: 'Where a device stands on its way in, and its certificate once it has one.' })
export class DeviceClaim {
  @Field(() => ID, { description: 'Identity the device has from now on.' })
  deviceId!: string;

  @Field(() => TrustState, { description: 'PENDING until a person or a rule has decided.' })
  trust!: keyof typeof TrustState;

  @Field(() => String, {
    description:
      'To collect the certificate, sign `flotilla collect <deviceId> <nonce>` with the device key. Good for 15 minutes.',
  })
  nonce!: string;

  @Field(() => String, { nullable: true, description: 'The client certificate in PEM; null while PENDING.' })
  certificatePem?: string | null | undefined;

  @Field(() => String, { description: 'Certificate of the authority in PEM, to trust the agents door by.' })
  caPem!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Base64 of the Ed25519 key (SubjectPublicKeyInfo) that its tenant's commands and runbooks are signed with; null " +
      'while PENDING.',
  })
  commandKey?: string | null | undefined;

  @Field(() => Int, { nullable: true, description: 'When to ask again while PENDING, in milliseconds.' })
  retryAfterMs?: number | null | undefined;
}

/** What a device shows to claim. */
@InputType({ description: 'What a device shows to claim.' })
export class ClaimDeviceInput {
  @Field(() => String, { description: 'The one-use token, `flt1.…`.' })
  token!: string;

  @Field(() => String, {
    description: 'PKCS#10 request in PEM, signed by the key made on the device: P-256 or Ed25519. Only its key counts.',
  })
  csrPem!: string;

  @Field(() => String, { description: 'Name to begin with, e.g. the host name: 1 to 80 characters.' })
  name!: string;

  @Field(() => DeviceKind, { defaultValue: 'EDGE', description: 'What sort of compute element it is.' })
  kind!: keyof typeof DeviceKind;

  @Field(() => String, { description: 'Id of this run of the operating system.' })
  bootId!: string;

  @Field(() => String, { description: 'Version of the agent.' })
  agentVersion!: string;
}

/** How a device without a usable certificate proves that it holds the key. */
@InputType({
  description:
    'How a device without a usable certificate proves that it holds its key: after a claim, or after so long an ' +
    'absence that its certificate expired. Clocks of devices play no part.',
})
export class CollectCertificateInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, {
    description: 'The newest nonce from the server. Any other is refused with CONFLICT, whose details.nonce is fresh.',
  })
  nonce!: string;

  @Field(() => String, {
    description:
      'Base64 signature of `flotilla collect <deviceId> <nonce>`: Ed25519, or ECDSA P-256 with SHA-256 in DER.',
  })
  signature!: string;
}

/** For which key a device wants its next certificate. */
@InputType({ description: 'For which key a device wants its next certificate; it may be a new key.' })
export class RotateCertificateInput {
  @Field(() => String, { description: 'PKCS#10 request in PEM, signed by that key.' })
  csrPem!: string;
}

/** How a device whose credentials were rotated gets an identity again. */
@InputType({ description: 'How a device whose credentials were rotated proves its old key and shows a new one.' })
export class RenewIdentityInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'PKCS#10 request in PEM, signed by the new key.' })
  csrPem!: string;

  @Field(() => String, {
    description: 'The newest nonce from the server. Any other is refused with CONFLICT, whose details.nonce is fresh.',
  })
  nonce!: string;

  @Field(() => String, {
    description:
      'Base64 signature by the old key of `flotilla renew <deviceId> <nonce> <digest>`; digest is the lower-case hex ' +
      "SHA-256 of the new public key's SubjectPublicKeyInfo in DER.",
  })
  oldKeySignature!: string;

  @Field(() => String, { description: 'Base64 signature of the same text by the new key.' })
  newKeySignature!: string;
}
