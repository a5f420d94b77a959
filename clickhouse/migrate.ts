/**
 * Brings a metrics database to the newest layout: applies each numbered migration once, in order. Every migration is
 * idempotent, so one that a crash cut short is simply applied again.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { ConfigError } from '@flotilla/kernel/config';
import { openClient } from './client.ts';
import { readClientConfig } from './config.ts';
import { statementsOf } from './statements.ts';
import { render, type Layout } from './template.ts';

/** One migration file. */
export type Migration = { readonly number: number; readonly name: string; readonly template: string };

/**
 * Applies what is missing and returns the names of the migrations applied. Throws when a migration that was applied
 * has since been edited: history is added to, not rewritten.
 */
export async function migrate(client: ClickHouseClient, layout: Layout): Promise<string[]> {
  const onCluster = layout.cluster === undefined ? '' : ` ON CLUSTER ${layout.cluster}`;
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${layout.database}${onCluster}` });
  for (const statement of statementsOf(render(bookkeeping, layout))) await client.command({ query: statement });
  const applied = await appliedChecksums(client, layout);
  const done: string[] = [];
  for (const migration of readMigrations()) {
    const checksum = createHash('sha256').update(migration.template).digest('hex');
    const known = applied.get(migration.number);
    if (known === checksum) continue;
    if (known !== undefined) throw new Error(`Migration ${migration.name} was edited after it had been applied.`);
    for (const query of statementsOf(render(migration.template, layout))) await client.command({ query });
    await client.insert({
      table: `${layout.database}.migrations_v1`,
      values: [{ number: migration.number, name: migration.name, checksum }],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplicate: 0 },
    });
    done.push(migration.name);
  }
  return done;
}

/** The migration files in order. Throws when a number is missing or taken twice. */
export function readMigrations(folder = join(packageFolder(), 'migrations')): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]);
    if (number !== index + 1)
      throw new Error(`Migration ${file} must be named ${String(index + 1).padStart(4, '0')}_what.sql.`);
    return { number, name: basename(file, '.sql'), template: readFileSync(join(folder, file), 'utf8') };
  });
}

const bookkeeping = `
CREATE TABLE IF NOT EXISTS {{table migrations_v1}}
(
  number UInt32 COMMENT 'place of the migration in the sequence',
  name String COMMENT 'file name without its ending',
  checksum FixedString(64) COMMENT 'SHA-256 of the template, hexadecimal',
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'ms; when it was applied'
)
ENGINE = {{engine MergeTree}}
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Applied migrations. Grain: one row per migration. TTL: none.';
{{distributed migrations_v1 by number}};
`;

async function appliedChecksums(client: ClickHouseClient, layout: Layout): Promise<Map<number, string>> {
  const answer = await client.query({
    query: `SELECT number, any(checksum) AS checksum FROM ${layout.database}.migrations_v1 GROUP BY number`,
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ number: number; checksum: string }>();
  return new Map(rows.map((row) => [Number(row.number), row.checksum]));
}

/** This file runs from the package's folder and, compiled, from its dist folder. */
function packageFolder(): string {
  const folder = import.meta.dirname;
  return basename(folder) === 'dist' ? dirname(folder) : folder;
}

const help = `Brings the metrics database to the newest layout.

  node clickhouse/dist/migrate.js

Environment
  FLOTILLA_CLICKHOUSE_URL             server (http://127.0.0.1:8129)
  FLOTILLA_CLICKHOUSE_USER, _PASSWORD account (default, no password)
  FLOTILLA_CLICKHOUSE_DATABASE        database to migrate (flotilla)
  FLOTILLA_CLICKHOUSE_CLUSTER         cluster to lay it out on; none means one server
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(help);
  const config = readClientConfig();
  const client = openClient({ ...config, FLOTILLA_CLICKHOUSE_DATABASE: 'default' });
  try {
    const layout = { database: config.FLOTILLA_CLICKHOUSE_DATABASE, cluster: config.FLOTILLA_CLICKHOUSE_CLUSTER };
    const done = await migrate(client, layout);
    process.stdout.write(done.length === 0 ? 'The metrics database is up to date.\n' : `Applied ${done.join(', ')}.\n`);
  } finally {
    await client.close();
  }
}

if (import.meta.main) {
  await main().catch((thrown: unknown) => {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    process.stderr.write(
      thrown instanceof ConfigError ? `${text}\n` : `The metrics database was not migrated: ${text}\n`,
    );
    process.exit(1);
  });
}
