/**
 * The statements of admission and of the writer, in PostgreSQL. Everything here runs for many batches at once: at a
 * thousand pushes a second, a statement per push would be the cost of ingest.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import type { PoolClient } from 'pg';
import { trustEventTypes, trustProjectionName } from '../trust/trust-events.ts';
import type { Batch } from './batch.ts';
import type { BatchPart } from './rows.ts';

/** Accepted rows of one tenant, kept until the metrics database has them. */
export type JournalEntry = { readonly tenantId: string; readonly id: string } & Readonly<Record<BatchPart, Buffer>>;

/** How far one life of a device's queue was accepted. */
export type Watermark = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly epoch: number;
  readonly acknowledgedSeq: number;
  readonly runKey: string;
};

/** What the fleet's facts say of a device now. `isBehind`: newer facts of it exist than telemetry has digested. */
export type Standing = {
  readonly trust: string | null;
  readonly isAccepted: boolean;
  /** Its certificates were ended, and it has not renewed its identity. */
  readonly isRotated: boolean;
  readonly isBehind: boolean;
};

/** Runs work in one transaction over every tenant, on one connection. */
export async function transaction<T>(database: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    await client.query(`begin; set local flotilla.tenant = '${everyTenant}'`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (thrown) {
    await client.query('rollback').catch(() => undefined);
    throw thrown;
  } finally {
    client.release();
  }
}

/** The key of a watermark in maps. */
export function watermarkKey(of: Pick<Watermark, 'tenantId' | 'deviceId' | 'epoch'>): string {
  return `${of.tenantId}/${of.deviceId}/${of.epoch}`;
}

/** Locks and answers the last accepted number of each batch's epoch. */
export async function lockWatermarks(client: PoolClient, batches: readonly Batch[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ tenantId: string; deviceId: string; epoch: string; seq: string }>({
    name: 'telemetry-lock-watermarks',
    text: `select w.tenant_id::text as "tenantId", w.device_id::text as "deviceId", w.epoch::text, w.acknowledged_seq::text as seq
      from watermarks w
      join unnest($1::uuid[], $2::uuid[], $3::bigint[]) as b (tenant_id, device_id, epoch) using (tenant_id, device_id, epoch)
      order by w.tenant_id, w.device_id, w.epoch for update of w`,
    values: [batches.map((b) => b.tenantId), batches.map((b) => b.deviceId), batches.map((b) => b.epoch)],
  });
  return new Map(rows.map((row) => [watermarkKey({ ...row, epoch: Number(row.epoch) }), Number(row.seq)]));
}

/**
 * Moves watermarks forward. False when one was not where this transaction saw it, which can only be a first batch of
 * an epoch that two processes received at once: the transaction is then to be tried again.
 */
export async function moveWatermarks(
  client: PoolClient,
  moves: readonly { readonly to: Watermark; readonly fromSeq: number }[],
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'telemetry-move-watermarks',
    text: `insert into watermarks as w (tenant_id, device_id, epoch, acknowledged_seq, run_key)
      select tenant_id, device_id, epoch, acknowledged_seq, run_key
      from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[])
        as m (tenant_id, device_id, epoch, acknowledged_seq, run_key)
      order by tenant_id, device_id, epoch
      on conflict (tenant_id, device_id, epoch) do update
        set acknowledged_seq = excluded.acknowledged_seq, run_key = excluded.run_key, updated_at = now()
        where w.acknowledged_seq = ($6::jsonb ->> (w.tenant_id || '/' || w.device_id || '/' || w.epoch))::bigint`,
    values: [
      moves.map(({ to }) => to.tenantId),
      moves.map(({ to }) => to.deviceId),
      moves.map(({ to }) => to.epoch),
      moves.map(({ to }) => to.acknowledgedSeq),
      moves.map(({ to }) => to.runKey),
      JSON.stringify(Object.fromEntries(moves.map(({ to, fromSeq }) => [watermarkKey(to), fromSeq]))),
    ],
  });
  return rowCount === moves.length;
}

/** Keeps accepted rows. From the commit on they are durable. */
export async function addEntries(client: PoolClient, entries: readonly JournalEntry[]): Promise<void> {
  await client.query({
    name: 'telemetry-add-entries',
    text: `insert into journal (tenant_id, id, samples, kernel_events, losses)
      select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[])`,
    values: [
      entries.map((entry) => entry.tenantId),
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.samples),
      entries.map((entry) => entry.kernelEvents),
      entries.map((entry) => entry.losses),
    ],
  });
}

/**
 * Answers the standing of each batch's device as of a moment that lasts until this transaction ends: the heads of the
 * log's shards are held, so a revocation commits either before, and is seen here, or after everything written here.
 */
export async function holdStandings(client: PoolClient, batches: readonly Batch[]): Promise<Standing[]> {
  const tenants = [...new Set(batches.map((batch) => batch.tenantId))];
  // A statement of its own: the next one must see what was committed while this one waited.
  await client.query({
    name: 'telemetry-hold-heads',
    text: `select 1 from log.heads where shard in (select shard from log.tenants where tenant_id = any($1::uuid[]))
      order by shard for share`,
    values: [tenants],
  });
  // What is newer than the checkpoint is read once for all: asked device by device, each one's whole past would be read.
  const { rows } = await client.query<Standing>({
    name: 'telemetry-standings',
    text: `with followed as materialized (
        select h.shard, h.position as head, coalesce(c.position, 0) as digested
        from log.heads h left join log.checkpoints c on c.projection = $4 and c.shard = h.shard
        where h.shard in (select shard from log.tenants where tenant_id = any($1::uuid[]))
      ), newer as materialized (
        select e.stream from followed f
        cross join lateral (
          select stream from log.events
          where shard = f.shard and position > f.digested and position <= f.head and type = any($5) offset 0
        ) e
      )
      select d.trust, coalesce(b.fingerprint = any(d.fingerprints), false) as "isAccepted",
        coalesce(cardinality(d.fingerprints) = 0, false) as "isRotated",
        exists (select from newer n where n.stream = 'device-' || b.device_id) as "isBehind"
      from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as b (tenant_id, device_id, fingerprint, place)
      left join device_trust d using (tenant_id, device_id)
      order by b.place`,
    values: [
      batches.map((batch) => batch.tenantId),
      batches.map((batch) => batch.deviceId),
      batches.map((batch) => batch.fingerprint),
      trustProjectionName,
      trustEventTypes,
    ],
  });
  return rows;
}
