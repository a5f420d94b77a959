/** The public face of signing keys. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a key may vouch for. */
export const SigningKeyRole = { RELEASE: 'RELEASE', BUILD: 'BUILD' } as const;

registerEnumType(SigningKeyRole, {
  name: 'SigningKeyRole',
  description: 'What a signing key may vouch for.',
  valuesConfig: {
    RELEASE: { description: 'That an artifact may be used.' },
    BUILD: { description: 'Where an artifact comes from: its provenance.' },
  },
});

/** How a key signs. */
export const SigningKeyAlgorithm = { ECDSA_P256: 'ECDSA_P256', ED25519: 'ED25519' } as const;

registerEnumType(SigningKeyAlgorithm, {
  name: 'SigningKeyAlgorithm',
  description: 'How a signing key signs.',
  valuesConfig: {
    ECDSA_P256: { description: 'ECDSA on P-256 with SHA-256, as cosign makes keys.' },
    ED25519: { description: 'Ed25519.' },
  },
});

/** Whether a key is believed. */
export const SigningKeyState = {
  WAITING: 'WAITING',
  ACTIVE: 'ACTIVE',
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
} as const;

registerEnumType(SigningKeyState, {
  name: 'SigningKeyState',
  description: 'Whether the signatures of a key are believed.',
  valuesConfig: {
    WAITING: { description: 'Not yet: it begins to be valid later.' },
    ACTIVE: { description: 'They are.' },
    EXPIRED: { description: 'No new ones; what it vouched for in its time stands.' },
    REVOKED: { description: 'None, whenever they were made.' },
  },
});

/** A public key whose signatures the tenant believes. */
@ObjectType({ description: 'A public key whose signatures the tenant believes, in one role and for a time.' })
export class SigningKey {
  @Field(() => ID, { description: 'SHA-256 of the key in SPKI form, lower-case hex.' })
  keyId!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => SigningKeyRole, { description: 'What it may vouch for.' })
  role!: keyof typeof SigningKeyRole;

  @Field(() => SigningKeyAlgorithm, { description: 'How it signs.' })
  algorithm!: keyof typeof SigningKeyAlgorithm;

  @Field(() => String, { description: 'The public key as PEM.' })
  publicKeyPem!: string;

  @Field(() => Date, { description: 'When it begins to be valid.' })
  validFrom!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends to be valid; null where nothing ends it.' })
  validUntil?: Date | null;

  @Field(() => Date, { description: 'When it was added.' })
  addedAt!: Date;

  @Field(() => String, { description: 'Who added it, e.g. `user:<id>`.' })
  addedBy!: string;

  @Field(() => ID, { nullable: true, description: 'The key that takes its place.' })
  successorId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  revokedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked.' })
  revokeReason?: string | null;
}

/** How many keys of a role must sign. */
@ObjectType({ description: 'How many different keys of a role must sign an artifact.' })
export class SigningThreshold {
  @Field(() => SigningKeyRole, { description: 'The role.' })
  role!: keyof typeof SigningKeyRole;

  @Field(() => Int, { description: 'How many; 0 asks for none.' })
  threshold!: number;
}

/** A key to trust. */
@InputType({ description: 'A public key to trust.' })
export class SigningKeyInput {
  @Field(() => String, { description: 'What people call it: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore.' })
  name!: string;

  @Field(() => String, { description: 'The public key as SPKI PEM: ECDSA P-256 or Ed25519.' })
  publicKeyPem!: string;

  @Field(() => Date, { nullable: true, description: 'When it begins to be valid; absent for now.' })
  validFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ends to be valid; absent where nothing ends it.' })
  validUntil?: Date | null;
}

/** A key to trust, and as what. */
@InputType({ description: 'A public key to trust, and as what.' })
export class AddSigningKeyInput extends SigningKeyInput {
  @Field(() => SigningKeyRole, { description: 'What it may vouch for.' })
  role!: keyof typeof SigningKeyRole;
}

/** Which key is replaced by which. */
@InputType({ description: 'Which key is replaced by which.' })
export class RotateSigningKeyInput {
  @Field(() => ID, { description: 'The key that goes.' })
  keyId!: string;

  @Field(() => SigningKeyInput, { description: 'The key that comes, in the same role.' })
  successor!: SigningKeyInput;

  @Field(() => Int, { defaultValue: 30, description: 'Days for which both are good: 0 to 365.' })
  overlapDays!: number;
}

/** Which key to believe no more. */
@InputType({ description: 'Which key to believe no more, for good.' })
export class RevokeSigningKeyInput {
  @Field(() => ID, { description: 'The key.' })
  keyId!: string;

  @Field(() => String, { description: 'Why, for those who read it later.' })
  reason!: string;
}

/** How many keys must sign. */
@InputType({ description: 'How many different keys of a role must sign.' })
export class SetSigningThresholdInput {
  @Field(() => SigningKeyRole, { description: 'The role.' })
  role!: keyof typeof SigningKeyRole;

  @Field(() => Int, { description: 'How many: for RELEASE at least 1.' })
  threshold!: number;
}
