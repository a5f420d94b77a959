/** The public face of artifacts. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key, SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SigningKey, SigningKeyRole } from '../signing-key/graphql.ts';
import { VerificationReason } from '../verification/graphql.ts';

/** Where an artifact is in its life. */
export const ArtifactState = {
  REGISTERED: 'REGISTERED',
  UPLOADED: 'UPLOADED',
  VERIFIED: 'VERIFIED',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
} as const;

registerEnumType(ArtifactState, {
  name: 'ArtifactState',
  description: 'Where an artifact is in its life.',
  valuesConfig: {
    REGISTERED: { description: 'Its bytes still have to come.' },
    UPLOADED: { description: 'Its bytes are here; nobody has judged them yet.' },
    VERIFIED: { description: 'Bytes and signatures are what they should be; it can be promoted.' },
    REJECTED: { description: 'They are not. It can be used nowhere.' },
    WITHDRAWN: { description: 'Nobody shall begin to use it any more, for good.' },
  },
});

/** Where an artifact may be used. */
export const ArtifactChannel = { dev: 'dev', canary: 'canary', prod: 'prod' } as const;

registerEnumType(ArtifactChannel, {
  name: 'ArtifactChannel',
  description: 'Where an artifact may be used; each channel comes after the one before.',
  valuesConfig: {
    dev: { description: 'On devices of developers.' },
    canary: { description: 'On the first devices of a rollout.' },
    prod: { description: 'Everywhere.' },
  },
});

/** What a piece of evidence is. */
export const EvidenceKind = {
  SIMPLE_SIGNING: 'SIMPLE_SIGNING',
  BLOB_SIGNATURE: 'BLOB_SIGNATURE',
  SIGSTORE_BUNDLE: 'SIGSTORE_BUNDLE',
  DSSE_ENVELOPE: 'DSSE_ENVELOPE',
  SBOM: 'SBOM',
} as const;

registerEnumType(EvidenceKind, {
  name: 'EvidenceKind',
  description: 'What a piece of evidence is.',
  valuesConfig: {
    SIMPLE_SIGNING: { description: 'A signed payload that names the digest, as `cosign sign` makes it.' },
    BLOB_SIGNATURE: { description: 'A signature of the bytes, as `cosign sign-blob` makes it.' },
    SIGSTORE_BUNDLE: { description: 'A Sigstore bundle with a message signature or an envelope.' },
    DSSE_ENVELOPE: { description: 'A DSSE envelope with an in-toto statement.' },
    SBOM: { description: 'A CycloneDX bill of materials.' },
  },
});

/** What was found wrong. */
@ObjectType({ description: 'One thing that was found wrong.' })
export class ArtifactFault {
  @Field(() => VerificationReason, { description: 'The reason, from a closed list.' })
  reason!: keyof typeof VerificationReason;

  @Field(() => String, { description: 'What is wrong and what to do, for a person.' })
  words!: string;

  @Field(() => ID, { nullable: true, description: 'The evidence it was found in; null where it is about all of it.' })
  evidenceId?: string | null;
}

/** One thing that went into a build. */
@ObjectType({ description: 'One thing that went into a build.' })
export class BuildMaterial {
  @Field(() => String, { description: 'What it is, e.g. `git+https://…`.' })
  uri!: string;

  @Field(() => String, { nullable: true, description: 'Its digest with the name of the algorithm before a colon.' })
  digest?: string | null;
}

/** Where an artifact comes from. */
@ObjectType({ description: 'Where an artifact comes from, as its builder states it under a BUILD key.' })
export class ArtifactProvenance {
  @Field(() => String, { description: 'The kind of statement, e.g. `https://slsa.dev/provenance/v1`.' })
  predicateType!: string;

  @Field(() => String, { nullable: true, description: 'Who built it.' })
  builder?: string | null;

  @Field(() => String, { nullable: true, description: 'How it was built.' })
  buildType?: string | null;

  @Field(() => String, { nullable: true, description: 'Which run of the builder it was.' })
  invocation?: string | null;

  @Field(() => String, { nullable: true, description: 'When the build ended, as the builder writes it.' })
  finishedAt?: string | null;

  @Field(() => [BuildMaterial], { description: 'What went in; the first hundred.' })
  materials!: readonly BuildMaterial[];
}

