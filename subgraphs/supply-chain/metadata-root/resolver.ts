/** The root of update metadata over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { pemOfHex, type MetadataRole } from '../metadata/keys/role-keys.ts';
import { bytesToSign, termsOf } from '../metadata/roots.ts';
import { mayHoldKeys, mayRead } from '../rules.ts';
import { readPublicKey } from '../verification/trusted-key.ts';
import { ownKeyName, type RootDesk, type RootStanding } from './desk/root-desk.ts';
import type { RootKey } from './events.ts';
import {
  DiscardMetadataRootInput,
  MetadataRoot,
  ProposeMetadataRootInput,
  SignMetadataRootInput,
  type MetadataRootKey,
  type MetadataRootKeyInput,
  type MetadataRootProposal,
} from './graphql.ts';
import { missing } from './metadata-root.ts';
import type { ProposalRow } from './queries.ts';

/** The query and the mutations of roots. */
@Resolver(() => MetadataRoot)
export class MetadataRootResolver {
  readonly #desk: RootDesk;

  constructor(desk: RootDesk) {
    this.#desk = desk;
  }

  @Authorize(mayRead)
  @Query(() => MetadataRoot, { description: 'Whose word counts about what may be installed.' })
  async metadataRoot(@Ctx() context: Context): Promise<MetadataRoot> {
    return shown(await this.#desk.standing(context.tenantId));
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => MetadataRoot, {
    description:
      'Proposes a next root, with keys that people hold. It counts once enough keys of this root and of it have signed.',
  })
  async proposeMetadataRoot(
    @Arg('input', () => ProposeMetadataRootInput, { description: 'The next root.' }) input: ProposeMetadataRootInput,
    @Ctx() context: Context,
  ): Promise<MetadataRoot> {
    const { keys, threshold, keepsOwnKey, newKeysFor } = input;
    const roles = newKeysFor.map((role) => role.toLowerCase() as MetadataRole);
    await this.#desk.propose(context, { keys: keys.map(keyOf), threshold, keepsOwnKey, newKeysFor: roles });
    return this.metadataRoot(context);
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => MetadataRoot, {
    description: 'Adds a signature to the next root, and publishes it if it has enough.',
  })
  async signMetadataRoot(
    @Arg('input', () => SignMetadataRootInput, { description: 'The signature.' }) input: SignMetadataRootInput,
    @Ctx() context: Context,
  ): Promise<MetadataRoot> {
    await this.#desk.sign(context, input);
    return this.metadataRoot(context);
  }

  @Authorize(mayHoldKeys)
  @Mutation(() => MetadataRoot, { description: 'Lets the next root be.' })
  async discardMetadataRoot(
    @Arg('input', () => DiscardMetadataRootInput, { description: 'Which, and why.' }) input: DiscardMetadataRootInput,
    @Ctx() context: Context,
  ): Promise<MetadataRoot> {
    await this.#desk.discard(context, input.version, input.reason);
    return this.metadataRoot(context);
  }
}

function keyOf({ name, publicKeyPem }: MetadataRootKeyInput): RootKey {
  const read = readPublicKey(publicKeyPem);
  if (read) return { ...read, name };
  const words =
    'publicKeyPem is no public key of ECDSA P-256 or Ed25519. Give the PEM that begins with BEGIN PUBLIC KEY.';
  throw new Refusal('INVALID_INPUT', words, { element: 'publicKeyPem' });
}

function shown({ current, held, named, open }: RootStanding): MetadataRoot {
  const { keyIds, threshold } = termsOf(current.content);
  const heldHere = new Set(held.map(({ keyId }) => keyId));
  const { signatures } = JSON.parse(current.content) as { signatures: { keyid: string }[] };
  const signed = signatures.map(({ keyid }) => keyid);
  const keys = keyIds.flatMap((keyId): RootKey[] => {
    const own = held.find((key) => key.keyId === keyId);
    if (own) {
      return [{ keyId, name: ownKeyName, algorithm: 'ED25519', publicKeyPem: pemOfHex(own.publicKey) }];
    }
    return (named?.keys ?? []).filter((each) => each.keyId === keyId);
  });
  return {
    version: current.version,
    threshold,
    keys: keys.map((key) => shownKey(key, { heldHere, signed })),
    expiresAt: new Date(current.expiresAt),
    proposal: open && proposalOf(open, heldHere),
  };
}

function proposalOf(open: ProposalRow, heldHere: ReadonlySet<string>): MetadataRootProposal {
  const signed = open.signatures.map(({ keyId }) => keyId);
  const { version, threshold, keys, previousKeyIds, previousThreshold, proposedAt, proposedBy, openUntil } = open;
  return {
    version,
    threshold,
    keys: keys.map((key) => shownKey(key, { heldHere, signed })),
    toSign: bytesToSign(open).toString(),
    missingOfCurrent: missing({ keyIds: previousKeyIds, threshold: previousThreshold }, signed),
    missingOfOwn: missing({ keyIds: keys.map(({ keyId }) => keyId), threshold }, signed),
    proposedAt,
    proposedBy,
    openUntil,
  };
}

function shownKey(
  key: RootKey,
  { heldHere, signed }: { readonly heldHere: ReadonlySet<string>; readonly signed: readonly string[] },
): MetadataRootKey {
  return { ...key, isHeldHere: heldHere.has(key.keyId), hasSigned: signed.includes(key.keyId) };
}
