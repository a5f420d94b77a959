/** What callers say to have something done to artifacts. */
import { PageArgs } from '@flotilla/kernel/page-args';
import { SafeInt } from '@flotilla/kernel/schema';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { ArtifactChannel, ArtifactState } from '../graphql.ts';

/** Which artifacts. */
@ArgsType()
export class ArtifactListArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only artifacts of this name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Only artifacts whose name contains this.' })
  containing?: string | null;

  @Field(() => ArtifactState, { nullable: true, description: 'Only artifacts that are there in their life.' })
  state?: keyof typeof ArtifactState | null;

  @Field(() => ArtifactChannel, { nullable: true, description: 'Only artifacts whose furthest channel this is.' })
  channel?: keyof typeof ArtifactChannel | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only artifacts this key vouches for, or did before it was revoked.',
  })
  signedBy?: string | null;
}

/** Bytes that will come. */
@InputType({ description: 'Bytes that are here already or will be uploaded to `/artifacts/<digest>`.' })
export class RegisterArtifactInput {
  @Field(() => String, { description: 'What it is called: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore.' })
  name!: string;

  @Field(() => String, { description: 'Its version. A version never changes.' })
  version!: string;

  @Field(() => String, { defaultValue: 'application/octet-stream', description: 'What sort of bytes they are.' })
  mediaType!: string;

  @Field(() => String, { description: '`sha256:` and 64 hex digits in lower case.' })
  digest!: string;

  @Field(() => SafeInt, { description: 'Their length in bytes.' })
  size!: number;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Where else the bytes can be had: https addresses, 8 at most.',
  })
  mirrors!: string[];

  @Field(() => Int, { nullable: true, description: 'Days the bytes are to be kept once withdrawn; absent for ever.' })
  retentionDays?: number | null;
}

/** Something said about an artifact. */
@InputType({ description: 'Something said about an artifact: a signature, a statement, a bill of materials.' })
export class AttachArtifactEvidenceInput {
  @Field(() => ID, { description: 'The artifact.' })
  artifactId!: string;

  @Field(() => String, { description: 'What it is, e.g. `application/vnd.dev.sigstore.bundle.v0.3+json`.' })
  mediaType!: string;

  @Field(() => String, {
    description: 'Its bytes in base64. What is larger than a call may be is posted to `/artifacts/<digest>/evidence`.',
  })
  content!: string;
}

/** Which artifact to let be used, and where. */
@InputType({ description: 'Which artifact to let be used in which channel.' })
export class PromoteArtifactInput {
  @Field(() => ID, { description: 'The artifact.' })
  artifactId!: string;

  @Field(() => ArtifactChannel, { description: 'The channel that comes next for it.' })
  channel!: keyof typeof ArtifactChannel;
}

/** Which artifact to let nobody use any more. */
@InputType({ description: 'Which artifact nobody shall begin to use any more, for good.' })
export class WithdrawArtifactInput {
  @Field(() => ID, { description: 'The artifact.' })
  artifactId!: string;

  @Field(() => String, { description: 'Why, for those who read it later.' })
  reason!: string;
}
