/**
 * Brings a next root into being: makes the document that is to be signed, checks each signature of it, and publishes it in
 * the transaction in which it has enough of them. Keys of people never come here; only what they signed does.
 */
import { randomUUID, verify } from 'node:crypto';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { metadataRootAggregate } from '../../aggregates.ts';
import type { Doer } from '../../artifact/desk/desk.ts';
import { databaseNow } from '../../clock.ts';
import type { Published } from '../../metadata/documents.ts';
import {
  holdKeys,
  keysThatCount,
  makeKey,
  pemOfHex,
  type KeyPlace,
  type MetadataRole,
  type RoleKey,
} from '../../metadata/keys/role-keys.ts';
import type { MetadataPublisher } from '../../metadata/publisher.ts';
import { findNewest, keepVersion } from '../../metadata/queries.ts';
import {
  bytesToSign,
  foreignKeyOf,
  ownKeyOf,
  signatureBy,
  signedRoot,
  termsOf,
  unsignedRoot,
} from '../../metadata/roots.ts';
import { strictBase64 } from '../../verification/base64.ts';
import { digestOf } from '../../verification/trusted-key.ts';
import type { RootKey, RootSignature } from '../events.ts';
import type { MetadataRootCommand } from '../metadata-root.ts';
import { findLastPublished, findOpenRoot, type ProposalRow } from '../queries.ts';

/** What people call the key that is held here. */
export const ownKeyName = 'control-plane';

/** Whose word is to count next. */
export type WantedRoot = {
  /** Of people. */
  readonly keys: readonly RootKey[];
  readonly threshold: number;
  readonly keepsOwnKey: boolean;
  /** Roles whose key that is held here is replaced. */
  readonly newKeysFor: readonly MetadataRole[];
};

/** Everything a reader is shown. */
export type RootStanding = {
  readonly current: Published;
  readonly held: readonly RoleKey[];
  readonly named: ProposalRow | null;
  readonly open: ProposalRow | null;
};

type Parts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly keyStore: KeyStore;
  readonly publisher: MetadataPublisher;
};

