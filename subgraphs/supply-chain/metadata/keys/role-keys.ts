/**
 * The keys of the four roles of a tenant's update metadata, made when they are first needed and sealed at rest. Each role
 * has its own, so that whoever gets hold of the one that signs every day says nothing new about what may be installed.
 */
import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../../of-tenant.ts';

/** The roles of The Update Framework. */
export const metadataRoles = ['root', 'targets', 'snapshot', 'timestamp'] as const;

/** One of the roles. */
export type MetadataRole = (typeof metadataRoles)[number];

/** A role's key, opened. */
export type RoleKey = {
  readonly keyId: string;
  /** Lower-case hex of the 32 bytes. */
  readonly publicKey: string;
  sign(data: Buffer): Buffer;
};

/** The keys of all roles. */
export type RoleKeys = Readonly<Record<MetadataRole, RoleKey>>;

type Stored = { readonly role: MetadataRole; readonly publicKey: string; readonly sealedKey: string };

/**
 * Opens the keys of a tenant, in a transaction of that tenant, and holds them until it ends: of two processes that
 * publish at once, one waits for what the other says.
 */
export async function holdRoleKeys(em: EntityManager, tenantId: string, keyStore: KeyStore): Promise<RoleKeys> {
  const sql = `select k.role, k.public_key as "publicKey", k.sealed_key as "sealedKey" from metadata_keys k
    where ${ofTenant('k')} order by k.role for update`;
  let stored = await ask<Stored>(em, sql, []);
  if (stored.length < metadataRoles.length) {
    for (const role of metadataRoles) await makeKey(em, { tenantId, role, keyStore });
    stored = await ask<Stored>(em, sql, []);
  }
  const keys = stored.map((each) => [each.role, opened(each, { tenantId, keyStore })] as const);
  return Object.fromEntries(keys) as RoleKeys;
}

async function makeKey(
  em: EntityManager,
  { tenantId, role, keyStore }: { readonly tenantId: string; readonly role: MetadataRole; readonly keyStore: KeyStore },
): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  invariant(x, 'an Ed25519 key has its 32 bytes');
  const sealed = keyStore.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), purposeOf(tenantId, role));
  await ask(
    em,
    `insert into metadata_keys (tenant_id, role, public_key, sealed_key) values ($1, $2, $3, $4) on conflict do nothing`,
    [tenantId, role, Buffer.from(x, 'base64url').toString('hex'), Buffer.from(sealed).toString('base64')],
  );
}

function opened(
  { role, publicKey, sealedKey }: Stored,
  { tenantId, keyStore }: { readonly tenantId: string; readonly keyStore: KeyStore },
): RoleKey {
  const pkcs8 = Buffer.from(keyStore.open(Buffer.from(sealedKey, 'base64'), purposeOf(tenantId, role)));
  const privateKey: KeyObject = createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' });
  const keyId = createHash('sha256').update(`ed25519\n${publicKey}`).digest('hex');
  return { keyId, publicKey, sign: (data) => sign(null, data, privateKey) };
}

function purposeOf(tenantId: string, role: MetadataRole): string {
  return `supply-chain metadata key ${role} ${tenantId}`;
}
