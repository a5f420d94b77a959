/** Artifacts over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mayPublish, mayRead } from '../rules.ts';
import type { SigningKey } from '../signing-key/graphql.ts';
import { signingKeysById } from '../signing-key/queries.ts';
import { strictBase64 } from '../verification/base64.ts';
import type { ArtifactDesk, Doer } from './desk/desk.ts';
import { Artifact, ArtifactConnection, ArtifactEvidence, ArtifactSigner, ArtifactState } from './graphql.ts';
import {
  artifactsById,
  evidenceByArtifact,
  findArtifacts,
  findByDigest,
  signersByArtifact,
  type ArtifactRow,
} from './queries.ts';
import {
  ArtifactListArgs,
  AttachArtifactEvidenceInput,
  PromoteArtifactInput,
  RegisterArtifactInput,
  WithdrawArtifactInput,
} from './wishes/graphql.ts';

/** Queries, mutations and fields of artifacts. */
@Resolver(() => Artifact)
export class ArtifactResolver {
  readonly #desk: ArtifactDesk;

  constructor(desk: ArtifactDesk) {
    this.#desk = desk;
  }

  @Authorize(mayRead)
  @Query(() => ArtifactConnection, { description: 'Artifacts of the tenant, the newest first.' })
  async artifacts(
    @Args(() => ArtifactListArgs) args: ArtifactListArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Artifact>> {
    const { name = null, containing = null, state: stage = null, channel = null, signedBy = null } = args;
    const page = pageOf(args);
    const search = { name, containing, stage, channel, signedBy, page };
    const rows = await context.read((em) => findArtifacts(em, search));
    return connectionOf(rows, page, { cursor: ({ place, id }) => [place, id] });
  }

  @Authorize(mayRead)
  @Query(() => Artifact, { nullable: true, description: 'One artifact; null when the tenant has none with this id.' })
  async artifact(
    @Arg('id', () => ID, { description: 'Identity of the artifact.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Artifact | null> {
    return context.loader(artifactsById).load(id);
  }

  @Authorize(mayRead)
  @Query(() => Artifact, {
    nullable: true,
    description: 'The artifact with these bytes; null when the tenant has none.',
  })
  async artifactByDigest(
    @Arg('digest', () => String, { description: '`sha256:` and 64 hex digits.' }) digest: string,
    @Ctx() context: Context,
  ): Promise<Artifact | null> {
    return context.read((em) => findByDigest(em, digest));
  }

  @Authorize(mayPublish)
  @Mutation(() => Artifact, {
    description: 'Registers bytes that are to be uploaded. Registering the same again changes nothing.',
  })
  async registerArtifact(
    @Arg('input', () => RegisterArtifactInput, { description: 'The bytes.' }) input: RegisterArtifactInput,
    @Ctx() context: Context,
  ): Promise<Artifact> {
    const { retentionDays = null, ...rest } = input;
    return this.#after(context, await this.#desk.register(doerIn(context), { ...rest, retentionDays }));
  }

  @Authorize(mayPublish)
  @Mutation(() => Artifact, {
    description:
      'Attaches something that is said about an artifact, and judges the artifact anew if its bytes are here.',
  })
  async attachArtifactEvidence(
    @Arg('input', () => AttachArtifactEvidenceInput, { description: 'What is said.' })
    { artifactId, mediaType, content }: AttachArtifactEvidenceInput,
    @Ctx() context: Context,
  ): Promise<Artifact> {
    const bytes = strictBase64(content);
    if (!bytes) throw new Refusal('INVALID_INPUT', 'content is not base64.', { element: 'content' });
    await this.#desk.attach(doerIn(context), artifactId, { mediaType, content: bytes });
    return this.#after(context, artifactId);
  }

  @Authorize(mayPublish)
  @Mutation(() => Artifact, { description: 'Judges an artifact anew, by the keys and thresholds of now.' })
  async verifyArtifact(
    @Arg('artifactId', () => ID, { description: 'Identity of the artifact.' }) artifactId: string,
    @Ctx() context: Context,
  ): Promise<Artifact> {
    await this.#desk.verify(doerIn(context), artifactId);
    return this.#after(context, artifactId);
  }

  @Authorize(mayPublish)
  @Mutation(() => Artifact, {
    description: 'Lets an artifact be used in the next channel: dev, canary, prod. It is judged anew before.',
  })
  async promoteArtifact(
    @Arg('input', () => PromoteArtifactInput, { description: 'Which, and where.' }) input: PromoteArtifactInput,
    @Ctx() context: Context,
  ): Promise<Artifact> {
    await this.#desk.promote(doerIn(context), input.artifactId, input.channel);
    return this.#after(context, input.artifactId);
  }

  @Authorize(mayPublish)
  @Mutation(() => Artifact, { description: 'Lets nobody begin to use an artifact any more, for good.' })
  async withdrawArtifact(
    @Arg('input', () => WithdrawArtifactInput, { description: 'Which, and why.' }) input: WithdrawArtifactInput,
    @Ctx() context: Context,
  ): Promise<Artifact> {
    await this.#desk.withdraw(doerIn(context), input.artifactId, input.reason);
    return this.#after(context, input.artifactId);
  }

  @FieldResolver(() => ArtifactState, { description: 'Where it is in its life.' })
  state(@Root() { stage }: ArtifactRow): keyof typeof ArtifactState {
    return stage;
  }

  @FieldResolver(() => [ArtifactEvidence], { description: 'Everything said about it, in the order it was attached.' })
  async evidence(@Root() { id }: ArtifactRow, @Ctx() context: Context): Promise<ArtifactEvidence[]> {
    return (await context.loader(evidenceByArtifact).load(id)) ?? [];
  }

  @FieldResolver(() => [ArtifactSigner], { description: 'The keys that vouch for it; none while it is REJECTED.' })
  async signers(@Root() { id }: ArtifactRow, @Ctx() context: Context): Promise<ArtifactSigner[]> {
    return (await context.loader(signersByArtifact).load(id)) ?? [];
  }

  async #after(context: Context, artifactId: string): Promise<ArtifactRow> {
    return this.#desk.require(context.tenantId, artifactId);
  }
}

/** The fields of signers. */
@Resolver(() => ArtifactSigner)
export class ArtifactSignerResolver {
  @FieldResolver()
  async key(@Root() { keyId }: ArtifactSigner, @Ctx() context: Context): Promise<SigningKey | null> {
    return context.loader(signingKeysById).load(keyId);
  }
}

function doerIn(context: Context): Doer {
  return { viewer: context.viewer, tenantId: context.tenantId };
}
