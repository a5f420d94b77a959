/**
 * The way of accepted rows from the journal to the metrics database. An entry is given to exactly one block, by one
 * statement, for ever; the block is inserted under its id as deduplication token until it is confirmed. So it does not
 * matter how often, by which process and after which crash a block is inserted: it is stored once.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '@flotilla/kernel/database';
import type { PoolClient } from 'pg';
import { transaction, type JournalEntry } from './journal.ts';

/** Entries that are inserted together. */
export type Block = { readonly id: string; readonly entries: readonly JournalEntry[] };

/** Gives entries to a new block. Answers only those that no other process took. */
export async function formBlock(database: Database, entries: readonly JournalEntry[]): Promise<Block> {
  const id = randomUUID();
  const taken = await transaction(database, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: 'telemetry-form-block',
      text: `update journal j set block_id = $1 from unnest($2::uuid[], $3::uuid[]) as e (tenant_id, id)
        where j.tenant_id = e.tenant_id and j.id = e.id and j.block_id is null returning j.id::text as id`,
      values: [id, entries.map((entry) => entry.tenantId), entries.map((entry) => entry.id)],
    });
    return new Set(rows.map((row) => row.id));
  });
  return { id, entries: entries.filter((entry) => taken.has(entry.id)) };
}

/** Forgets a block that the metrics database has confirmed. */
export async function forgetBlock(database: Database, id: string): Promise<void> {
  await transaction(database, (client) =>
    client.query({ name: 'telemetry-forget-block', text: 'delete from journal where block_id = $1', values: [id] }),
  );
}

/** Marks a block that the metrics database refuses for what is in it. Its rows stay for a person to look at. */
export async function setBlockAside(database: Database, id: string, refusal: string): Promise<void> {
  await transaction(database, (client) =>
    client.query('update journal set refusal = $2 where block_id = $1', [id, refusal.slice(0, 1000)]),
  );
}

/**
 * Finds blocks whose process seems to be gone: entries that have waited longer than a living process lets them wait.
 * Should it live after all, both insert the same block, which is stored once.
 */
export async function adoptBlocks(database: Database, ageMs: number): Promise<Block[]> {
  return transaction(database, async (client) => {
    const values = [ageMs];
    const old = `recorded_at < now() - $1 * interval '1 ms' and refusal is null`;
    await client.query(
      `update journal set block_id = $2 where block_id is null
       and (tenant_id, id) in (select tenant_id, id from journal where block_id is null and ${old} limit 200)`,
      [...values, randomUUID()],
    );
    const { rows } = await client.query<{ id: string }>(
      `select distinct block_id::text as id from journal
       where block_id is not null and ${old} limit 20`,
      values,
    );
    const blocks: Block[] = [];
    for (const { id } of rows) blocks.push(await readBlock(client, id));
    return blocks;
  });
}

async function readBlock(client: PoolClient, id: string): Promise<Block> {
  const { rows } = await client.query<JournalEntry>(
    `select tenant_id::text as "tenantId", id::text as id, samples, kernel_events as "kernelEvents", losses
     from journal where block_id = $1 order by id`,
    [id],
  );
  return { id, entries: rows };
}
