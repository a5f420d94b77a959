/**
 * The key that a tenant's commands are signed with: Ed25519, one per tenant, made when it is first needed and sealed by
 * the key store like the authority's. A device learns the public half with its certificate, over a connection that it
 * trusts by the authority's fingerprint, and believes no command that is signed by another.
 */
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';

/** The key of one tenant, opened. */
export type CommandKey = {
  /** Base64 of the SubjectPublicKeyInfo in DER. */
  readonly publicKey: string;
  /** Base64 of the Ed25519 signature over the text's UTF-8 bytes. */
  sign(text: string): string;
};

type Stored = { readonly public_key: string; readonly sealed_key: string };

const tenantsMax = 1_000;

/** The keys of all tenants. A key never changes, so a process opens it once. */
export class CommandKeys {
  readonly #database: Database;
  readonly #keyStore: KeyStore;
  readonly #opened = new Map<string, Promise<CommandKey>>();
  readonly #known = new Map<string, string>();

  constructor(database: Database, keyStore: KeyStore) {
    this.#database = database;
    this.#keyStore = keyStore;
  }

  /** A tenant's key; it is made if there is none yet. Two processes that make it at once agree on the one stored first. */
  async of(tenantId: string): Promise<CommandKey> {
    const before = this.#opened.get(tenantId);
    if (before) return before;
    if (this.#opened.size >= tenantsMax) this.#forget();
    const opening = this.#open(tenantId);
    this.#opened.set(tenantId, opening);
    opening.then(
      ({ publicKey }) => this.#known.set(tenantId, publicKey),
      () => this.#opened.delete(tenantId),
    );
    return opening;
  }

  /**
   * The public half if this process has opened the key by now; otherwise it is opened for the next time, and this answers
   * null. For calls that must not wait for it.
   */
  known(tenantId: string): string | null {
    const publicKey = this.#known.get(tenantId);
    if (publicKey === undefined) void this.of(tenantId).catch(() => undefined);
    return publicKey ?? null;
  }

  #forget(): void {
    this.#opened.clear();
    this.#known.clear();
  }

  async #open(tenantId: string): Promise<CommandKey> {
    const purpose = `command key ${tenantId}`;
    const stored = await this.#database.inTenant(everyTenant, async (em) => {
      const found = await readKey(em, tenantId);
      if (found) return found;
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const sealed = this.#keyStore.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), purpose);
      await em.execute(
        'insert into command_keys (tenant_id, public_key, sealed_key) values (?, ?, ?) on conflict do nothing',
        [tenantId, spkiOf(publicKey), Buffer.from(sealed).toString('base64')],
      );
      return readKey(em, tenantId);
    });
    invariant(stored, 'the key of a tenant is stored by now');
    const pkcs8 = this.#keyStore.open(Buffer.from(stored.sealed_key, 'base64'), purpose);
    const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), type: 'pkcs8', format: 'der' });
    return {
      publicKey: stored.public_key,
      sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    };
  }
}

async function readKey(em: EntityManager, tenantId: string): Promise<Stored | undefined> {
  const sql = 'select public_key, sealed_key from command_keys where tenant_id = ?';
  return (await em.execute<Stored[]>(sql, [tenantId]))[0];
}

function spkiOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}
