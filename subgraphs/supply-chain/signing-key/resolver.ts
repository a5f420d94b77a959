/** Signing keys over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { signingKeyAggregate } from '../aggregates.ts';
import { databaseNow } from '../clock.ts';
import { mayHoldKeys, mayRead, mayRevokeKeys } from '../rules.ts';
import { keyRoles } from '../verification/key-words.ts';
import { readPublicKey } from '../verification/trusted-key.ts';
import {
  AddSigningKeyInput,
  RevokeSigningKeyInput,
  RotateSigningKeyInput,
  SetSigningThresholdInput,
  SigningKey,
  SigningKeyState,
  SigningThreshold,
  type SigningKeyInput,
} from './graphql.ts';
import { findSigningKeys, findThresholds, signingKeysById, type SigningKeyRow } from './queries.ts';
import { defaultThresholds, type NewSigningKey, type SigningKeyCommand } from './signing-key.ts';

/** What has to happen when a key is believed no more: whatever only it vouched for is not verified any longer. */
export type OnRevoked = (context: Context, keyId: string) => Promise<void>;

/** Queries, mutations and fields of signing keys. */
@Resolver(() => SigningKey)
export class SigningKeyResolver {
  readonly #onRevoked: OnRevoked;

  constructor(onRevoked: OnRevoked) {
    this.#onRevoked = onRevoked;
  }

  @Authorize(mayRead)
  @Query(() => [SigningKey], { description: 'The signing keys of the tenant, the newest first; 200 at most.' })
  async signingKeys(@Ctx() context: Context): Promise<SigningKey[]> {
    return context.read(findSigningKeys);
  }

  @Authorize(mayRead)
  @Query(() => [SigningThreshold], { description: 'How many different keys of each role must sign an artifact.' })
  async signingThresholds(@Ctx() context: Context): Promise<SigningThreshold[]> {
    const thresholds = await context.read((em) => findThresholds(em, defaultThresholds));
    return keyRoles.map((role) => ({ role, threshold: thresholds[role] }));
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => SigningKey, { description: 'Trusts a public key. A private key is refused: nobody should send one.' })
  async addSigningKey(
    @Arg('input', () => AddSigningKeyInput, { description: 'The key.' }) input: AddSigningKeyInput,
    @Ctx() context: Context,
  ): Promise<SigningKey> {
    const key = newKeyOf(input);
    await handled(context, (now) => ({ type: 'AddSigningKey', role: input.role, key, now }));
    return requireKey(context, key.keyId);
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => SigningKey, { description: 'Lets another key take the place of one. Answers the new key.' })
  async rotateSigningKey(
    @Arg('input', () => RotateSigningKeyInput, { description: 'Which by which.' }) input: RotateSigningKeyInput,
    @Ctx() context: Context,
  ): Promise<SigningKey> {
    const { keyId, overlapDays } = input;
    const successor = newKeyOf(input.successor);
    await handled(context, (now) => ({ type: 'RotateSigningKey', keyId, successor, overlapDays, now }));
    return requireKey(context, successor.keyId);
  }

  @Authorize(mayRevokeKeys)
  @Mutation(() => SigningKey, {
    description:
      'Believes a key no more, for good. Artifacts whose threshold it filled are REJECTED, whatever their channel.',
  })
  async revokeSigningKey(
    @Arg('input', () => RevokeSigningKeyInput, { description: 'Which key, and why.' }) input: RevokeSigningKeyInput,
    @Ctx() context: Context,
  ): Promise<SigningKey> {
    const { keyId, reason } = input;
    await handled(context, (now) => ({ type: 'RevokeSigningKey', keyId, reason, now }));
    await this.#onRevoked(context, keyId);
    return requireKey(context, keyId);
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => SigningThreshold, {
    description: 'Says how many different keys of a role must sign. Counts from the next verification on.',
  })
  async setSigningThreshold(
    @Arg('input', () => SetSigningThresholdInput, { description: 'How many.' }) input: SetSigningThresholdInput,
    @Ctx() context: Context,
  ): Promise<SigningThreshold> {
    const { role, threshold } = input;
    await handled(context, () => ({ type: 'SetSigningThreshold', role, threshold }));
    return { role, threshold };
  }

  @FieldResolver(() => SigningKeyState, { description: 'Whether its signatures are believed.' })
  state(@Root() { revokedAt, validFrom, validUntil }: SigningKeyRow): keyof typeof SigningKeyState {
    if (revokedAt) return 'REVOKED';
    if (validUntil && validUntil.getTime() <= Date.now()) return 'EXPIRED';
    return validFrom.getTime() > Date.now() ? 'WAITING' : 'ACTIVE';
  }
}

async function handled(context: Context, command: (now: string) => SigningKeyCommand): Promise<void> {
  const now = await context.read(databaseNow);
  await context.handle(signingKeyAggregate, { id: context.tenantId, command: command(now) });
}

function newKeyOf({ name, publicKeyPem, validFrom, validUntil }: SigningKeyInput): NewSigningKey {
  const read = readPublicKey(publicKeyPem);
  if (!read) {
    const words =
      'publicKeyPem is no public key of ECDSA P-256 or Ed25519. Give the PEM that begins with BEGIN PUBLIC KEY.';
    throw new Refusal('INVALID_INPUT', words, { element: 'publicKeyPem' });
  }
  return { ...read, name, validFrom: validFrom?.toISOString() ?? null, validUntil: validUntil?.toISOString() ?? null };
}

async function requireKey(context: Context, keyId: string): Promise<SigningKeyRow> {
  const row = await context.loader(signingKeysById).load(keyId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such signing key in this tenant.', { keyId });
  return row;
}
