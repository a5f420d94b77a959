/** Pull tokens over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ArtifactDesk } from '../artifact/desk/desk.ts';
import { mayPublish } from '../rules.ts';
import { CreatePullTokenInput, PullToken } from './graphql.ts';
import type { Pulls } from './pulls.ts';

/** The mutation that makes pull tokens. */
@Resolver(() => PullToken)
export class PullTokenResolver {
  readonly #desk: ArtifactDesk;
  readonly #pulls: Pulls;

  constructor(desk: ArtifactDesk, pulls: Pulls) {
    this.#desk = desk;
    this.#pulls = pulls;
  }

  @Authorize(mayPublish)
  @Mutation(() => PullToken, {
    description: 'Makes a token by which somebody gets one verified, promoted artifact. Shown in this answer only.',
  })
  async createPullToken(
    @Arg('input', () => CreatePullTokenInput, { description: 'Which artifact.' }) input: CreatePullTokenInput,
    @Ctx() { viewer, tenantId }: Context,
  ): Promise<PullToken> {
    const row = await this.#desk.require(tenantId, input.artifactId);
    const issued = await this.#pulls.issue({ viewer, tenantId }, row, input.ttlMinutes);
    return { ...issued, path: `/artifacts/${row.digest}` };
  }
}
