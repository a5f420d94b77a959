/** The public face of the root of update metadata. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SigningKeyAlgorithm } from '../signing-key/graphql.ts';

/** The roles of update metadata whose keys can be replaced. */
export const MetadataKeyRole = {
  ROOT: 'ROOT',
  TARGETS: 'TARGETS',
  SNAPSHOT: 'SNAPSHOT',
  TIMESTAMP: 'TIMESTAMP',
} as const;

registerEnumType(MetadataKeyRole, {
  name: 'MetadataKeyRole',
  description: 'A role of update metadata whose key the control plane holds.',
  valuesConfig: {
    ROOT: { description: 'Says whose word counts.' },
    TARGETS: { description: 'Says what may be installed.' },
    SNAPSHOT: { description: 'Says which targets are the newest.' },
    TIMESTAMP: { description: 'Says that this was so lately.' },
  },
});

/** A key that speaks for a root. */
@ObjectType({ description: 'A key that speaks for the root of update metadata.' })
export class MetadataRootKey {
  @Field(() => ID, { description: 'Its id, as the metadata names it.' })
  keyId!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => SigningKeyAlgorithm, { description: 'How it signs.' })
  algorithm!: keyof typeof SigningKeyAlgorithm;

  @Field(() => String, { description: 'The public key as PEM.' })
  publicKeyPem!: string;

  @Field(() => Boolean, { description: 'Whether the control plane holds it; the others are held by people.' })
  isHeldHere!: boolean;

  @Field(() => Boolean, { description: 'Whether it has signed.' })
  hasSigned!: boolean;
}

/** A root that waits for signatures. */
@ObjectType({ description: 'A next root of update metadata that waits for signatures.' })
export class MetadataRootProposal {
  @Field(() => Int, { description: 'The version it will have.' })
  version!: number;

  @Field(() => Int, { description: 'How many of its keys will have to sign whatever comes after it.' })
  threshold!: number;

  @Field(() => [MetadataRootKey], { description: 'The keys that will count.' })
  keys!: MetadataRootKey[];

  @Field(() => String, { description: 'The exact text to sign, as UTF-8 without a line end.' })
  toSign!: string;

  @Field(() => Int, { description: 'Signatures that lack of keys of the root that counts now.' })
  missingOfCurrent!: number;

  @Field(() => Int, { description: 'Signatures that lack of its own keys.' })
  missingOfOwn!: number;

  @Field(() => Date, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => String, { description: 'Who proposed it, e.g. `user:<id>`.' })
  proposedBy!: string;

  @Field(() => Date, { description: 'Until when it can be signed.' })
  openUntil!: Date;
}

/** The root of a tenant's update metadata. */
@ObjectType({ description: "The root of the tenant's update metadata: whose word counts about what may be installed." })
export class MetadataRoot {
  @Field(() => Int, { description: 'Its version.' })
  version!: number;

  @Field(() => Int, { description: 'How many of its keys must sign the next one.' })
  threshold!: number;

  @Field(() => [MetadataRootKey], { description: 'The keys that count.' })
  keys!: MetadataRootKey[];

  @Field(() => Date, { description: 'When it is over. Propose a next one long before, where people must sign it.' })
  expiresAt!: Date;

  @Field(() => MetadataRootProposal, { nullable: true, description: 'The next root, while it waits for signatures.' })
  proposal!: MetadataRootProposal | null;
}

/** A key that is to speak for the root. */
@InputType({ description: 'A key that is to speak for the root.' })
export class MetadataRootKeyInput {
  @Field(() => String, { description: 'What people call it: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore.' })
  name!: string;

  @Field(() => String, { description: 'The public key as SPKI PEM: ECDSA P-256 or Ed25519.' })
  publicKeyPem!: string;
}

/** The next root. */
@InputType({ description: 'Whose word is to count next.' })
export class ProposeMetadataRootInput {
  @Field(() => [MetadataRootKeyInput], { description: 'Keys that people hold: 0 to 16.' })
  keys!: MetadataRootKeyInput[];

  @Field(() => Int, { description: 'How many of all keys must sign whatever comes after it.' })
  threshold!: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the key of the control plane counts as one.' })
  keepsOwnKey!: boolean;

  @Field(() => [MetadataKeyRole], { defaultValue: [], description: 'Roles that get a new key of the control plane.' })
  newKeysFor!: (keyof typeof MetadataKeyRole)[];
}

/** A signature of the next root. */
@InputType({ description: 'A signature of the next root.' })
export class SignMetadataRootInput {
  @Field(() => Int, { description: 'The version that was signed.' })
  version!: number;

  @Field(() => ID, { description: 'The key that signed it.' })
  keyId!: string;

  @Field(() => String, { description: 'Base64 of the signature of `toSign`.' })
  signature!: string;
}

/** Which next root to let be. */
@InputType({ description: 'Which next root to let be.' })
export class DiscardMetadataRootInput {
  @Field(() => Int, { description: 'Its version.' })
  version!: number;

  @Field(() => String, { description: 'Why, for those who read it later.' })
  reason!: string;
}
