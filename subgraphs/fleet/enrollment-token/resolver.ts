/** Enrollment tokens over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import { invariant } from '@flotilla/kernel/invariant';
import { PageArgs } from '@flotilla/kernel/page-args';
import { SafeInt } from '@flotilla/kernel/schema';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { enrollmentTokenAggregate } from '../aggregates.ts';
import type { CertificateAuthority } from '../certificate/certificate-authority.ts';
import { hashOfSecret, newSecret, printToken } from '../claim/token-text.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById } from '../domain/queries.ts';
import { noSuchDomain } from '../domain/resolver.ts';
import { Location } from '../location/graphql.ts';
import { locationsById } from '../location/queries.ts';
import { noSuchLocation } from '../location/resolver.ts';
import type { LabelPair } from '../naming/labels.ts';
import { mayOperate } from '../rules.ts';
import {
  CreateEnrollmentTokenInput,
  EnrollmentToken,
  EnrollmentTokenConnection,
  EnrollmentTokenCreated,
  EnrollmentTokenState,
  ReissueEnrollmentTokenInput,
  RevokeEnrollmentTokenInput,
} from './graphql.ts';
import {
  enrollmentTokensById,
  findEnrollmentTokens,
  findTokenGround,
  keepSecretHash,
  reuseByToken,
} from './queries.ts';
import { newTokenRow, type EnrollmentTokenRow } from './row.ts';

/** Queries, mutations and fields of enrollment tokens. */
@Resolver(() => EnrollmentToken)
export class EnrollmentTokenResolver {
  readonly #authority: Pick<CertificateAuthority, 'fingerprint'>;
  readonly #agentsUrl: string;

  constructor(authority: Pick<CertificateAuthority, 'fingerprint'>, agentsUrl: string) {
    this.#authority = authority;
    this.#agentsUrl = agentsUrl;
  }

