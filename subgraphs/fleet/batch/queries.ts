/** Every read of batches and of the devices in them. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { isUuid, ofTenant } from '../of-tenant.ts';
import { BatchRow } from './row.ts';

type Raw = Record<string, unknown>;

/** One batch; null when the tenant has none with this id. */
export async function findBatch(em: EntityManager, id: string): Promise<BatchRow | null> {
  if (!isUuid(id)) return null;
  const [raw] = await em.execute<Raw[]>(`select b.* from batches b where ${ofTenant('b')} and b.id = ?`, [id]);
  return raw ? em.map(BatchRow, raw) : null;
}

/** A batch of a page with the place it stands at. */
export type ListedBatch = BatchRow & { readonly cursor: readonly string[] };

/** A page of batches that somebody started, newest first; plans that nobody started are left out. */
export async function findBatches(em: EntityManager, page: Page): Promise<ListedBatch[]> {
  const after = page.after ?? [];
  const rows = await em.execute<Raw[]>(
    `select b.*, b.planned_at::text as place from batches b
     where ${ofTenant('b')} and b.stage <> 'PLANNED'
       and ${after.length === 2 ? '(b.planned_at, b.id) < (?::timestamptz, ?::uuid)' : 'true'}
     order by b.planned_at desc, b.id desc limit ?`,
    [...(after.length === 2 ? after : []), page.first + 1],
  );
  return rows.map((raw) => {
    const row = em.map(BatchRow, raw);
    return Object.assign(row, { cursor: [String(raw['place']), row.id] });
  });
}

/** One device of a batch and how far it is. */
export type BatchTarget = {
  readonly deviceId: string;
  readonly ordinal: number;
  readonly state: 'WAITING' | 'ISSUED' | 'DONE' | 'REFUSED' | 'STOPPED';
  readonly commandId: string | null;
  readonly code: string | null;
  readonly message: string | null;
};

const targetColumns = `t.device_id as "deviceId", t.ordinal, t.state, t.command_id as "commandId", t.code, t.message`;

/** A page of the devices of a batch in their order; those of one state if one is given. */
export async function findTargets(
  em: EntityManager,
  query: { readonly batchId: string; readonly state: BatchTarget['state'] | null; readonly page: Page },
): Promise<BatchTarget[]> {
  const { batchId, state, page } = query;
  const [after = '-1'] = page.after ?? [];
  return em.execute<BatchTarget[]>(
    `select ${targetColumns} from batch_targets t
     where ${ofTenant('t')} and t.batch_id = ? and ${state === null ? 'true' : 't.state = ?'} and t.ordinal > ?::integer
     order by t.ordinal limit ?`,
    [batchId, ...(state === null ? [] : [state]), after, page.first + 1],
  );
}

/**
 * Devices of a batch by how far they are: those that have a command by where that is in its life, all others by their own
 * state.
 */
export async function progressOf(em: EntityManager, batchId: string): Promise<{ state: string; count: number }[]> {
  return em.execute(
    `select coalesce(k.stage, t.state) as state, count(*)::integer as count from batch_targets t
     left join commands k on k.tenant_id = t.tenant_id and k.id = t.command_id
     where ${ofTenant('t')} and t.batch_id = ? group by 1 order by 1`,
    [batchId],
  );
}

/** What a batch of one device each came to: for the answer of the mutation that issued it. */
export async function outcomeOf(
  em: EntityManager,
  batchId: string,
): Promise<{ accepted: number; refused: BatchTarget[] }> {
  const [row] = await em.execute<{ accepted: number }[]>(
    `select count(*)::integer as accepted from batch_targets t
     where ${ofTenant('t')} and t.batch_id = ? and t.command_id is not null`,
    [batchId],
  );
  const refused = await em.execute<BatchTarget[]>(
    `select ${targetColumns} from batch_targets t
     where ${ofTenant('t')} and t.batch_id = ? and t.state = 'REFUSED' order by t.ordinal limit 200`,
    [batchId],
  );
  return { accepted: row?.accepted ?? 0, refused };
}

/** Running batches of every tenant that have devices left, or whose devices may all be done with. */
export async function runningBatches(
  em: EntityManager,
): Promise<
  { readonly tenantId: string; readonly batchId: string; readonly isWaiting: boolean; readonly isOver: boolean }[]
> {
  return em.execute(
    `select r.*, not r."isWaiting" and not exists (
       select 1 from commands k where k.tenant_id = r."tenantId" and k.batch_id = r."batchId"
         and k.stage in ('QUEUED', 'DELIVERED', 'ACKED')) as "isOver"
     from (
       select b.tenant_id as "tenantId", b.id as "batchId", exists (
         select 1 from batch_targets t where t.tenant_id = b.tenant_id and t.batch_id = b.id and t.state = 'WAITING'
       ) as "isWaiting"
       from batches b where b.stage = 'RUNNING' order by b.started_at limit 100
     ) r`,
  );
}