/** Does what people decide about roots. */
export class RootDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The root that counts, and the one that waits. */
  async standing(tenantId: string): Promise<RootStanding> {
    const current = await this.#parts.publisher.newest(tenantId, 'root');
    invariant(current, 'whoever asks for a root gets one');
    return this.#parts.database.inTenant(tenantId, async (em) => ({
      current,
      held: await holdKeys(em, this.#placeOf(tenantId)),
      named: await findLastPublished(em),
      open: await findOpenRoot(em),
    }));
  }

  /** Proposes a next root, signed by the keys that are held here. */
  async propose(doer: Doer, wanted: WantedRoot): Promise<void> {
    await this.#parts.publisher.newest(doer.tenantId, 'root');
    await this.#inTurn(doer, async (em, held) => {
      const current = await currentRoot(em);
      const now = await databaseNow(em);
      const counting = { ...keysThatCount(held, current.content) };
      const made = new Map<MetadataRole, RoleKey>();
      for (const role of new Set(wanted.newKeysFor))
        made.set(role, await makeKey(em, role, this.#placeOf(doer.tenantId)));
      const { targets, snapshot, timestamp } = { ...counting, ...Object.fromEntries(made) };
      const own = wanted.keepsOwnKey ? (made.get('root') ?? counting.root ?? ownLeft(held)) : null;
      const keys = [...(own ? [keyOfOwn(own)] : []), ...wanted.keys];
      const terms = {
        keys: [...(own ? [ownKeyOf(own)] : []), ...wanted.keys.map(foreignKeyOf)],
        threshold: wanted.threshold,
      };
      const version = current.version + 1;
      const root = unsignedRoot({ version, terms, keys: { targets, snapshot, timestamp }, now });
      const previous = termsOf(current.content);
      const signers = [...new Set([counting.root, own])].filter((key) => key !== null);
      const asked = new Set([...previous.keyIds, ...keys.map(({ keyId }) => keyId)]);
      const signatures = signers.filter(({ keyId }) => asked.has(keyId)).map((key) => signatureBy(key, root));
      const { threshold } = wanted;
      const data = { ...root, proposalId: randomUUID(), keys, threshold, previous };
      return { type: 'ProposeMetadataRoot', ...data, signatures, now };
    });
  }

  /** Takes a signature of the root that waits. Refuses what its key did not make of just this root. */
  async sign(
    doer: Doer,
    { version, keyId, signature }: { readonly version: number; readonly keyId: string; readonly signature: string },
  ): Promise<void> {
    await this.#inTurn(doer, async (em) => {
      const open = await findOpenRoot(em);
      const hex = open?.version === version ? await checked(em, open, { keyId, signature }) : '';
      return { type: 'SignMetadataRoot', version, keyId, signature: hex, now: await databaseNow(em) };
    });
  }

  /** Lets the root that waits be. */
  async discard(doer: Doer, version: number, reason: string): Promise<void> {
    await this.#inTurn(doer, async () => ({ type: 'DiscardMetadataRoot', version, reason }));
  }

  async #inTurn(
    { viewer, tenantId }: Doer,
    commandOf: (em: EntityManager, held: readonly RoleKey[]) => Promise<MetadataRootCommand>,
  ): Promise<void> {
    await this.#parts.database.inTenant(tenantId, async (em) => {
      const held = await holdKeys(em, this.#placeOf(tenantId));
      const open = await findOpenRoot(em);
      const command = await commandOf(em, held);
      const { events } = await handleWithin(em, metadataRootAggregate, { id: tenantId, command, viewer, tenantId });
      if (!events.some(({ type }) => type === 'MetadataRootPublished')) return;
      const signatures: RootSignature[] = [...(open?.signatures ?? [])];
      for (const event of events) if (event.type === 'MetadataRootSigned') signatures.push(event.data);
      keepVersion(em, tenantId, signedRoot(rootOf(command, open), signatures));
    });
    this.#parts.tail.committed();
  }

  #placeOf(tenantId: string): KeyPlace {
    return { tenantId, keyStore: this.#parts.keyStore };
  }
}

/** The document a command is about. */
function rootOf(command: MetadataRootCommand, open: ProposalRow | null) {
  if (command.type === 'ProposeMetadataRoot') return command;
  invariant(open, 'a signature is of a root that waits');
  return { ...open, expiresAt: open.expiresAt.toISOString() };
}

async function currentRoot(em: EntityManager): Promise<Published> {
  const current = (await findNewest(em)).get('root');
  invariant(current, 'a root was published before another is proposed');
  return current;
}

/** The signature in hex; refuses one that the key did not make. A key that nobody knows is the decider's to refuse. */
async function checked(em: EntityManager, open: ProposalRow, { keyId, signature }: RootSignature): Promise<string> {
  const known = [...open.keys, ...((await findLastPublished(em))?.keys ?? [])];
  const key = known.find((each) => each.keyId === keyId);
  const bytes = strictBase64(signature);
  if (!key) return '';
  if (bytes && isMadeBy(key, bytesToSign(open), bytes)) return Buffer.from(bytes).toString('hex');
  const words = `The key ${key.name} did not sign root ${open.version} with this. Sign the text of toSign, exactly.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'signature', keyId });
}

function isMadeBy({ algorithm, publicKeyPem }: RootKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(digestOf(algorithm), message, publicKeyPem, signature);
  } catch {
    return false;
  }
}

/** A key that was left out of the root that counts, and is to be back. */
function ownLeft(held: readonly RoleKey[]): RoleKey | null {
  return held.find(({ role }) => role === 'root') ?? null;
}

function keyOfOwn({ keyId, publicKey }: RoleKey): RootKey {
  return { keyId, name: ownKeyName, algorithm: 'ED25519', publicKeyPem: pemOfHex(publicKey) };
}
