/**
 * The two keys of a tenant, Ed25519, made when they are first needed: one says what devices are to run, the other lets
 * them start. They differ, so that whoever gets hold of one of them still starts nothing.
 */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';

/** What a key is for. */
export type KeyPurpose = 'intent' | 'lease';

/** A key, opened. */
export type SigningKey = {
  /** Base64 of the SubjectPublicKeyInfo in DER. */
  readonly publicKey: string;
  /** Base64 of the Ed25519 signature over the text's UTF-8 bytes. */
  sign(text: string): string;
};

type Stored = { readonly publicKey: string; readonly sealedKey: string };

const keysMax = 1_000;

/** The keys of all tenants. A key never changes, so a process opens it once. */
export class SigningKeys {
  readonly #database: Database;
  readonly #keyStore: KeyStore;
  readonly #opened = new Map<string, Promise<SigningKey>>();

  constructor(database: Database, keyStore: KeyStore) {
    this.#database = database;
    this.#keyStore = keyStore;
  }

  /** A tenant's key; it is made if there is none yet. Two processes that make it at once agree on the one stored first. */
  of(tenantId: string, purpose: KeyPurpose): Promise<SigningKey> {
    const name = `${purpose} ${tenantId}`;
    const known = this.#opened.get(name);
    if (known) return known;
    if (this.#opened.size >= keysMax) this.#opened.clear();
    const opening = this.#open(tenantId, purpose);
    this.#opened.set(name, opening);
    opening.catch(() => this.#opened.delete(name));
    return opening;
  }

  async #open(tenantId: string, purpose: KeyPurpose): Promise<SigningKey> {
    const name = `rollouts ${purpose} key ${tenantId}`;
    const stored = await this.#database.inTenant(tenantId, async (em) => {
      const found = await readKey(em, tenantId, purpose);
      if (found) return found;
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const sealed = this.#keyStore.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), name);
      await em.execute(
        `insert into signing_keys (tenant_id, purpose, public_key, sealed_key) values (?, ?, ?, ?)
         on conflict do nothing`,
        [
          tenantId,
          purpose,
          publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
          Buffer.from(sealed).toString('base64'),
        ],
      );
      return readKey(em, tenantId, purpose);
    });
    invariant(stored, 'the key of a tenant is stored by now');
    const pkcs8 = Buffer.from(this.#keyStore.open(Buffer.from(stored.sealedKey, 'base64'), name));
    const privateKey = createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' });
    return {
      publicKey: stored.publicKey,
      sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    };
  }
}

async function readKey(em: EntityManager, tenantId: string, purpose: KeyPurpose): Promise<Stored | undefined> {
  const sql = `select public_key as "publicKey", sealed_key as "sealedKey" from signing_keys
    where tenant_id = ? and purpose = ?`;
  return (await em.execute<Stored[]>(sql, [tenantId, purpose]))[0];
}
