/** Keeps the rows of devices' supply chains, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { DeviceSupplyChainEvent } from './events.ts';

/** Writes one fact to its rows. */
export async function projectDeviceSupplyChain(em: EntityManager, fact: Fact<DeviceSupplyChainEvent>): Promise<void> {
  const { tenantId, at } = fact;
  const { deviceId } = fact.data;
  switch (fact.type) {
    case 'DeviceSoftwareReported': {
      const { sequence, report, reportSha256, signature, certificateFingerprint, reportedAt } = fact.data;
      const { hardware, agent } = report;
      const baseline = JSON.stringify({ serial: hardware.serial, configSha256: agent.configSha256 });
      const values = [tenantId, deviceId, sequence, JSON.stringify(report), reportSha256, signature];
      tell(
        em,
        `insert into device_supply_chains as d (tenant_id, device_id, sequence, report, report_sha256, signature,
           certificate_fingerprint, measured_at, reported_at, baseline)
         values ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $8, $9, $10::text::jsonb)
         on conflict (tenant_id, device_id) do update set sequence = excluded.sequence, report = excluded.report,
           report_sha256 = excluded.report_sha256, signature = excluded.signature,
           certificate_fingerprint = excluded.certificate_fingerprint, measured_at = excluded.measured_at,
           reported_at = excluded.reported_at, baseline = jsonb_set(d.baseline, '{serial}',
             case d.baseline -> 'serial' when 'null'::jsonb then excluded.baseline -> 'serial'
               else d.baseline -> 'serial' end)`,
        [...values, certificateFingerprint, report.at, reportedAt, baseline],
      );
      return;
    }
    case 'DeviceSoftwareConfirmed': {
      const { sequence, at: measuredAt, reportSha256, signature, certificateFingerprint, reportedAt } = fact.data;
      tell(
        em,
        `update device_supply_chains set sequence = $3, report_sha256 = $4, signature = $5,
           certificate_fingerprint = $6, measured_at = $7, reported_at = $8,
           report = report || $9::text::jsonb
         where tenant_id = $1 and device_id = $2`,
        [
          tenantId,
          deviceId,
          sequence,
          reportSha256,
          signature,
          certificateFingerprint,
          measuredAt,
          reportedAt,
          JSON.stringify({ sequence, at: measuredAt }),
        ],
      );
      return;
    }
    case 'DeviceSupplyChainJudged': {
      const { verdict, reasons } = fact.data;
      const sql = `update device_supply_chains set verdict = $3, reasons = $4::text::jsonb, judged_at = $5
        where tenant_id = $1 and device_id = $2`;
      tell(em, sql, [tenantId, deviceId, verdict, JSON.stringify(reasons), at]);
      return;
    }
    case 'DeviceBaselineAccepted': {
      const sql = `update device_supply_chains set baseline = $3::text::jsonb where tenant_id = $1 and device_id = $2`;
      tell(em, sql, [tenantId, deviceId, JSON.stringify(fact.data.baseline)]);
    }
  }
}

/** The rows of devices' supply chains, for rebuilding. */
export const deviceSupplyChainsProjection: InlineProjection = {
  name: 'supply-chain.device_supply_chains',
  mode: 'inline',
  tables: ['device_supply_chains'],
  handles: [
    'DeviceSoftwareReported',
    'DeviceSoftwareConfirmed',
    'DeviceSupplyChainJudged',
    'DeviceBaselineAccepted',
  ] satisfies DeviceSupplyChainEvent['type'][],
  project: (em, fact) => projectDeviceSupplyChain(em, fact as Fact<DeviceSupplyChainEvent>),
};
