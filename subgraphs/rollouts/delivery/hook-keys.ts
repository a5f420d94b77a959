/** The secrets of pipelines, sealed at rest. They are opened when something comes that may be signed with them. */
import { randomBytes } from 'node:crypto';
import type { Database } from '@flotilla/kernel/database';
import type { KeyStore } from '@flotilla/kernel/key-store';
import { ask } from '@flotilla/kernel/transaction';
import { isUuid, ofTenant } from '../of-tenant.ts';

/** A secret that is good. */
export type HookKey = { readonly id: string; readonly secret: string };

/** Makes, opens and forgets them. */
export class HookKeys {
  readonly #database: Database;
  readonly #keyStore: KeyStore;

  constructor(database: Database, keyStore: KeyStore) {
    this.#database = database;
    this.#keyStore = keyStore;
  }

  /** Makes one and keeps it sealed; answers what is shown once. */
  async make(tenantId: string, id: string): Promise<string> {
    const secret = `flhook1.${randomBytes(32).toString('base64url')}`;
    const sealed = Buffer.from(this.#keyStore.seal(Buffer.from(secret), purposeOf(tenantId, id))).toString('base64');
    await this.#database.inTenant(tenantId, (em) =>
      ask(em, 'insert into sealed_hook_secrets (tenant_id, id, sealed) values ($1, $2, $3)', [tenantId, id, sealed]),
    );
    return secret;
  }

  /** The secrets of a tenant that are good now. */
  async of(tenantId: string): Promise<HookKey[]> {
    const rows = await this.#database.inTenant(tenantId, (em) =>
      ask<{ id: string; sealed: string }>(
        em,
        `select h.id, s.sealed from hook_secrets h join sealed_hook_secrets s on s.tenant_id = h.tenant_id and s.id = h.id
         where ${ofTenant('h')}`,
        [],
      ),
    );
    return rows.map(({ id, sealed }) => {
      const secret = this.#keyStore.open(Buffer.from(sealed, 'base64'), purposeOf(tenantId, id));
      return { id, secret: Buffer.from(secret).toString() };
    });
  }

  /** Forgets one for good. */
  async forget(tenantId: string, id: string): Promise<void> {
    if (!isUuid(id)) return;
    await this.#database.inTenant(tenantId, (em) =>
      ask(em, 'delete from sealed_hook_secrets where tenant_id = $1 and id = $2', [tenantId, id]),
    );
  }
}

function purposeOf(tenantId: string, id: string): string {
  return `rollouts hook secret ${tenantId} ${id}`;
}
