/**
 * The quarantine store of telemetry: pushes of quarantined devices, encoded as they would have been stored, kept apart
 * until a person releases or discards them. Bounded for each device; what does not fit is counted and not kept. The
 * device is acknowledged all the same, so that it neither repeats the push nor keeps it for ever.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import type { PoolClient } from 'pg';
import { recordsOf, type Batch } from '../ingest/batch.ts';
import type { JournalEntry } from '../ingest/journal.ts';
import type { BatchRows } from '../ingest/rows.ts';

/** What the store of one device holds at most. */
export const storeMax = { items: 5_000, bytes: 64 * 1024 * 1024 } as const;

/** A push that is diverted. */
export type DivertedPush = { readonly batch: Batch; readonly rows: BatchRows };

/** Diverts pushes, in the transaction that holds their devices' standing. */
export async function divertPushes(client: PoolClient, pushes: readonly DivertedPush[]): Promise<void> {
  for (const push of pushes) await divertPush(client, push);
}

async function divertPush(client: PoolClient, { batch, rows }: DivertedPush): Promise<void> {
  const { tenantId, deviceId } = batch;
  const bytes = rows.samples.length + rows.kernelEvents.length + rows.losses.length;
  const counted = await client.query<{ is_kept: boolean }>({
    name: 'telemetry-count-diverted',
    text: `insert into quarantine_counts as q (tenant_id, device_id, attempts, unreported, held_items, held_bytes)
      values ($1, $2, 1, 1, 1, $3)
      on conflict (tenant_id, device_id) do update set attempts = q.attempts + 1, unreported = q.unreported + 1,
        held_items = q.held_items + case when q.held_items < $4 and q.held_bytes + $3 <= $5 then 1 else 0 end,
        held_bytes = q.held_bytes + case when q.held_items < $4 and q.held_bytes + $3 <= $5 then $3 else 0 end,
        overflow_items = q.overflow_items + case when q.held_items < $4 and q.held_bytes + $3 <= $5 then 0 else 1 end,
        overflow_bytes = q.overflow_bytes + case when q.held_items < $4 and q.held_bytes + $3 <= $5 then 0 else $3 end
      returning new.held_items > coalesce(old.held_items, 0) as is_kept`,
    values: [tenantId, deviceId, bytes, storeMax.items, storeMax.bytes],
  });
  if (counted.rows[0]?.is_kept !== true) return;
  const times = [...(batch.samples?.timesMs ?? []), ...(batch.kernelEvents?.timesMs ?? [])];
  const [first, last] = times.length === 0 ? [null, null] : [Math.min(...times), Math.max(...times)];
  await client.query({
    name: 'telemetry-divert',
    text: `insert into quarantined_batches (tenant_id, id, device_id, epoch, from_seq, to_seq, records, series, first_at,
        last_at, bytes, samples, kernel_events, losses)
      values ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8 / 1000), to_timestamp($10::float8 / 1000), $11,
        $12, $13, $14)`,
    values: [
      tenantId,
      randomUUID(),
      deviceId,
      batch.epoch,
      batch.fromSeq,
      batch.toSeq,
      recordsOf(batch),
      batch.samples?.series ?? [],
      first,
      last,
      bytes,
      rows.samples,
      rows.kernelEvents,
      rows.losses,
    ],
  });
}

/** Which pushes to take: by id, or all of a device. */
export type Selection = { readonly deviceId: string } | { readonly ids: readonly string[] };

/** What was taken out of the store, oldest first. */
export type TakenPush = JournalEntry & { readonly deviceId: string };

/**
 * Takes pushes out of the store, into the journal where they are released. Nobody else can take them too: a release that
 * runs twice at once finds them once.
 */
export async function takePushes(
  em: EntityManager,
  wanted: { readonly tenantId: string; readonly selection: Selection; readonly isReleased: boolean },
): Promise<TakenPush[]> {
  const { tenantId, selection, isReleased } = wanted;
  const [condition, value] =
    'deviceId' in selection
      ? ['device_id = ?', selection.deviceId]
      : ['id in (select value::uuid from jsonb_array_elements_text(?::jsonb))', JSON.stringify(selection.ids)];
  return em.execute<TakenPush[]>(
    `with taken as (
       delete from quarantined_batches where tenant_id = ? and ${condition} returning *
     ), counted as (
       update quarantine_counts q set held_items = q.held_items - s.items, held_bytes = q.held_bytes - s.bytes
       from (select device_id, count(*) as items, sum(bytes) as bytes from taken group by device_id) s
       where q.tenant_id = ? and q.device_id = s.device_id
     ), stored as (
       insert into journal (tenant_id, id, samples, kernel_events, losses)
       select tenant_id, id, samples, kernel_events, losses from taken where ? order by device_id, place
     )
     select tenant_id as "tenantId", id, device_id as "deviceId", samples, kernel_events as "kernelEvents", losses
     from taken order by device_id, place`,
    [tenantId, value, tenantId, isReleased],
  );
}
