/**
 * Where the issuer keeps sessions, grants and its own keys, so that a restart signs nobody out: one SQLite file. The
 * library asks for one adapter per kind of thing; all of them share one table.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const schema = `
  pragma journal_mode = wal;
  create table if not exists entries (
    kind text not null, id text not null, payload text not null, expires_at integer,
    uid text, user_code text, grant_id text, primary key (kind, id)
  ) strict;
  create index if not exists entries_by_uid on entries (kind, uid);
  create index if not exists entries_by_grant on entries (kind, grant_id);
  create table if not exists settings (name text primary key, value text not null) strict;
`;

const nowS = (): number => Math.floor(Date.now() / 1000);

/** The open store. */
export class IssuerStore {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'issuer.db');
    this.#database = new DatabaseSync(path);
    chmodSync(path, 0o600);
    this.#database.exec(schema);
    this.#database.prepare('delete from entries where expires_at < ?').run(nowS());
  }

  /** A setting made at first use and the same ever after, such as the signing keys. */
  setting<T>(name: string, make: () => T): T {
    const row = this.#database.prepare('select value from settings where name = ?').get(name);
    if (row) return JSON.parse(String(row.value)) as T;
    const made = make();
    this.#database.prepare('insert into settings (name, value) values (?, ?)').run(name, JSON.stringify(made));
    return made;
  }

  /** The adapters, one per kind, as the library wants them. */
  readonly adapters: AdapterFactory = (kind) => this.#adapter(kind);

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }

  #findBy(kind: string, column: 'id' | 'uid' | 'user_code', value: string): AdapterPayload | undefined {
    const sql = `select payload from entries where kind = ? and ${column} = ? and (expires_at is null or expires_at > ?)`;
    const row = this.#database.prepare(sql).get(kind, value, nowS());
    return row ? (JSON.parse(String(row.payload)) as AdapterPayload) : undefined;
  }

  #adapter(kind: string): Adapter {
    const database = this.#database;
    const upsert = (id: string, payload: AdapterPayload, expiresInS?: number): void => {
      const values = [payload.uid ?? null, payload.userCode ?? null, payload.grantId ?? null];
      const expiresAt = expiresInS ? nowS() + expiresInS : null;
      database
        .prepare(
          'insert or replace into entries (kind, id, payload, expires_at, uid, user_code, grant_id) values (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(kind, id, JSON.stringify(payload), expiresAt, ...values);
    };
    return {
      upsert: async (id, payload, expiresInS) => upsert(id, payload, expiresInS),
      find: async (id) => this.#findBy(kind, 'id', id),
      findByUid: async (uid) => this.#findBy(kind, 'uid', uid),
      findByUserCode: async (userCode) => this.#findBy(kind, 'user_code', userCode),
      destroy: async (id) => void database.prepare('delete from entries where kind = ? and id = ?').run(kind, id),
      revokeByGrantId: async (grantId) =>
        void database.prepare('delete from entries where kind = ? and grant_id = ?').run(kind, grantId),
      consume: async (id) => {
        const sql = "update entries set payload = json_set(payload, '$.consumed', ?) where kind = ? and id = ?";
        database.prepare(sql).run(nowS(), kind, id);
      },
    };
  }
}
