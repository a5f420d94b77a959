/** Every read of devices' supply chains. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { isUuid, ofTenant } from '../of-tenant.ts';
import type { Baseline } from './events.ts';
import type { Reason, Verdict } from './judging/reasons.ts';
import type { InstalledReport } from './reporting/installed-report.ts';

/** A device's supply chain as the rows have it. */
export type SupplyChainRow = {
  readonly deviceId: string;
  readonly sequence: number;
  readonly report: InstalledReport;
  readonly reportSha256: string;
  readonly signature: string;
  readonly certificateFingerprint: string;
  readonly measuredAt: Date;
  readonly reportedAt: Date;
  readonly baseline: Baseline;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly judgedAt: Date;
};

const columns = `d.device_id as "deviceId", d.sequence::float8 as sequence, d.report, d.report_sha256 as "reportSha256",
  d.signature, d.certificate_fingerprint as "certificateFingerprint", d.measured_at as "measuredAt",
  d.reported_at as "reportedAt", d.baseline, coalesce(d.verdict, 'UNKNOWN') as verdict, d.reasons,
  coalesce(d.judged_at, d.reported_at) as "judgedAt"`;
const dates = ['measuredAt', 'reportedAt', 'judgedAt'] as const;

/** Supply chains by device. */
export const supplyChainsByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${columns} from device_supply_chains d where ${ofTenant('d')} and d.device_id = any($1::uuid[])`;
  const rows = dated(await ask<SupplyChainRow>(em, sql, [ids.filter(isUuid)]), dates);
  return new Map(rows.map((row) => [row.deviceId, row]));
});

/** A page of supply chains with some verdict, by device; null asks for any. */
export async function findSupplyChains(
  em: EntityManager,
  { verdict, page }: { readonly verdict: Verdict | null; readonly page: Page },
): Promise<SupplyChainRow[]> {
  const [deviceId = null] = page.after ?? [];
  const sql = `select ${columns} from device_supply_chains d
    where ${ofTenant('d')} and ($1::text is null or d.verdict = $1) and ($2::uuid is null or d.device_id > $2::uuid)
    order by d.device_id limit $3`;
  return dated(await ask<SupplyChainRow>(em, sql, [verdict, deviceId, page.first + 1]), dates);
}

/** What a device said last; null before it said anything. */
export async function findReport(em: EntityManager, deviceId: string): Promise<InstalledReport | null> {
  if (!isUuid(deviceId)) return null;
  const sql = `select d.report from device_supply_chains d where ${ofTenant('d')} and d.device_id = $1`;
  const [row] = await ask<{ report: InstalledReport }>(em, sql, [deviceId]);
  return row?.report ?? null;
}