  @Authorize(mayOperate)
  @Query(() => EnrollmentTokenConnection, { description: 'Enrollment tokens of the tenant, newest first.' })
  async enrollmentTokens(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<EnrollmentToken>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findEnrollmentTokens(em, page));
    return connectionOf(rows, page, { cursor: (row) => row.cursor });
  }

  @Authorize(mayOperate)
  @Mutation(() => EnrollmentTokenCreated, {
    description: 'Makes a one-use token. Its secret is shown in this answer only.',
  })
  async createEnrollmentToken(
    @Arg('input', () => CreateEnrollmentTokenInput, { description: 'What its device becomes.' })
    input: CreateEnrollmentTokenInput,
    @Ctx() context: Context,
  ): Promise<EnrollmentTokenCreated> {
    const { domainId, locationId = null, labels, channel, ttlMinutes } = input;
    return this.#create(context, { domainId, locationId, labels, channel, ttlMinutes });
  }

  @Authorize(mayOperate)
  @Mutation(() => EnrollmentTokenCreated, {
    description:
      'Makes a new token in the place of one that was lost, expired or revoked; an open one becomes worthless.',
  })
  async reissueEnrollmentToken(
    @Arg('input', () => ReissueEnrollmentTokenInput, { description: 'Which token.' })
    { tokenId, ttlMinutes }: ReissueEnrollmentTokenInput,
    @Ctx() context: Context,
  ): Promise<EnrollmentTokenCreated> {
    const before = await context.loader(enrollmentTokensById).load(tokenId);
    if (!before) throw new Refusal('NOT_FOUND', 'There is no such enrollment token in this tenant.', { tokenId });
    const state = this.state(before);
    if (state === 'REDEEMED') {
      const words =
        'This enrollment token is REDEEMED: its device is in. That is final. Make a new token for another one.';
      throw new Refusal('CONFLICT', words, { tokenId, state, allowed: [], deviceId: before.redeemedBy });
    }
    if (state === 'OPEN') {
      const command = { type: 'RevokeEnrollmentToken', tokenId, now: await databaseNow(context) } as const;
      await context.handle(enrollmentTokenAggregate, { id: tokenId, command });
    }
    const { domainId, locationId = null, labels, channel } = before;
    return this.#create(context, { domainId, locationId, labels, channel, ttlMinutes });
  }

  @Authorize(mayOperate)
  @Mutation(() => EnrollmentToken, { description: 'Makes an unused token worthless.' })
  async revokeEnrollmentToken(
    @Arg('input', () => RevokeEnrollmentTokenInput, { description: 'Which token.' }) input: RevokeEnrollmentTokenInput,
    @Ctx() context: Context,
  ): Promise<EnrollmentToken> {
    const command = { type: 'RevokeEnrollmentToken', tokenId: input.id, now: await databaseNow(context) } as const;
    await context.handle(enrollmentTokenAggregate, { id: input.id, command });
    return requireToken(context, input.id);
  }

  @FieldResolver(() => EnrollmentTokenState, { description: 'Whether it can still be used.' })
  state(@Root() row: EnrollmentTokenRow): keyof typeof EnrollmentTokenState {
    if (row.redeemedAt) return 'REDEEMED';
    if (row.revokedAt) return 'REVOKED';
    return row.expiresAt.getTime() <= Date.now() ? 'EXPIRED' : 'OPEN';
  }

  @FieldResolver(() => SafeInt, { description: 'How often it was shown after another key had redeemed it.' })
  async reuseAttempts(@Root() row: EnrollmentTokenRow, @Ctx() context: Context): Promise<number> {
    return (await context.loader(reuseByToken).load(row.id)) ?? 0;
  }

  @FieldResolver(() => Domain, { description: 'The domain its device belongs to.' })
  async domain(@Root() row: EnrollmentTokenRow, @Ctx() context: Context): Promise<Domain | null> {
    return context.loader(domainsById).load(row.domainId);
  }

  @FieldResolver(() => Location, { nullable: true, description: 'Where its device stands.' })
  async location(@Root() row: EnrollmentTokenRow, @Ctx() context: Context): Promise<Location | null> {
    return row.locationId ? context.loader(locationsById).load(row.locationId) : null;
  }

  async #create(context: Context, wanted: NewToken): Promise<EnrollmentTokenCreated> {
    const { tenantId, viewer } = context;
    const { labels, channel, ttlMinutes } = wanted;
    const [tokenId, secret] = [randomUUID(), newSecret()];
    const facts = await context.read(async (em) => {
      const { now, domainId, locationId } = await findTokenGround(em, wanted);
      if (domainId === null) throw noSuchDomain(wanted.domainId, 'domainId');
      if (locationId === null && wanted.locationId !== null) throw noSuchLocation(wanted.locationId);
      const place = { tokenId, domainId, locationId, labels, channel, ttlMinutes };
      const command = { type: 'CreateEnrollmentToken', ...place, now } as const;
      const outcome = await handleWithin(em, enrollmentTokenAggregate, { id: tokenId, isNew: true, command, viewer });
      keepSecretHash(em, { tenantId, tokenId, secretHash: hashOfSecret(secret) });
      return outcome.events;
    });
    const [created] = facts;
    invariant(created?.type === 'EnrollmentTokenCreated', 'creating a token is one fact');
    const enrollmentToken = newTokenRow(created);
    const caFingerprint = this.#authority.fingerprint;
    const token = printToken({ u: this.#agentsUrl, f: caFingerprint, s: secret });
    return { enrollmentToken, token, command: `npx flotilla-agent enroll --token ${token}`, caFingerprint };
  }
}

/** What a new token is made from. */
type NewToken = {
  readonly domainId: string;
  readonly locationId: string | null;
  readonly labels: readonly LabelPair[];
  readonly channel: string;
  readonly ttlMinutes: number;
};

async function requireToken(context: Context, id: string): Promise<EnrollmentTokenRow> {
  const row = await context.loader(enrollmentTokensById).clear(id).load(id);
  invariant(row, 'a token that was handled has a row');
  return row;
}

async function databaseNow(context: Context): Promise<string> {
  const [row] = await context.read((em) =>
    em.execute<{ now: string }[]>(`select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`),
  );
  invariant(row, 'the database has a clock');
  return row.now;
}