/** A bill of materials of an artifact. */
@ObjectType({ description: 'A valid bill of materials of an artifact.' })
export class ArtifactSbom {
  @Field(() => ID, { description: 'The evidence it came as.' })
  evidenceId!: string;

  @Field(() => String, { description: 'The version of CycloneDX it is written in.' })
  specVersion!: string;

  @Field(() => Int, { description: 'How many components it lists.' })
  components!: number;
}

/** Something said about an artifact. */
@ObjectType({ description: 'Something said about an artifact.' })
export class ArtifactEvidence {
  @Field(() => ID, { description: 'Identity of the evidence.' })
  evidenceId!: string;

  @Field(() => EvidenceKind, { description: 'What it is.' })
  kind!: keyof typeof EvidenceKind;

  @Field(() => String, { description: 'Its media type.' })
  mediaType!: string;

  @Field(() => String, { description: 'The digest of its bytes, which can be downloaded like those of an artifact.' })
  digest!: string;

  @Field(() => SafeInt, { description: 'Its length in bytes.' })
  size!: number;

  @Field(() => Date, { description: 'When it was attached.' })
  attachedAt!: Date;

  @Field(() => String, { description: 'Who attached it, e.g. `service:<id>`.' })
  attachedBy!: string;
}

/** A key that vouches for an artifact. */
@ObjectType({ description: 'A key that vouches for an artifact.' })
export class ArtifactSigner {
  @Field(() => ID, { description: 'The key.' })
  keyId!: string;

  @Field(() => SigningKeyRole, { description: 'As what it vouches.' })
  role!: keyof typeof SigningKeyRole;

  @Field(() => ID, { description: 'In which evidence.' })
  evidenceId!: string;

  @Field(() => SigningKey, { nullable: true, description: 'The key with all that is known of it.' })
  key?: SigningKey | null;
}

/** Bytes that are to run on devices. */
@Key('id')
@ObjectType({ description: 'Bytes that are to run on devices, known by their digest.' })
export class Artifact {
  @Field(() => ID, { description: 'Immutable identity, made from tenant and digest.' })
  id!: string;

  @Field(() => String, { description: 'What it is called; versions of one thing share the name.' })
  name!: string;

  @Field(() => String, { description: 'Its version.' })
  version!: string;

  @Field(() => String, { description: 'What sort of bytes they are.' })
  mediaType!: string;

  @Field(() => String, { description: '`sha256:` and 64 hex digits. The bytes are at `/artifacts/<digest>`.' })
  digest!: string;

  @Field(() => SafeInt, { description: 'Its length in bytes.' })
  size!: number;

  @Field(() => [String], { description: 'Where else the bytes can be had.' })
  mirrors!: string[];

  @Field(() => Int, { nullable: true, description: 'Days its bytes are kept once it is withdrawn; null for ever.' })
  retentionDays?: number | null;

  @Field(() => ArtifactChannel, { nullable: true, description: 'The furthest channel it may be used in.' })
  channel?: keyof typeof ArtifactChannel | null;

  @Field(() => VerificationReason, { nullable: true, description: 'Why it is REJECTED; null while it is not.' })
  reason?: keyof typeof VerificationReason | null;

  @Field(() => [ArtifactFault], { description: 'Everything that was found wrong when it was judged last.' })
  faults!: ArtifactFault[];

  @Field(() => [ArtifactProvenance], { description: 'Where it comes from; empty where no BUILD key says so.' })
  provenance!: ArtifactProvenance[];

  @Field(() => [ArtifactSbom], { description: 'Its valid bills of materials.' })
  sboms!: ArtifactSbom[];

  @Field(() => Date, { description: 'When it was registered.' })
  registeredAt!: Date;

  @Field(() => String, { description: 'Who registered it, e.g. `service:<id>`.' })
  registeredBy!: string;

  @Field(() => Date, { nullable: true, description: 'When all its bytes were here.' })
  uploadedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its verdict last changed.' })
  judgedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was promoted last.' })
  promotedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was withdrawn.' })
  withdrawnAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  withdrawReason?: string | null;

  @Field(() => Date, { nullable: true, description: 'When its bytes were thrown away; null while they are kept.' })
  bytesRemovedAt?: Date | null;
}

/** A page of artifacts. */
export const ArtifactConnection = connectionType(Artifact, 'Artifact');
