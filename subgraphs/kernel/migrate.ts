/**
 * Brings a schema of PostgreSQL to its newest shape by the numbered SQL files beside its code. Runs as the owner;
 * the application's role can neither create nor drop. Concurrent runs wait for each other.
 */
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

/** One schema and the folder of its migrations. */
export type Migration = { readonly schema: string; readonly folder: string };

/** Applies what is missing, schema by schema, and answers the names of what it applied. */
export async function migrate(adminUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const applied: string[] = [];
    for (const { schema, folder } of migrations) {
      const done = await runner({
        dbClient: client,
        dir: folder,
        schema,
        createSchema: true,
        migrationsSchema: schema,
        createMigrationsSchema: true,
        migrationsTable: 'migrations',
        direction: 'up',
        count: Infinity,
        advisoryLockMode: 'wait',
        log: () => undefined,
      });
      applied.push(...done.map((migration) => `${schema}/${migration.name}`));
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** The PostgreSQL schema of a subgraph: its name, in a form that needs no quotes. */
export function schemaOf(subgraph: string): string {
  return subgraph.replaceAll('-', '_');
}

/** A folder of SQL beside a module's source, also when the module runs compiled from `dist`, where SQL is not copied. */
export function sqlFolder(moduleUrl: string, folder: string): string {
  return fileURLToPath(new URL(folder, moduleUrl.replace(/\/dist\/(?!.*\/dist\/)/, '/')));
}
