/**
 * Proves a projection: folds the log from its beginning into shadow tables beside the live ones (blue/green), stops
 * writers for the last few events, and compares row by row. Equal means the live rows are what the log says.
 */
import pg from 'pg';
import type { Options } from '@mikro-orm/postgresql';
import { Database, everyTenant } from '../database.ts';
import { invariant } from '../invariant.ts';
import { readShard } from '../log/read.ts';
import type { Projection } from './projection.ts';

const batch = 1000;

/** What a rebuild needs. */
export type RebuildOptions = {
  /** Role that owns the schemas. */
  readonly adminUrl: string;
  /** Role of the application. */
  readonly url: string;
  readonly schema: string;
  readonly entities: NonNullable<Options['entities']>;
  readonly projection: Projection;
  /** Replaces differing live rows by the rebuilt ones, in the same transaction. */
  readonly isApplied: boolean;
  /** Hears how many of how many events are folded. */
  readonly onProgress: (done: bigint, total: bigint) => void;
};

/** What came of it, table by table. */
export type RebuildReport = {
  readonly events: bigint;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    /** Rows that only the live table has. */
    readonly onlyLive: number;
    /** Rows that only the rebuilt table has. */
    readonly onlyRebuilt: number;
  }[];
};

/** Rebuilds and compares. Leaves nothing behind but the replaced rows, if that was asked for. */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const shadow = `${options.schema}_rebuild`;
  const admin = new pg.Client({ connectionString: options.adminUrl });
  await admin.connect();
  await createShadow(admin, options, shadow);
  const database = await Database.open({
    url: options.url,
    searchPath: [shadow, options.schema],
    entities: options.entities,
    poolMax: 2,
  });
  const fold = new Fold(database, options);
  try {
    await fold.upTo(await heads(admin));
    await admin.query('begin');
    await admin.query("select set_config('flotilla.tenant', '*', true)");
    const live = options.projection.tables.map((table) => `${options.schema}.${table}`);
    await admin.query(`lock table ${live.join(', ')} in share row exclusive mode`);
    await fold.upTo(await targets(admin, options.projection));
    const tables = [];
    for (const table of options.projection.tables) tables.push(await compare(admin, { ...options, shadow, table }));
    await admin.query('commit');
    return { events: fold.done, tables };
  } finally {
    await database.close();
    await admin.query('rollback').catch(() => undefined);
    await admin.query(`drop schema if exists ${shadow} cascade`);
    await admin.end();
  }
}

class Fold {
  readonly #database: Database;
  readonly #options: RebuildOptions;
  readonly #positions = new Map<number, bigint>();
  done = 0n;

  constructor(database: Database, options: RebuildOptions) {
    this.#database = database;
    this.#options = options;
  }

  async upTo(until: ReadonlyMap<number, bigint>): Promise<void> {
    const total = [...until.values()].reduce((sum, head) => sum + head, 0n);
    for (const [shard, head] of until) {
      while ((this.#positions.get(shard) ?? 0n) < head) {
        await this.#advance(shard, head);
        this.#options.onProgress(this.done, total);
      }
    }
  }

  async #advance(shard: number, head: bigint): Promise<void> {
    const from = this.#positions.get(shard) ?? 0n;
    const limit = head - from < BigInt(batch) ? Number(head - from) : batch;
    const { projection } = this.#options;
    const count = await this.#database.inTenant(everyTenant, async (em) => {
      const events = await readShard(em, shard, { after: from.toString(), limit });
      const wanted = events.filter((event) => projection.handles.includes(event.type));
      if (wanted.length > 0 && projection.mode === 'async' && projection.projectBatch) {
        await projection.projectBatch(em, wanted);
      } else for (const event of wanted) await projection.project(em, event);
      return BigInt(events.length);
    });
    invariant(count > 0n, `shard ${shard} has a hole after position ${from}`);
    this.#positions.set(shard, from + count);
    this.done += count;
  }
}

async function createShadow(admin: pg.Client, options: RebuildOptions, shadow: string): Promise<void> {
  await admin.query(`drop schema if exists ${shadow} cascade`);
  await admin.query(`create schema ${shadow}`);
  for (const table of options.projection.tables) {
    await admin.query(`create table ${shadow}.${table} (like ${options.schema}.${table} including all)`);
  }
  await admin.query(`grant usage on schema ${shadow} to flotilla_app`);
  await admin.query(`grant all on all tables in schema ${shadow} to flotilla_app`);
}

async function heads(admin: pg.Client): Promise<Map<number, bigint>> {
  const { rows } = await admin.query<{ shard: number; position: string }>(
    'select shard, position::text from log.heads where position > 0 order by shard',
  );
  return new Map(rows.map((row) => [row.shard, BigInt(row.position)]));
}

/** Where the live rows stand: the heads for inline rows, the checkpoints for rows that follow the log. */
async function targets(admin: pg.Client, projection: Projection): Promise<Map<number, bigint>> {
  if (projection.mode === 'inline') return heads(admin);
  const { rows } = await admin.query<{ shard: number; position: string }>(
    'select shard, position::text from log.checkpoints where projection = $1 and position > 0 order by shard',
    [projection.name],
  );
  return new Map(rows.map((row) => [row.shard, BigInt(row.position)]));
}

async function compare(
  admin: pg.Client,
  place: Pick<RebuildOptions, 'schema' | 'isApplied'> & { readonly shadow: string; readonly table: string },
): Promise<RebuildReport['tables'][number]> {
  const live = `${place.schema}.${place.table}`;
  const rebuilt = `${place.shadow}.${place.table}`;
  const { rows } = await admin.query<{ rows: string; live: string; rebuilt: string }>(
    `select (select count(*) from ${live}) as rows,
       (select count(*) from (select * from ${live} except all select * from ${rebuilt}) a) as live,
       (select count(*) from (select * from ${rebuilt} except all select * from ${live}) b) as rebuilt`,
  );
  const [counts] = rows;
  invariant(counts, 'a count answers one row');
  const difference = { onlyLive: Number(counts.live), onlyRebuilt: Number(counts.rebuilt) };
  if (place.isApplied && difference.onlyLive + difference.onlyRebuilt > 0) {
    const columns = await writableColumns(admin, place);
    await admin.query(`delete from ${live}`);
    await admin.query(`insert into ${live} (${columns}) select ${columns} from ${rebuilt}`);
  }
  return { table: place.table, rows: Number(counts.rows), ...difference };
}

/** All columns but the generated ones, which nobody may write. */
async function writableColumns(
  admin: pg.Client,
  place: { readonly schema: string; readonly table: string },
): Promise<string> {
  const { rows } = await admin.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
     from information_schema.columns where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`,
    [place.schema, place.table],
  );
  const [row] = rows;
  invariant(row?.columns, `${place.schema}.${place.table} has columns`);
  return row.columns;
}
