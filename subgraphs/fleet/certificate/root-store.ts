/**
 * The root in the database: made at the first start of the first process, sealed by the key store, the same for all
 * processes. It belongs to the installation and to no tenant, so only work on behalf of all tenants can see it.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { CertificateAuthority, createRoot } from './certificate-authority.ts';
import type { KeyStore } from '@flotilla/kernel/key-store';

const purpose = 'certificate authority';

type StoredRoot = { readonly certificate_pem: string; readonly sealed_key: string };

/** The installation's authority. Two processes that start at once agree on the one that was stored first. */
export async function openAuthority(database: Database, keyStore: KeyStore): Promise<CertificateAuthority> {
  const stored = (await readRoot(database)) ?? (await storeRoot(database, keyStore));
  const privateKey = keyStore.open(Buffer.from(stored.sealed_key, 'base64'), purpose);
  return CertificateAuthority.load({ certificatePem: stored.certificate_pem, privateKey });
}

async function readRoot(database: Database): Promise<StoredRoot | undefined> {
  const [root] = await database.inTenant(everyTenant, (em) =>
    em.execute<StoredRoot[]>('select certificate_pem, sealed_key from certificate_authorities where id = 1'),
  );
  return root;
}

async function storeRoot(database: Database, keyStore: KeyStore): Promise<StoredRoot> {
  const root = await createRoot(new Date());
  const sealed = Buffer.from(keyStore.seal(root.privateKey, purpose)).toString('base64');
  await database.inTenant(everyTenant, (em) =>
    em.execute(
      `insert into certificate_authorities (id, certificate_pem, sealed_key) values (1, ?, ?) on conflict do nothing`,
      [root.certificatePem, sealed],
    ),
  );
  const stored = await readRoot(database);
  invariant(stored, 'a root is stored by now');
  return stored;
}
