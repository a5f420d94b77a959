/**
 * A fresh PostgreSQL database for one integration test file, in the server that `global-setup.ts` started. Empty but
 * for its owner: the file runs the migrations it needs with `adminUrl` and works with `url`, as the product does.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** One database and the two ways into it. */
export type TestDatabase = {
  /** The application's role: bound by row-level security. */
  readonly url: string;
  /** The owner's role: for migrations. */
  readonly adminUrl: string;
  /** A superuser, for what only the operator of the server may do: killing backends, reading every row. */
  readonly superuserUrl: string;
  /** Ends every connection to the database and removes it. */
  readonly drop: () => Promise<void>;
};

async function asSuperuser(statement: (client: pg.Client) => string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres').superuserUrl });
  await client.connect();
  try {
    await client.query(statement(client));
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Makes a database with a name of its own, so files may run side by side. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const urls = inject('postgres');
  await asSuperuser((client) => `create database ${client.escapeIdentifier(name)} owner flotilla`);
  return {
    url: inDatabase(urls.applicationUrl, name),
    adminUrl: inDatabase(urls.ownerUrl, name),
    superuserUrl: inDatabase(urls.superuserUrl, name),
    drop: () => asSuperuser((client) => `drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  };
}
