/**
 * The keys of the four roles of a tenant's update metadata that are held here, made when they are first needed and sealed
 * at rest. Each role has its own, so that whoever gets hold of the one that signs every day says nothing new about what
 * may be installed. Which of them counts, the newest root says.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../../of-tenant.ts';

/** The roles of The Update Framework. */
export const metadataRoles = ['root', 'targets', 'snapshot', 'timestamp'] as const;

/** One of the roles. */
export type MetadataRole = (typeof metadataRoles)[number];

/** A key that is held here, opened. */
export type RoleKey = {
  readonly role: MetadataRole;
  readonly keyId: string;
  /** Lower-case hex of the 32 bytes. */
  readonly publicKey: string;
  sign(data: Buffer): Buffer;
};

/** The keys of roles that sign here, each the one that counts. */
export type RoleKeys = Readonly<Record<Exclude<MetadataRole, 'root'>, RoleKey>> & {
  /** Null where only people speak for the root. */
  readonly root: RoleKey | null;
};

/** Where keys are kept, and whose. */
export type KeyPlace = { readonly tenantId: string; readonly keyStore: KeyStore };

type Stored = { readonly role: MetadataRole; readonly publicKey: string; readonly sealedKey: string };

/**
 * Opens every key of a tenant, in a transaction of that tenant, and lets nobody else do so until it ends: of two
 * processes that publish at once, one waits for what the other says.
 */
export async function holdKeys(em: EntityManager, place: KeyPlace): Promise<readonly RoleKey[]> {
  await ask(em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`update metadata ${place.tenantId}`]);
  const sql = `select k.role, k.public_key as "publicKey", k.sealed_key as "sealedKey" from metadata_keys k
    where ${ofTenant('k')} order by k.role, k.public_key`;
  const stored = await ask<Stored>(em, sql, []);
  const keys = stored.map((each) => opened(each, place));
  for (const role of metadataRoles) {
    if (!keys.some((key) => key.role === role)) keys.push(await makeKey(em, role, place));
  }
  return keys;
}

/** The keys that count: those the newest root names for their roles, or the only ones there are before there is a root. */
export function keysThatCount(held: readonly RoleKey[], root: string | null): RoleKeys {
  const named = root === null ? null : keyIdsIn(root);
  const [own, targets, snapshot, timestamp] = metadataRoles.map((role) =>
    held.find((key) => key.role === role && (named === null || named[role].includes(key.keyId))),
  );
  invariant(targets && snapshot && timestamp, 'a root names keys that are held here for all roles but its own');
  return { root: own ?? null, targets, snapshot, timestamp };
}

/** The ids of the keys that a root names, by role. */
export function keyIdsIn(root: string): Readonly<Record<MetadataRole, readonly string[]>> {
  const { signed } = JSON.parse(root) as { signed: { roles: Record<MetadataRole, { keyids: string[] }> } };
  return Object.fromEntries(metadataRoles.map((role) => [role, signed.roles[role].keyids])) as Record<
    MetadataRole,
    string[]
  >;
}

/** Makes a key of a role, which counts once a root names it. */
export async function makeKey(em: EntityManager, role: MetadataRole, place: KeyPlace): Promise<RoleKey> {
  const { tenantId, keyStore } = place;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = publicHex(publicKey);
  const sealed = keyStore.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), purposeOf(tenantId, role));
  const sealedKey = Buffer.from(sealed).toString('base64');
  const sql = 'insert into metadata_keys (tenant_id, role, public_key, sealed_key) values ($1, $2, $3, $4)';
  await ask(em, sql, [tenantId, role, hex, sealedKey]);
  return opened({ role, publicKey: hex, sealedKey }, place);
}

/** The 32 bytes of an Ed25519 public key, lower-case hex. */
export function publicHex(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  invariant(x, 'an Ed25519 key has its 32 bytes');
  return Buffer.from(x, 'base64url').toString('hex');
}

/** An Ed25519 public key of hex as PEM. */
export function pemOfHex(hex: string): string {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function opened({ role, publicKey, sealedKey }: Stored, { tenantId, keyStore }: KeyPlace): RoleKey {
  const pkcs8 = Buffer.from(keyStore.open(Buffer.from(sealedKey, 'base64'), purposeOf(tenantId, role)));
  const privateKey: KeyObject = createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' });
  const keyId = createHash('sha256').update(`ed25519\n${publicKey}`).digest('hex');
  return { role, keyId, publicKey, sign: (data) => sign(null, data, privateKey) };
}

function purposeOf(tenantId: string, role: MetadataRole): string {
  return `supply-chain metadata key ${role} ${tenantId}`;
}
