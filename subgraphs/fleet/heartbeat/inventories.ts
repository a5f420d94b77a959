/**
 * Inventories of many devices in one transaction. Trust and certificate are checked by the statement that writes when
 * the report came; only a report of a TRUSTED device whose content is new becomes a fact. What a QUARANTINED one reports
 * is diverted.
 */
import { createHash } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Refusal } from '@flotilla/kernel/errors';
import { append } from '@flotilla/kernel/log/append';
import { ask, tell } from '@flotilla/kernel/transaction';
import { deviceAggregate } from '../aggregates.ts';
import type { DeviceInventoryReported, InventoryReport, TrustState } from '../device/events.ts';
import { projectInventories } from '../device/projection.ts';
import type { DivertedReport } from '../quarantine/decisions.ts';
import { divert } from '../quarantine/store.ts';
import { unheard, type Caller } from './device-call.ts';

/** One report. */
export type ReportedInventory = Caller & { readonly inventory: InventoryReport; readonly contentHash: string };

/** Whether the content was new. */
export type InventoryOutcome = { readonly isNew: boolean };

/** Digest of an inventory's content; reports of equal content have equal digests. */
export function contentHashOf(inventory: InventoryReport): string {
  return createHash('sha256').update(JSON.stringify(inventory)).digest('hex');
}

type Checked = {
  readonly n: number;
  readonly trust: TrustState | null;
  readonly is_heard: boolean;
  readonly is_rotated: boolean;
  readonly is_new: boolean;
};

/** Records a batch in a transaction on behalf of every tenant. Answers per report, in order. */
export async function recordInventories(
  em: EntityManager,
  reports: readonly ReportedInventory[],
): Promise<(InventoryOutcome | Refusal)[]> {
  const calls = reports.map((r, n) => ({ n, t: r.tenantId, d: r.deviceId, f: r.fingerprint, h: r.contentHash }));
  calls.sort((a, b) => (a.d < b.d ? -1 : 1));
  const rows = await em.execute<Checked[]>(checkSql, [JSON.stringify(calls)]);
  const checked = new Map(rows.map((row) => [row.n, row]));
  const fresh = new Map<string, ReportedInventory>();
  reports.forEach((report, n) => {
    const row = checked.get(n);
    if (row?.is_heard && row.is_new && row.trust === 'TRUSTED') fresh.set(report.deviceId, report);
  });
  await holdTrusted(
    em,
    reports.filter((_, n) => checked.get(n)?.is_heard && checked.get(n)?.trust === 'TRUSTED'),
  );
  await recordFresh(em, [...fresh.values()]);
  for (const [n, report] of reports.entries()) {
    const row = checked.get(n);
    if (row?.is_heard && row.trust === 'QUARANTINED') await divertReport(em, report);
  }
  return reports.map((_, n) => {
    const row = checked.get(n);
    return row?.is_heard
      ? { isNew: row.is_new && row.trust === 'TRUSTED' }
      : unheard(row?.trust ?? null, row?.is_rotated === true);
  });
}

const checkSql = `with c as (
    select * from jsonb_to_recordset(?::jsonb) as c (n integer, t uuid, d uuid, f text, h text)
  ), seen as (
    update device_liveness l set inventory_reported_at = now()
    from c join devices d on d.tenant_id = c.t and d.id = c.d
    where l.tenant_id = c.t and l.device_id = c.d
      and d.trust = 'TRUSTED' and c.f in (d.current_fingerprint, d.next_fingerprint)
  )
  select c.n, d.trust, d.inventory_hash is distinct from c.h as is_new,
    coalesce(d.trust in ('TRUSTED', 'QUARANTINED') and c.f in (d.current_fingerprint, d.next_fingerprint), false) as is_heard,
    coalesce(d.current_fingerprint, d.next_fingerprint) is null as is_rotated
  from c left join devices d on d.tenant_id = c.t and d.id = c.d`;

/** A device lost its trust between the question and the fact: the whole batch is to be asked again. */
export class TrustMoved extends Error {
  override readonly name = 'TrustMoved';
}

async function recordFresh(em: EntityManager, fresh: readonly ReportedInventory[]): Promise<void> {
  for (const [tenantId, reports] of Map.groupBy(fresh, (report) => report.tenantId)) {
    await append<DeviceInventoryReported>(em, {
      tenantId,
      metadata: { actor: reports.length === 1 ? `device:${reports[0]?.deviceId}` : 'device' },
      writes: reports.map(({ deviceId, contentHash, inventory }) => ({
        stream: streamOf(deviceAggregate.category, deviceId),
        expectedVersion: null,
        events: [{ type: 'DeviceInventoryReported', data: { deviceId, contentHash, inventory } }],
      })),
      project: (facts) => projectInventories(em, facts),
    });
  }
}

/**
 * Holds the streams of these devices until the commit and asks for their trust once more: a quarantine is a fact of the
 * same stream, so it committed before, and is seen here, or it comes after everything that this transaction writes, be it
 * only when an unchanged inventory was last reported.
 */
async function holdTrusted(em: EntityManager, reports: readonly ReportedInventory[]): Promise<void> {
  if (reports.length === 0) return;
  const streams = reports.map(({ deviceId }) => streamOf(deviceAggregate.category, deviceId));
  // A statement of its own, in the order of the log's own: the next one sees what was committed while this one waited.
  tell(em, 'select 1 from log.streams where stream = any($1) order by stream for update', [streams]);
  const moved = await ask(
    em,
    `select 1 from unnest($1::uuid[], $2::uuid[]) as c (t, d)
     join devices d on d.tenant_id = c.t and d.id = c.d where d.trust <> 'TRUSTED' limit 1`,
    [reports.map(({ tenantId }) => tenantId), reports.map(({ deviceId }) => deviceId)],
  );
  if (moved.length > 0) throw new TrustMoved('a device lost its trust meanwhile');
}

async function divertReport(em: EntityManager, report: ReportedInventory): Promise<void> {
  const { tenantId, deviceId, inventory, contentHash } = report;
  const payload: DivertedReport = { inventory, contentHash };
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  await divert(em, { tenantId, deviceId, kind: 'REPORT', payload, bytes });
}
