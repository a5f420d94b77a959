/**
 * Roots of update metadata: whose word counts. The first one is the control plane's alone; every later one is made from the
 * one before it, because devices follow an unbroken chain of roots, each signed by enough keys of the last.
 */
import { createPublicKey } from 'node:crypto';
import { Key, Metadata, Root, Signature } from '@tufjs/models';
import type { RootKey, RootSignature, RootTerms } from '../metadata-root/events.ts';
import { expiryOf, type Published } from './documents.ts';
import { publicHex, type MetadataRole, type RoleKey, type RoleKeys } from './keys/role-keys.ts';

/** A root before anybody signed it. */
export type UnsignedRoot = {
  readonly version: number;
  /** The part that is signed, as JSON. */
  readonly content: string;
  readonly expiresAt: string;
};

const delegated = ['targets', 'snapshot', 'timestamp'] as const;

/** The first root of a tenant, signed by the key that is held here. */
export function firstRoot(keys: RoleKeys & { readonly root: RoleKey }, now: string): Published {
  const terms = { keys: [ownKeyOf(keys.root)], threshold: 1 };
  const root = unsignedRoot({ version: 1, terms, keys, now });
  return signedRoot(root, [signatureBy(keys.root, root)]);
}

/** A root of some terms. */
export function unsignedRoot(about: {
  readonly version: number;
  readonly terms: { readonly keys: readonly Key[]; readonly threshold: number };
  readonly keys: Omit<RoleKeys, 'root'>;
  readonly now: string;
}): UnsignedRoot {
  const { version, terms, keys, now } = about;
  const expiresAt = expiryOf('root', now);
  const root = new Root({ version, specVersion: '1.0.31', expires: expiresAt, consistentSnapshot: true });
  for (const key of terms.keys) root.addKey(key, 'root');
  for (const role of delegated) root.addKey(ownKeyOf(keys[role]), role);
  const { roles, ...rest } = root.toJSON() as { roles: Record<string, object> };
  const asked = { ...roles, root: { ...roles['root'], threshold: terms.threshold } };
  return { version, content: JSON.stringify({ ...rest, roles: asked }), expiresAt };
}

/** The same root once more, a version and a life later; null where it takes more than the key that is held here. */
export function renewedRoot(known: Published, keys: RoleKeys, now: string): Published | null {
  const { keyIds, threshold } = termsOf(known.content);
  const { root: own } = keys;
  if (!own || threshold !== 1 || !keyIds.includes(own.keyId)) return null;
  const root = rootIn(known.content);
  const terms = { keys: keyIds.flatMap((keyId) => root.keys[keyId] ?? []), threshold };
  const next = unsignedRoot({ version: known.version + 1, terms, keys, now });
  return signedRoot(next, [signatureBy(own, next)]);
}

/** A root with its signatures, as it is published. */
export function signedRoot(
  { version, content, expiresAt }: UnsignedRoot,
  signatures: readonly RootSignature[],
): Published {
  const metadata = new Metadata(rootOfText(content));
  for (const { keyId: keyID, signature: sig } of signatures) metadata.sign(() => new Signature({ keyID, sig }));
  return { role: 'root', version, content: JSON.stringify(metadata.toJSON()), expiresAt };
}

/** The exact bytes that a key signs of a root. */
export function bytesToSign({ content }: Pick<UnsignedRoot, 'content'>): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  new Metadata(rootOfText(content)).sign((data) => {
    bytes = data;
    return new Signature({ keyID: '', sig: '' });
  });
  return bytes;
}

/** What a key that is held here signs of a root. */
export function signatureBy(key: RoleKey, root: Pick<UnsignedRoot, 'content'>): RootSignature {
  return { keyId: key.keyId, signature: key.sign(bytesToSign(root)).toString('hex') };
}

/** Whose signatures a published root asks for of the next. */
export function termsOf(published: string): RootTerms {
  const role = rootIn(published).roles['root'];
  return { keyIds: role?.keyIDs ?? [], threshold: role?.threshold ?? 1 };
}

/** A key that is held here, as metadata writes it. */
export function ownKeyOf({ keyId: keyID, publicKey }: RoleKey): Key {
  return new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: publicKey } });
}

/** A key that people hold, as metadata writes it. */
export function foreignKeyOf({ keyId: keyID, algorithm, publicKeyPem }: RootKey): Key {
  if (algorithm === 'ED25519') {
    const keyVal = { public: publicHex(createPublicKey(publicKeyPem)) };
    return new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal });
  }
  return new Key({ keyID, keyType: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyVal: { public: publicKeyPem } });
}

/** Whether a role's word carries the signature of the key that counts for it now. */
export function isSignedBy({ content }: Published, key: RoleKey): boolean {
  const { signatures } = JSON.parse(content) as { signatures: readonly { readonly keyid: string }[] };
  return signatures.some(({ keyid }) => keyid === key.keyId);
}

/** The roles whose word follows from a root. */
export type DelegatedRole = Exclude<MetadataRole, 'root'>;

function rootIn(published: string): Root {
  return Root.fromJSON((JSON.parse(published) as { signed: Parameters<typeof Root.fromJSON>[0] }).signed);
}

function rootOfText(content: string): Root {
  return Root.fromJSON(JSON.parse(content) as Parameters<typeof Root.fromJSON>[0]);
}
